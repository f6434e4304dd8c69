package dev.skep.symbols;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.target.Wildcard;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the binary that a probe names: by its path, as a library ({@code libc}, {@code
 * libssl.so.3}), as a command ({@code bash}), or by a path with {@code *}.
 *
 * <p>Libraries are found as the dynamic linker finds them: in its cache, else in its usual folders.
 * May be used from any thread.
 */
public final class BinaryLookup {
    private static final String CACHE = "/etc/ld.so.cache";

    /** Where ld.so looks without its cache, and where musl, which has none, does. */
    private static final List<String> LIBRARY_FOLDERS =
            List.of(
                    "/lib64",
                    "/usr/lib64",
                    "/lib/x86_64-linux-gnu",
                    "/usr/lib/x86_64-linux-gnu",
                    "/lib",
                    "/usr/lib",
                    "/usr/local/lib");

    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String root;
    private final List<String> commandFolders;
    private final ProcFiles proc;

    /** Read when the first library is asked for; empty if there is none. */
    private volatile @Nullable LibraryCache cache;

    private volatile boolean cacheRead;

    /**
     * @param root what to put before absolute paths; empty for our own root
     * @param path folders of commands with colons between, {@code PATH}; null for the usual ones
     */
    BinaryLookup(String root, @Nullable String path, ProcFiles proc) {
        this.root = root;
        this.commandFolders = split(path == null || path.isEmpty() ? DEFAULT_PATH : path);
        this.proc = proc;
    }

    /** {@return a look-up in this machine's files, with the commands of {@code PATH}} */
    public static BinaryLookup running() {
        return new BinaryLookup("", System.getenv("PATH"), ProcFiles.RUNNING);
    }

    private static List<String> split(String path) {
        List<String> folders = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf(':', start);
            end = end < 0 ? path.length() : end;
            // An empty one is the working folder, which nobody means.
            if (end > start) {
                folders.add(path.substring(start, end));
            }
            start = end + 1;
        }
        return folders;
    }

    /**
     * {@return the binary that a probe names so, null if there is none} With a {@code /} it is a
     * path; otherwise a library if it begins with {@code lib}; otherwise, or if there is no such
     * library, a command.
     */
    public @Nullable Path find(String name) {
        if (name.indexOf('/') >= 0) {
            return file(name.startsWith("/") ? root + name : name);
        }
        Path library = name.startsWith("lib") ? library(name) : null;
        return library != null ? library : command(name);
    }

    /**
     * {@return the path of a library, null if there is none}
     *
     * @param name its SONAME with a version ({@code libssl.so.3}), or without ({@code libssl},
     *     {@code libssl.so}): then the newest that is there
     */
    public @Nullable Path library(String name) {
        LibraryCache known = cache();
        String path = known == null ? null : known.find(name);
        Path found = path == null ? null : file(root + path);
        for (int i = 0; i < LIBRARY_FOLDERS.size() && found == null; i++) {
            found = inFolder(root + LIBRARY_FOLDERS.get(i), name);
        }
        return found;
    }

    private @Nullable Path inFolder(String folder, String name) {
        Path exact = file(folder + "/" + name);
        if (exact != null) {
            return exact;
        }
        String[] names = new File(folder).list();
        if (names == null) {
            return null;
        }
        Arrays.sort(names);
        // From the end, where newer versions are.
        for (int i = names.length - 1; i >= 0; i--) {
            if (LibraryCache.isVersionOf(names[i], name)) {
                Path found = file(folder + "/" + names[i]);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** {@return the path of a command, null if there is none} */
    public @Nullable Path command(String name) {
        for (String folder : commandFolders) {
            File file = new File(root + folder, name);
            if (file.isFile() && file.canExecute()) {
                return file.toPath();
            }
        }
        return null;
    }

    /** {@return the path of what a process runs, as it sees it; null if it has ended} */
    public @Nullable String executableOf(int pid) {
        return proc.executable(pid);
    }

    /** {@return the files with instructions that a process has mapped, where we can open them} */
    public List<Path> mappedBy(int pid) {
        List<Path> files = new ArrayList<>();
        for (MemoryMapping mapping : proc.mappings(pid).all()) {
            Path file = mapping.isFile() ? openable(pid, mapping) : null;
            if (file != null && !files.contains(file)) {
                files.add(file);
            }
        }
        return files;
    }

    private Path openable(int pid, MemoryMapping mapping) {
        return Path.of(
                mapping.isDeleted()
                        ? proc.mappedFile(pid, mapping)
                        : proc.root(pid) + mapping.module());
    }

    /**
     * {@return the library of that name which a process has mapped, where we can open it; null if
     * it has none} Its path may be another one in its mount namespace.
     *
     * @param pid the process
     * @param name as in {@link #library}
     */
    public @Nullable Path libraryOf(int pid, String name) {
        for (MemoryMapping mapping : proc.mappings(pid).all()) {
            String path = mapping.module();
            String file = path.substring(path.lastIndexOf('/') + 1);
            if (mapping.isFile()
                    && (file.equals(name)
                            || LibraryCache.isVersionOf(file, name)
                            // libc-2.31.so, as glibc named its files before 2.34
                            || (file.startsWith(name + "-") && file.endsWith(".so")))) {
                return openable(pid, mapping);
            }
        }
        return null;
    }

    /**
     * {@return the files that match, sorted}
     *
     * @param pattern a path in which {@code *} stands for any characters but {@code /}; or a name
     *     of commands, and of libraries if it begins with {@code lib}
     */
    public List<Path> matching(String pattern) {
        List<String> found = new ArrayList<>();
        if (pattern.indexOf('/') >= 0) {
            expand(pattern.startsWith("/") ? root : ".", pattern, found);
        } else {
            for (String folder : commandFolders) {
                expand(root + folder, "/" + pattern, found);
            }
            // As find() has it: nobody means all libraries by "*".
            LibraryCache known = pattern.startsWith("lib") ? cache() : null;
            Wildcard names = new Wildcard(pattern);
            for (String name : known == null ? List.<String>of() : known.names()) {
                Path library = names.matches(name) ? library(name) : null;
                if (library != null) {
                    found.add(library.toString());
                }
            }
        }
        String[] sorted = found.toArray(new String[0]);
        Arrays.sort(sorted);
        List<Path> paths = new ArrayList<>(sorted.length);
        String last = "";
        for (String path : sorted) {
            if (!path.equals(last)) {
                paths.add(Path.of(path));
            }
            last = path;
        }
        return paths;
    }

    /** Adds the files below {@code folder} that match the rest of the pattern. */
    private static void expand(String folder, String pattern, List<String> found) {
        int start = pattern.startsWith("/") ? 1 : 0;
        int slash = pattern.indexOf('/', start);
        String name = slash < 0 ? pattern.substring(start) : pattern.substring(start, slash);
        String[] names;
        if (Wildcard.isIn(name)) {
            names = new File(folder.isEmpty() ? "/" : folder).list();
        } else {
            names = new String[] {name};
        }
        if (names == null) {
            return;
        }
        Wildcard wanted = new Wildcard(name);
        for (String candidate : names) {
            if (!wanted.matches(candidate)) {
                continue;
            }
            String path = folder + "/" + candidate;
            if (slash >= 0) {
                expand(path, pattern.substring(slash), found);
            } else if (new File(path).isFile()) {
                found.add(path);
            }
        }
    }

    private static @Nullable Path file(String path) {
        File file = new File(path);
        return file.isFile() ? file.toPath() : null;
    }

    private @Nullable LibraryCache cache() {
        if (!cacheRead) {
            String file = root + CACHE;
            try (FileInputStream in = new FileInputStream(file)) {
                cache = LibraryCache.of(file, in.readAllBytes());
            } catch (IOException | MalformedObjectException e) {
                cache = null; // the usual folders do without
            }
            cacheRead = true;
        }
        return cache;
    }
}
