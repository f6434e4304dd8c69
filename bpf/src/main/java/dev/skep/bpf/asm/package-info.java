/**
 * Instructions of the BPF machine as values (RFC 9669): to build, encode, decode, and to read and
 * write as text.
 *
 * <p>{@link dev.skep.bpf.asm.Instruction} is a sealed family of records; {@link
 * dev.skep.bpf.asm.Code} is a list of them, each with the {@link dev.skep.bpf.asm.SourcePosition}
 * it came from. A program is put together by {@link dev.skep.bpf.asm.CodeBuilder}, which takes
 * labels and works out offsets, from the short names of {@link dev.skep.bpf.asm.Instructions}; or
 * read from text by {@link dev.skep.bpf.asm.Assembler}. {@link dev.skep.bpf.asm.InstructionEncoder}
 * and {@link dev.skep.bpf.asm.InstructionDecoder} go to bytes and back, {@link
 * dev.skep.bpf.asm.Disassembler} to text.
 *
 * <p>Code names the maps of its object; before it is encoded, the loader puts descriptors there.
 * Offsets and lengths count slots of 8 bytes, of which a 64-bit load has two: as the kernel counts,
 * and as its log does.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.asm;
