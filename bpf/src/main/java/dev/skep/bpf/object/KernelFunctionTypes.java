package dev.skep.bpf.object;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.FunctionType;
import dev.skep.bpf.target.Target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What BTF says of the kernel functions that an object calls: each is an extern function of section
 * {@code .ksyms}, as {@code __ksym} of libbpf's {@code bpf_helpers.h} makes them. libbpf compares
 * their prototypes with the kernel's by the kinds of the types ({@code bpf_core_types_are_compat}),
 * so that behind pointers structs need no members.
 */
final class KernelFunctionTypes {
    private static final String SECTION = ".ksyms";

    /** As deep as {@code __bpf_core_types_are_compat} of libbpf compares. */
    private static final int MOST_NESTED = 32;

    private final Btf kernel;
    private final BtfBuilder builder;

    private KernelFunctionTypes(Btf kernel, BtfBuilder builder) {
        this.kernel = kernel;
        this.builder = builder;
    }

    /**
     * Describes the kernel functions that an object calls, if it does.
     *
     * @throws BpfException if the kernel that it was compiled for does not have one of them
     */
    static void add(ObjectSpec spec, Target target, BtfBuilder builder) {
        Map<String, CallTarget.KernelFunctionReference> called = new LinkedHashMap<>();
        for (ProgramSpec program : spec.programs()) {
            for (CodeElement element : program.code().elements()) {
                if (element.instruction() instanceof Instruction.Call call
                        && call.target() instanceof CallTarget.KernelFunctionReference reference) {
                    called.putIfAbsent(reference.name(), reference);
                }
            }
        }
        if (called.isEmpty()) {
            return;
        }
        List<BtfType.SectionVariable> externs = new ArrayList<>();
        for (CallTarget.KernelFunctionReference reference : called.values()) {
            int prototype = prototype(reference, target, builder);
            int function =
                    builder.add(
                            new BtfType.Func(reference.name(), prototype, BtfType.Linkage.EXTERN));
            externs.add(new BtfType.SectionVariable(function, 0, 0));
        }
        builder.add(new BtfType.DataSec(SECTION, 0, externs));
    }

    private static int prototype(
            CallTarget.KernelFunctionReference reference, Target target, BtfBuilder builder) {
        FunctionType function = FunctionType.find(target, reference.kernelName());
        if (function == null) {
            throw new BpfException(
                    "the kernel function "
                            + reference.name()
                            + " cannot be described in a file: Linux "
                            + target.version()
                            + ", which the object was made for, does not have it");
        }
        Btf types = function.types();
        BtfType.Func func = (BtfType.Func) types.type(function.id());
        return new KernelFunctionTypes(types, builder).copy(func.prototype(), false, 0);
    }

    /**
     * {@return the id of the kernel's type in the object's BTF, 0 for void}
     *
     * @param pointed whether a pointer leads to it, so that only its kind and name matter
     * @param depth how many types lead to it
     */
    private int copy(int id, boolean pointed, int depth) {
        if (depth > MOST_NESTED) {
            return 0;
        }
        return switch (kernel.type(kernel.resolve(id))) {
            case BtfType.VoidType _ -> 0;
            case BtfType.Ptr t -> builder.add(new BtfType.Ptr(copy(t.type(), true, depth + 1)));
            case BtfType.Array t -> {
                int element = copy(t.element(), pointed, depth + 1);
                int index = copy(t.index(), pointed, depth + 1);
                yield builder.add(new BtfType.Array(element, index, t.count()));
            }
            case BtfType.FuncProto t -> prototype(t, depth);
            case BtfType.Struct t -> builder.add(struct(t, pointed, depth));
            case BtfType.Union t -> builder.add(union(t, pointed, depth));
            case BtfType.Int t -> builder.add(t);
            case BtfType.FloatType t -> builder.add(t);
            case BtfType.Enumeration t -> builder.add(t);
            case BtfType.Fwd t -> builder.add(t);
            // What is not a type of values: no prototype of a kernel has it.
            case BtfType.Typedef _,
                    BtfType.Modifier _,
                    BtfType.Func _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.Unknown _ ->
                    0;
        };
    }

    private int prototype(BtfType.FuncProto prototype, int depth) {
        int result = copy(prototype.result(), false, depth + 1);
        List<BtfType.Parameter> parameters = new ArrayList<>(prototype.parameters().size());
        for (BtfType.Parameter parameter : prototype.parameters()) {
            int type = copy(parameter.type(), false, depth + 1);
            parameters.add(new BtfType.Parameter(parameter.name(), type));
        }
        return builder.add(new BtfType.FuncProto(result, parameters));
    }

    private BtfType struct(BtfType.Struct type, boolean pointed, int depth) {
        return pointed
                ? new BtfType.Struct(type.name(), 0, false, List.of())
                : new BtfType.Struct(
                        type.name(), type.size(), type.bitSizes(), members(type, depth));
    }

    private BtfType union(BtfType.Union type, boolean pointed, int depth) {
        return pointed
                ? new BtfType.Union(type.name(), 0, false, List.of())
                : new BtfType.Union(
                        type.name(), type.size(), type.bitSizes(), members(type, depth));
    }

    private List<BtfType.Member> members(BtfType.Composite type, int depth) {
        List<BtfType.Member> members = new ArrayList<>(type.members().size());
        for (BtfType.Member member : type.members()) {
            int copy = copy(member.type(), false, depth + 1);
            members.add(
                    new BtfType.Member(member.name(), copy, member.bitOffset(), member.bitSize()));
        }
        return members;
    }
}
