package dev.skep.trace.lower;

import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.compiler.ir.Module;

/**
 * A program before code is made of it.
 *
 * @param module what it does, its own function first
 * @param type how the kernel runs it
 * @param attachType what it is checked for beyond its type
 * @param attachTo what it is for, in the terms of its type
 */
public record LoweredProgram(
        Module module, ProgramType type, AttachType attachType, String attachTo) {

    /** {@return its name} */
    public String name() {
        return module.main().name();
    }
}
