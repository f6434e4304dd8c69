/**
 * ELF: programs, libraries, debug files and objects as immutable values over their bytes.
 *
 * <p>Both classes (32 and 64 bits) and both byte orders are read. Nothing is decoded before it is
 * asked for, and a symbol takes a string only when its name is asked for:
 *
 * {@snippet :
 * ElfFile libc = ElfFile.map(Path.of("/usr/lib/x86_64-linux-gnu/libc.so.6"));
 * SymbolTable symbols = libc.dynamicSymbols();
 * long address = symbols.value(symbols.find("malloc"));
 * long offset = libc.fileOffset(address); // where a uprobe goes
 * libc.usdtProbes().getFirst().arguments();
 * }
 *
 * <p>Bytes come from anywhere, other people's containers included: whatever is in them, a method
 * ends soon, with a result or with {@link dev.skep.bpf.MalformedObjectException}. Rules are those
 * of the System V ABI, chapters 4 and 5, of {@code elf.h}, and of systemtap's {@code sys/sdt.h}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.elf;
