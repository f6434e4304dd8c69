package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.call.KernelFunctionSet;
import dev.skep.trace.syntax.AttachPoint;

/**
 * Which functions of the kernel programs may call (kfuncs). Only loading a program would show it;
 * what is said here without a kernel at hand goes by the {@link KernelFunctionSet}.
 */
final class KernelFunctionCalls {
    private final Target target;

    KernelFunctionCalls(Target target) {
        this.target = target;
    }

    /** {@return whether the kernel's types have a function of that name} */
    boolean exists(String name) {
        Btf btf = target.btf().orElse(null);
        return btf != null && btf.find(name, BtfKind.FUNC) != 0;
    }

    /** {@return whether a function is there, and in a set that all programs of a probe may call} */
    boolean isAllowed(String name, ProbeContext probe) {
        KernelFunctionSet set = KernelFunctionSet.of(name);
        if (set == KernelFunctionSet.OTHER || !exists(name)) {
            return false;
        }
        for (AttachPoint point : probe.syntax().attachPoints()) {
            Provider provider = Provider.named(point.provider());
            String since = provider == null ? "" : set.since(provider.program());
            if (since.isEmpty()) {
                return false;
            }
            KernelVersion first = KernelVersion.parse(since);
            if (!target.version().isAtLeast(first.major(), first.minor())) {
                return false;
            }
        }
        return true;
    }
}
