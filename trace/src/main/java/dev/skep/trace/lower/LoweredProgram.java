package dev.skep.trace.lower;

import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.compiler.ir.Function;

/**
 * A program before code is made of it.
 *
 * @param function what it does
 * @param type how the kernel runs it
 * @param attachType what it is checked for beyond its type
 * @param attachTo what it is for, in the terms of its type
 */
public record LoweredProgram(
        Function function, ProgramType type, AttachType attachType, String attachTo) {

    /** {@return its name} */
    public String name() {
        return function.name();
    }
}
