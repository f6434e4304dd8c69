package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.PermissionException;
import dev.skep.sys.Errno;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Reads files of the kernel, whose sizes are often said to be 0 or a page. */
final class FileReading {
    /** No file of a kernel that matters here is near it; vmlinux BTF has 5 to 10 MB. */
    static final int LIMIT = 256 << 20;

    private FileReading() {}

    /** {@return the file, or null if there is none} */
    static byte @Nullable [] bytes(String file, String kernelPath) {
        // FileInputStream is in every JVM anyway; its exception does not tell what went wrong.
        try (FileInputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            return absentOrThrow(file, kernelPath);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    /** {@return the file outside the heap, or null if there is none} */
    static @Nullable MemorySegment memory(String file, String kernelPath) {
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > LIMIT) {
                // Only on a disk is anything so large: a vmlinux with all that debuggers need.
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
            }
            MemorySegment memory = Arena.ofAuto().allocate(Math.max(size, 1), 8);
            ByteBuffer buffer = memory.asByteBuffer();
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until all is there
            }
            return memory.asSlice(0, buffer.position()).asReadOnly();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (AccessDeniedException e) {
            throw denied(file, kernelPath);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    /** {@return the names of the files in a folder, sorted; none if it can't be read} */
    static List<String> list(String folder) {
        String[] names = new File(folder).list();
        if (names == null) {
            return List.of();
        }
        Arrays.sort(names);
        return List.of(names);
    }

    static MemorySegment memory(byte[] bytes) {
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(bytes.length, 1), 8);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory.asSlice(0, bytes.length).asReadOnly();
    }

    private static byte @Nullable [] absentOrThrow(String file, String kernelPath) {
        try {
            if (new File(file).isDirectory()) {
                return null;
            }
            Files.newInputStream(Path.of(file)).close();
            throw new BpfException("cannot read " + file + ": it came and went");
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (AccessDeniedException e) {
            throw denied(file, kernelPath);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static PermissionException denied(String file, String kernelPath) {
        String advice =
                kernelPath.startsWith("/sys/kernel/tracing")
                        ? "Only root may look into tracefs: run this with sudo"
                        : "Run this with sudo";
        return new PermissionException("reading " + file, -Errno.EACCES, advice);
    }

    private static BpfException cannotRead(String file, IOException cause) {
        return new BpfException("cannot read " + file + ": " + cause.getMessage(), cause);
    }
}
