package dev.skep.bpf.btf;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSection;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** Files that have BTF: those of nothing else, and ELF files with a section {@code .BTF}. */
public final class BtfFile {
    private static final int ELF_MAGIC = 0x7F454C46; // DEL, then "ELF"

    private BtfFile() {}

    /**
     * {@return the BTF of a file, null if it is an ELF file without}
     *
     * <p>A kernel module may bring along what it needs of its kernel's types ({@code .BTF.base},
     * since Linux 6.11); its own build on those and not on {@code base}.
     *
     * @param name what to call it in messages
     * @param file its bytes; they must neither change nor go away
     * @param base what it builds on, if it does
     * @throws MalformedObjectException if it is neither, or wrong
     */
    public static @Nullable Btf read(String name, MemorySegment file, @Nullable Btf base) {
        if (!isElf(file)) {
            return of(name, file, base);
        }
        ElfFile elf = ElfFile.of(name, file);
        ElfSection section = elf.section(".BTF");
        if (section == null) {
            return null;
        }
        ElfSection own = elf.section(".BTF.base");
        Btf below = own == null ? base : Btf.of(name + " (.BTF.base)", elf.contents(own));
        return of(name, elf.contents(section), below);
    }

    private static Btf of(String name, MemorySegment bytes, @Nullable Btf base) {
        return base == null ? Btf.of(name, bytes) : Btf.split(base, name, bytes);
    }

    private static boolean isElf(MemorySegment file) {
        // Not by the segment's own accessors: see BtfBytes.
        return file.byteSize() >= Integer.BYTES
                && file.asSlice(0, Integer.BYTES).asByteBuffer().getInt() == ELF_MAGIC;
    }
}
