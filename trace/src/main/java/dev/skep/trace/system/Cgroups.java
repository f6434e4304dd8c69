package dev.skep.trace.system;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cgroups by their numbers. The number of a cgroup is the inode of its folder, in every hierarchy
 * that is mounted (kernfs, 64 bits).
 */
public final class Cgroups {

    /** What the hierarchy of version 2 is called. */
    private static final String UNIFIED = "unified";

    private static final class Holder {
        static final Cgroups RUNNING = new Cgroups(hierarchies(Path.of("/proc/self/mountinfo")));
    }

    /** A hierarchy: its controllers' names or {@code unified}, and where it is mounted. */
    record Hierarchy(String name, Path root) {}

    private final List<Hierarchy> hierarchies;
    private final Map<String, String> known = new HashMap<>();

    Cgroups(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /** {@return those of this machine} */
    public static Cgroups running() {
        return Holder.RUNNING;
    }

    /**
     * {@return the number of the cgroup at a path}
     *
     * @throws IOException if there is no such folder
     */
    public static long id(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:ino");
    }

    /**
     * {@return where a cgroup is in each hierarchy that has one of that number: {@code
     * unified:/a,cpu:/b}}
     *
     * @param filter which hierarchies, with wildcards; empty for all
     */
    public synchronized String path(long id, String filter) {
        String key = id + " " + filter;
        String path = known.get(key);
        if (path == null) {
            path = look(id, filter);
            known.put(key, path);
        }
        return path;
    }

    private String look(long id, String filter) {
        StringBuilder out = new StringBuilder();
        for (Hierarchy hierarchy : hierarchies) {
            Path found = matches(filter, hierarchy.name()) ? find(hierarchy.root(), id) : null;
            if (found != null) {
                out.append(out.isEmpty() ? "" : ",").append(hierarchy.name()).append(":/");
                out.append(hierarchy.root().relativize(found));
            }
        }
        return out.toString();
    }

    private static @Nullable Path find(Path root, long id) {
        Deque<Path> folders = new ArrayDeque<>();
        folders.add(root);
        while (!folders.isEmpty()) {
            Path folder = folders.remove();
            try {
                if (id(folder) == id) {
                    return folder;
                }
                try (DirectoryStream<Path> inside =
                        Files.newDirectoryStream(folder, Files::isDirectory)) {
                    inside.forEach(folders::add);
                }
            } catch (IOException e) {
                // It has gone in the meantime.
            }
        }
        return null;
    }

    /** {@return whether a name matches a pattern in which {@code *} stands for anything} */
    static boolean matches(String pattern, String name) {
        if (pattern.isEmpty()) {
            return true;
        }
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(name);
        }
        if (!name.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int i = star; i <= name.length(); i++) {
            if (rest.isEmpty() || matches(rest, name.substring(i))) {
                return true;
            }
        }
        return false;
    }

    private static List<Hierarchy> hierarchies(Path mountinfo) {
        try {
            return hierarchies(Files.readString(mountinfo));
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * {@return the hierarchies in the text of {@code mountinfo} (proc(5)), that of version 2 first,
     * the others by name}
     */
    static List<Hierarchy> hierarchies(String mountinfo) {
        List<Hierarchy> hierarchies = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            int dash = line.indexOf(" - ");
            String[] mount = line.split(" ", -1);
            String[] type = dash < 0 ? new String[0] : line.substring(dash + 3).split(" ", -1);
            if (type.length < 3 || mount.length < 5) {
                continue;
            }
            Path root = Path.of(mount[4]);
            if (type[0].equals("cgroup2")) {
                hierarchies.addFirst(new Hierarchy(UNIFIED, root));
            } else if (type[0].equals("cgroup")) {
                hierarchies.add(new Hierarchy(String.valueOf(root.getFileName()), root));
            }
        }
        // That of version 2 first, the others by their names.
        hierarchies.sort((a, b) -> {
            boolean unified = a.name().equals(UNIFIED);
            boolean otherUnified = b.name().equals(UNIFIED);
            return unified != otherUnified ? (unified ? -1 : 1) : a.name().compareTo(b.name());
        });
        return hierarchies;
    }
}
