package dev.skep.bpf.btf;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

    /**
     * {@return the BTF of a file, null if it is an ELF file without}
     *
     * @param base what it builds on, if it does
     * @throws IOException if it can't be read
     * @throws MalformedObjectException if it is neither, or wrong
     */
    public static @Nullable Btf read(Path file, @Nullable Btf base) throws IOException {
        return read(file.toString(), contents(file), base);
    }

    private static MemorySegment contents(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (IOException e) {
            if (!Files.isReadable(file)) {
                throw e;
            }
            // What is in sysfs can't be mapped as Java maps.
            return MemorySegment.ofArray(Files.readAllBytes(file));
        }
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
