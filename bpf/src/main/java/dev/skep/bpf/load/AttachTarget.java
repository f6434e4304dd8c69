package dev.skep.bpf.load;

import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;

/** What a program that is typed by the kernel's BTF attaches to, as a type id (trap T23). */
final class AttachTarget {

    private AttachTarget() {}

    /**
     * {@return the BTF type id of what the program attaches to; 0 if its type needs none}
     *
     * @throws UnsupportedByKernelException if the kernel has no BTF, or no such thing in it
     */
    static int btfId(ProgramSpec program, Target target) {
        if (program.type() != ProgramType.TRACING && program.type() != ProgramType.LSM) {
            return 0;
        }
        Btf btf =
                target.btf()
                        .orElseThrow(() ->
                                new UnsupportedByKernelException(
                                        describe(program),
                                        "the kernel's type information (CONFIG_DEBUG_INFO_BTF)",
                                        "5.5",
                                        "Use a kprobe or a tracepoint instead"));
        String prefix = prefix(program.attachType());
        BtfKind kind = prefix.equals("btf_trace_") ? BtfKind.TYPEDEF : BtfKind.FUNC;
        int id = btf.find(prefix + program.attachTo(), kind);
        if (id == 0) {
            throw new UnsupportedByKernelException(
                    describe(program),
                    "\"" + program.attachTo() + "\" in the kernel's BTF",
                    "",
                    "This kernel may have inlined it, or call it otherwise");
        }
        return id;
    }

    private static String describe(ProgramSpec program) {
        return program.attachType().kernelName() + " " + program.attachTo();
    }

    private static String prefix(AttachType type) {
        return switch (type) {
            case TRACE_RAW_TP -> "btf_trace_";
            case TRACE_ITER -> "bpf_iter_";
            case LSM_MAC, LSM_CGROUP -> "bpf_lsm_";
            // fentry, fexit, fmod_ret: the function's own name.
            default -> "";
        };
    }
}
