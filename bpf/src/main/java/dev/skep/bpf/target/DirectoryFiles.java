package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** Copies of a kernel's files in a folder. */
record DirectoryFiles(Path root) implements KernelFiles {

    @Override
    public byte @Nullable [] read(String path) {
        return FileReading.bytes(locate(path), path);
    }

    @Override
    public @Nullable MemorySegment map(String path) {
        return FileReading.memory(locate(path), path);
    }

    @Override
    public List<String> list(String folder) {
        return FileReading.list(locate(folder));
    }

    @Override
    public String locate(String path) {
        return root + path;
    }
}
