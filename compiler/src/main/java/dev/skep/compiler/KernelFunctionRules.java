package dev.skep.compiler;

import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.btf.FunctionSignature.Passed;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.FunctionType;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.call.KernelFunction;
import dev.skep.compiler.call.KernelFunctionSet;
import dev.skep.compiler.call.KernelFunctionTable;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.Type;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * Whether a call of a function of the kernel suits what a Target's BTF says of the function, and
 * what is known of it besides.
 */
final class KernelFunctionRules {
    private final Target target;

    KernelFunctionRules(Target target) {
        this.target = target;
    }

    /** {@return why programs of a type cannot call it so, or null if they can} */
    @Nullable String refusal(KernelFunctionCall call, ProgramType type) {
        String name = call.function();
        KernelFunction known = KernelFunctionTable.find(name);
        String set = KernelFunctionSet.of(name).since(type);
        String wrong = refusal(name, set, known == null ? set : known.since(type), type);
        if (wrong != null) {
            return wrong;
        }
        if (target.btf().isEmpty()) {
            return "The kernel function "
                    + name
                    + " is found by the kernel's types (CONFIG_DEBUG_INFO_BTF), which are not"
                    + " there";
        }
        FunctionType function = FunctionType.find(target, name);
        if (function == null) {
            return "The kernel function "
                    + name
                    + " is not there in Linux "
                    + target.version()
                    + (known == null ? "" : ", though it is since " + known.since());
        }
        FunctionSignature actual = FunctionSignature.of(function.types(), function.id());
        return fits(call, actual)
                ? null
                : "The kernel function " + name + " is another here: " + actual.declaration(name);
    }

    /**
     * {@return why no such program may call it in the Target, or null}
     *
     * @param set the first kernel where programs of the type may call its set, or empty
     * @param since the first kernel where they may call it
     */
    private @Nullable String refusal(String name, String set, String since, ProgramType type) {
        String programs = type.name().toLowerCase(Locale.ROOT);
        if (set.isEmpty()) {
            return "The kernel function "
                    + name
                    + " is not for "
                    + programs
                    + " programs: those of kprobes and uprobes may not call it";
        }
        KernelVersion first = KernelVersion.parse(since);
        if (target.version().isAtLeast(first.major(), first.minor())) {
            return null;
        }
        return "The kernel function "
                + name
                + (since.equals(set) ? " can be called by " + programs + " programs" : " is there")
                + " from Linux "
                + since
                + " on, this is for "
                + target.version();
    }

    private static boolean fits(KernelFunctionCall call, FunctionSignature actual) {
        List<Passed> parameters = actual.parameters();
        if (call.operandCount() != parameters.size()
                || (call.type() != Type.VOID && !fits(call.type(), actual.result()))) {
            return false;
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (!fits(call.operand(i).type(), parameters.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Type type, Passed passed) {
        return passed == (type.isPointer() ? Passed.POINTER : Passed.NUMBER);
    }
}
