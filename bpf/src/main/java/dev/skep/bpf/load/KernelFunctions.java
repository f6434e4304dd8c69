package dev.skep.bpf.load;

import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.diagnose.Diagnosis;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.FunctionType;
import dev.skep.bpf.target.Target;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the type ids of kernel functions in the place of their names, as libbpf does ({@code
 * bpf_object__resolve_ksym_func_btf_id}). What vmlinux itself has is found; functions of modules
 * are not looked for.
 */
final class KernelFunctions {

    /**
     * What a call of a function that is missing is replaced by, with the call's slot added: a
     * helper that no kernel has ({@code POISON_CALL_KFUNC_BASE} of libbpf).
     */
    private static final int MISSING = 2_002_000_000;

    private final Target target;
    private final ModuleDescriptors modules;

    KernelFunctions(Target target, ModuleDescriptors modules) {
        this.target = target;
        this.modules = modules;
    }

    /**
     * {@return the code with every kernel function named in it resolved} A call of a weak one that
     * is missing becomes one that the verifier refuses if it can be reached.
     *
     * @throws UnsupportedByKernelException if one is missing that is not weak, or is another than
     *     the code takes it for
     */
    Code resolve(ProgramSpec program, Code code) {
        List<CodeElement> resolved = null;
        int slot = 0;
        for (int i = 0; i < code.elements().size(); i++) {
            CodeElement element = code.elements().get(i);
            CallTarget.KernelFunctionReference reference = reference(element);
            if (reference != null) {
                if (resolved == null) {
                    resolved = new ArrayList<>(code.elements());
                }
                CallTarget found = find(program, reference, slot);
                resolved.set(i, new CodeElement(new Instruction.Call(found), element.source()));
            }
            slot += element.instruction().slots();
        }
        return resolved == null ? code : new Code(resolved, code.subprograms());
    }

    private CallTarget find(
            ProgramSpec program, CallTarget.KernelFunctionReference reference, int slot) {
        String name = reference.kernelName();
        FunctionType function = FunctionType.find(target, name);
        if (function == null) {
            if (reference.weak()) {
                return new CallTarget.Helper(MISSING + slot);
            }
            throw missing(program, name, target.btf().isPresent());
        }
        FunctionSignature actual = FunctionSignature.of(function.types(), function.id());
        if (!reference.signature().fits(actual)) {
            throw new UnsupportedByKernelException(
                    attempted(program),
                    "the kernel function \"" + reference.signature().declaration(name) + "\"",
                    "",
                    "What it has is \""
                            + actual.declaration(name)
                            + "\": kernel functions may change; declare both forms with a flavour"
                            + " ("
                            + name
                            + "___other), weak, and call the one that is there");
        }
        boolean isModules = !function.module().isEmpty();
        short index = isModules ? modules.index(function.module()) : 0;
        return new CallTarget.KernelFunction(function.id(), index);
    }

    private UnsupportedByKernelException missing(
            ProgramSpec program, String name, boolean hasTypes) {
        String wanted = "the kernel function " + name;
        if (!target.version().isAtLeast(5, 13)) {
            return new UnsupportedByKernelException(
                    attempted(program), wanted, "", "Programs call such from Linux 5.13 on");
        }
        return new UnsupportedByKernelException(
                attempted(program),
                wanted,
                "",
                hasTypes
                        ? "Linux "
                                + target.version()
                                + " may be too old or too new for it, or built without it; if the"
                                + " program can do without, make the reference weak"
                        : "Its types, by which functions are found, are not there"
                                + " (CONFIG_DEBUG_INFO_BTF)");
    }

    private static String attempted(ProgramSpec program) {
        return "program \"" + program.name() + "\"";
    }

    /**
     * {@return the diagnosis, in words if what was refused is the call of a function that is
     * missing}
     *
     * @param code the code before it was resolved
     */
    static Diagnosis explain(Diagnosis diagnosis, Code code) {
        if (!diagnosis.message().startsWith("invalid func unknown#2002")) {
            return diagnosis;
        }
        int slot = 0;
        for (CodeElement element : code.elements()) {
            CallTarget.KernelFunctionReference missing = reference(element);
            if (slot == diagnosis.instruction() && missing != null) {
                return new Diagnosis(
                        "the kernel function "
                                + missing.kernelName()
                                + " is called, which this kernel does not have",
                        slot,
                        element.source());
            }
            slot += element.instruction().slots();
        }
        return diagnosis;
    }

    private static CallTarget.@Nullable KernelFunctionReference reference(CodeElement element) {
        return element.instruction() instanceof Instruction.Call call
                        && call.target() instanceof CallTarget.KernelFunctionReference reference
                ? reference
                : null;
    }
}
