package dev.skep.bpf.asm;

/** The source operand of an instruction: a register, or a 32-bit immediate. */
public sealed interface Operand permits Register, Immediate {}
