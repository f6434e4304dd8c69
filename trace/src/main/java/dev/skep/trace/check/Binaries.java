package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.symbols.BinaryLookup;
import dev.skep.symbols.BinarySymbols;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The programs and libraries of a script, each opened once. */
final class Binaries {
    /**
     * A program or library.
     *
     * @param name what the script may call it
     * @param path where it can be opened
     * @param symbols its functions
     */
    record Binary(String name, String path, BinarySymbols symbols) {}

    private final int pid;
    private final List<String> debugFolders;
    private @Nullable BinaryLookup lookup;
    private final Map<String, Binary> opened = new HashMap<>();

    /**
     * Those that process {@code pid} sees; of this one for 0.
     *
     * @param debugFolders where debug files are besides {@code /usr/lib/debug}
     */
    Binaries(int pid, List<String> debugFolders) {
        this.pid = pid;
        this.debugFolders = debugFolders;
    }

    static Missing missing(Provider provider, String name) {
        return new Missing(
                provider.text() + " target file '" + name + "' does not exist or is not executable",
                null);
    }

    /** {@return the path of what the traced process runs; null without one} */
    @Nullable String program() {
        return pid == 0 ? null : BinaryLookup.running().executableOf(pid);
    }

    /** {@return what a probe names, by a path, as a library or command, or with wildcards} */
    List<Binary> named(String name) {
        List<Binary> found = new ArrayList<>();
        visit(name, binary -> found.add(remember(binary)));
        return found;
    }

    /**
     * Shows one binary after the other that a probe names, as {@link #named} has them. With a
     * wildcard that may be all of a machine, so none is kept.
     */
    void visit(String name, Consumer<Binary> visitor) {
        if (lookup == null) {
            lookup = BinaryLookup.running();
        }
        if (KernelFunctionProbes.isPattern(name)) {
            // Of a process that is all it has mapped.
            boolean mapped = pid != 0 && name.equals("*");
            for (Path path : mapped ? lookup.mappedBy(pid) : lookup.matching(name)) {
                String file = path.toString();
                String shown =
                        file.startsWith("././")
                                ? file.substring(2)
                                : mapped && file.startsWith(root())
                                        ? file.substring(root().length())
                                        : file;
                Binary binary = openIfBinary(shown, file);
                if (binary != null) {
                    visitor.accept(binary);
                }
            }
            return;
        }
        String path = pathFor(lookup, name);
        if (path != null) {
            String shown = path.startsWith(root()) ? path.substring(root().length()) : path;
            visitor.accept(open(shown, path));
        }
    }

    private @Nullable String pathFor(BinaryLookup known, String name) {
        if (pid != 0) {
            Path own =
                    name.indexOf('/') < 0
                            ? known.libraryOf(pid, name)
                            : name.startsWith("/") ? known.find(root() + name) : null;
            if (own != null) {
                return own.toString();
            }
        }
        Path path = known.find(name);
        return path == null ? null : path.toString();
    }

    private String root() {
        return "/proc/" + pid + "/root";
    }

    private @Nullable Binary openIfBinary(String name, String path) {
        try {
            return open(name, path);
        } catch (BpfException e) {
            return null; // a script, or what may not be read
        }
    }

    private Binary open(String name, String path) {
        Binary known = opened.get(path);
        return known == null
                ? new Binary(name, path, BinarySymbols.open(Path.of(path), debugFolders))
                : known;
    }

    private Binary remember(Binary binary) {
        Binary known = opened.putIfAbsent(binary.path(), binary);
        return known == null ? binary : known;
    }
}
