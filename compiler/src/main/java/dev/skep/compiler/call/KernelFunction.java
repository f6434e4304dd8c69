package dev.skep.compiler.call;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelVersion;

/**
 * A function of the kernel that programs may call (kfunc).
 *
 * @param name its name in the kernel's BTF
 * @param since the first kernel that has it, such as {@code 6.2}
 * @param signature what it takes, gives and changes; the scope is that of the newest kernels
 */
public record KernelFunction(String name, String since, HelperSignature signature) {

    /** When tracepoints and perf events got the set of those that trace by BTF. */
    private static final String EVENTS_SINCE = "6.12";

    /**
     * {@return the first kernel where programs of a type may call it, such as {@code 6.12}; empty
     * if none lets them} The kernel keeps a set of functions for each of some types and none for
     * the others ({@code bpf_prog_type_to_kfunc_hook}).
     */
    public String since(ProgramType type) {
        if (!signature.scope().has(type)) {
            return "";
        }
        // Those that trace by BTF were there first.
        boolean isLate = type == ProgramType.TRACEPOINT || type == ProgramType.PERF_EVENT;
        return isLate ? later(since, EVENTS_SINCE) : since;
    }

    private static String later(String a, String b) {
        KernelVersion first = KernelVersion.parse(a);
        KernelVersion second = KernelVersion.parse(b);
        return first.isAtLeast(second.major(), second.minor()) ? a : b;
    }
}
