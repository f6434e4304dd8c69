package dev.skep.trace.lower;

import dev.skep.bpf.target.Target;
import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.schema.Hook;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the places that share a program into as few links as the kernel needs: attaching to hundreds
 * of functions one by one takes seconds.
 */
final class AttachGroups {
    private AttachGroups() {}

    /**
     * What is attached at once.
     *
     * @param name its name
     * @param hook all of its places
     * @param matched whether a wildcard matched them
     */
    record Group(String name, Hook hook, boolean matched) {}

    /** {@return the places of a program, put together where the kernel can} */
    static List<Group> of(List<ResolvedAttachPoint> points, Target target) {
        List<Group> together = points.size() < 2 ? null : together(points, target);
        if (together != null) {
            return together;
        }
        List<Group> each = new ArrayList<>(points.size());
        for (ResolvedAttachPoint point : points) {
            each.add(new Group(point.name(), point.hook(), isMatched(point)));
        }
        return each;
    }

    private static boolean isMatched(ResolvedAttachPoint point) {
        return point.syntax().text().indexOf('*') >= 0;
    }

    private static @Nullable List<Group> together(List<ResolvedAttachPoint> points, Target target) {
        if (points.getFirst().hook() instanceof Hook.Kprobe first) {
            // All or none are attached (trap T25), so all must be known to be traceable.
            return target.version().isAtLeast(5, 18) && target.functions().isExact()
                    ? kprobes(points, first.returns())
                    : null;
        }
        return points.getFirst().hook() instanceof Hook.Uprobe first
                        && target.version().isAtLeast(6, 6)
                ? uprobes(points, first.returns())
                : null;
    }

    private static @Nullable List<Group> kprobes(
            List<ResolvedAttachPoint> points, boolean returns) {
        List<String> functions = new ArrayList<>(points.size());
        Set<String> seen = new HashSet<>();
        for (ResolvedAttachPoint point : points) {
            if (!(point.hook() instanceof Hook.Kprobe(String function, long offset, boolean _))
                    || offset != 0) {
                return null;
            }
            // The link knows functions of modules by their names alone.
            String name = function.substring(function.indexOf(':') + 1);
            if (seen.add(name)) {
                functions.add(name);
            }
        }
        Hook hook = new Hook.KprobeMulti(functions, returns);
        return List.of(new Group(points.getFirst().syntax().text(), hook, true));
    }

    private static List<Group> uprobes(List<ResolvedAttachPoint> points, boolean returns) {
        Map<String, List<Long>> offsets = new LinkedHashMap<>();
        for (ResolvedAttachPoint point : points) {
            if (point.hook() instanceof Hook.Uprobe(String path, long offset, boolean _)) {
                List<Long> inFile = offsets.get(path);
                if (inFile == null) {
                    inFile = new ArrayList<>();
                    offsets.put(path, inFile);
                }
                inFile.add(offset);
            }
        }
        List<Group> groups = new ArrayList<>();
        for (Map.Entry<String, List<Long>> file : offsets.entrySet()) {
            groups.add(
                    new Group(
                            points.getFirst().syntax().text(),
                            new Hook.UprobeMulti(file.getKey(), file.getValue(), returns),
                            true));
        }
        return groups;
    }
}
