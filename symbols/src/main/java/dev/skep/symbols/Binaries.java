package dev.skep.symbols;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.ElfFile;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs and libraries that processes have mapped, each open once however many processes
 * share it; the one not used for the longest goes first.
 */
final class Binaries {
    private final ProcFiles proc;
    private final DebugFiles debugFiles;
    private final Map<Identity, BinarySymbols> open;

    /**
     * Which file it is. The kernel gives the numbers of a deleted file to a new one some day, so
     * its size and its time count too.
     */
    private record Identity(long device, long inode, long length, long modified) {}

    Binaries(ProcFiles proc, DebugFiles debugFiles, int limit) {
        this.proc = proc;
        this.debugFiles = debugFiles;
        this.open =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Identity, BinarySymbols> eldest) {
                        return size() > limit;
                    }
                };
    }

    /** {@return the file that a process has mapped; null if it can't be opened or is no binary} */
    synchronized @Nullable BinarySymbols of(int pid, MemoryMapping mapping) {
        // Through the process's own root: its paths are those of its mount namespace.
        String root = proc.root(pid);
        String path = root + mapping.path();
        if (mapping.isDeleted() || !ProcFiles.isPlainFile(path)) {
            path = proc.mappedFile(pid, mapping);
        }
        File file = new File(path);
        Identity identity =
                new Identity(mapping.device(), mapping.inode(), file.length(), file.lastModified());
        BinarySymbols known = open.get(identity);
        if (known != null) {
            return known;
        }
        try {
            ElfFile elf = ElfFile.map(Path.of(path));
            BinarySymbols opened = BinarySymbols.of(elf, root, mapping.module(), debugFiles);
            open.put(identity, opened);
            return opened;
        } catch (IOException | MalformedObjectException e) {
            return null;
        }
    }

    /** {@return the code that the kernel gives every process; null if it can't be read} */
    @Nullable BinarySymbols vdso(int pid, MemoryMapping mapping) {
        long length = mapping.end() - mapping.start();
        // It has two to four pages.
        byte[] memory = length > 1 << 20 ? null : proc.memory(pid, mapping.start(), (int) length);
        if (memory == null) {
            return null;
        }
        try {
            ElfFile elf = ElfFile.of(mapping.path(), MemorySegment.ofArray(memory));
            return BinarySymbols.of(elf, "", mapping.path(), new DebugFiles(List.of()));
        } catch (MalformedObjectException e) {
            return null;
        }
    }
}
