package dev.skep.compiler.call;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelVersion;

/**
 * A function of the kernel that programs may call (kfunc).
 *
 * @param name its name in the kernel's BTF
 * @param since the first kernel that has it, such as {@code 6.2}
 * @param signature what it takes, gives and changes; for which programs it is, is said by its
 *     {@link KernelFunctionSet}
 */
public record KernelFunction(String name, String since, HelperSignature signature) {

    /**
     * {@return the first kernel where programs of a type may call it, such as {@code 6.12}; empty
     * if none lets them}
     */
    public String since(ProgramType type) {
        String allowed = KernelFunctionSet.of(name).since(type);
        if (allowed.isEmpty()) {
            return "";
        }
        KernelVersion first = KernelVersion.parse(since);
        KernelVersion second = KernelVersion.parse(allowed);
        return first.isAtLeast(second.major(), second.minor()) ? since : allowed;
    }
}
