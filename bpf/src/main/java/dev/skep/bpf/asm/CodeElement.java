package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

/**
 * An instruction and what is known about it.
 *
 * @param instruction the instruction
 * @param source where it came from, if known
 */
public record CodeElement(Instruction instruction, @Nullable SourcePosition source) {}
