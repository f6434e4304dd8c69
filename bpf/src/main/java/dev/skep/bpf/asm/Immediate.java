package dev.skep.bpf.asm;

/**
 * A 32-bit immediate operand. 64-bit operations sign-extend it (RFC 9669, section 4.1).
 *
 * @param value the immediate
 */
public record Immediate(int value) implements Operand {}
