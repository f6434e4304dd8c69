/** Instructions of the BPF machine as values: encode, decode, disassemble. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.asm;
