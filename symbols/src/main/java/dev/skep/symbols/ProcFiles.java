package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What is read of processes. A process that has ended, or that may not be looked into, has nothing.
 *
 * @param folder where procfs is
 */
record ProcFiles(String folder) {
    static final ProcFiles RUNNING = new ProcFiles("/proc");

    /** {@return the mappings with instructions; none if the process has ended} */
    ProcessMappings mappings(int pid) {
        byte[] text = read(pid, "/maps");
        return text == null ? ProcessMappings.NONE : ProcessMappings.parse(text);
    }

    /**
     * {@return where the process's own root folder is, so that its paths can be put behind; links
     * in them must be resolved already, as they are in mappings}
     */
    String root(int pid) {
        return folder + "/" + pid + "/root";
    }

    /** {@return the file of a mapping, even if it was deleted; needs CAP_SYS_ADMIN} */
    String mappedFile(int pid, MemoryMapping mapping) {
        return folder
                + "/"
                + pid
                + "/map_files/"
                + Long.toHexString(mapping.start())
                + "-"
                + Long.toHexString(mapping.end());
    }

    /** {@return the path of what the process runs, as it sees it; null if it has ended} */
    @Nullable String executable(int pid) {
        try {
            return Files.readSymbolicLink(Path.of(folder + "/" + pid + "/exe")).toString();
        } catch (IOException e) {
            return null;
        }
    }

    /** {@return what the process runs; null if it has ended} */
    @Nullable Program program(int pid) {
        String path = executable(pid);
        if (path == null) {
            return null;
        }
        File file = new File(folder + "/" + pid + "/exe");
        return new Program(path, file.length(), file.lastModified());
    }

    /** {@return the pid that the process has in its own pid namespace} */
    int ownPid(int pid) {
        byte[] status = read(pid, "/status");
        if (status == null) {
            return pid;
        }
        String text = new String(status, StandardCharsets.ISO_8859_1);
        int line = text.indexOf("\nNSpid:");
        if (line < 0) {
            return pid;
        }
        // From the outermost namespace to the process's own.
        int end = text.indexOf('\n', line + 1);
        end = end < 0 ? text.length() : end;
        int start = end;
        while (start > line && Character.digit(text.charAt(start - 1), 10) >= 0) {
            start--;
        }
        return start == end || end - start > 9 ? pid : Integer.parseInt(text, start, end, 10);
    }

    /** {@return bytes of the memory of a process; null if they can't be read} */
    byte @Nullable [] memory(int pid, long address, int length) {
        try (RandomAccessFile memory = new RandomAccessFile(folder + "/" + pid + "/mem", "r")) {
            byte[] bytes = new byte[length];
            memory.seek(address);
            memory.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            return null;
        }
    }

    private byte @Nullable [] read(int pid, String file) {
        try (FileInputStream in = new FileInputStream(folder + "/" + pid + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * {@return whether it is a file with contents, and no link} Opening a FIFO that a process lays
     * out for us would wait for ever.
     */
    static boolean isPlainFile(String path) {
        return Files.isRegularFile(Path.of(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * A program as a file.
     *
     * @param path as the process sees it
     * @param length its bytes
     * @param modified when, in ms since 1970
     */
    record Program(String path, long length, long modified) {}
}
