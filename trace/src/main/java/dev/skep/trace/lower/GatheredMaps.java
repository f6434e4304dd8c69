package dev.skep.trace.lower;

import dev.skep.trace.check.CheckedProbe;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;
import dev.skep.trace.syntax.Statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which aggregates may be changed by a program while another one on the same CPU is changing them.
 *
 * <p>The kernel keeps programs at perf events (timers, tracepoints) from interrupting each other.
 * But a raw tracepoint's program interrupts them, and they it.
 */
final class GatheredMaps {
    private final Set<String> contended = new HashSet<>();

    GatheredMaps(CheckedScript script) {
        Map<String, List<Hook>> hooks = new HashMap<>();
        for (CheckedProbe probe : script.probes()) {
            Set<String> maps = new HashSet<>();
            collect(probe.syntax().body(), maps);
            for (String map : maps) {
                List<Hook> known = hooks.get(map);
                if (known == null) {
                    known = new ArrayList<>();
                    hooks.put(map, known);
                }
                for (ResolvedAttachPoint attachPoint : probe.attachPoints()) {
                    known.add(attachPoint.hook());
                }
            }
        }
        for (Map.Entry<String, List<Hook>> entry : hooks.entrySet()) {
            if (canMeet(entry.getValue())) {
                contended.add(entry.getKey());
            }
        }
    }

    /** {@return whether changes of a map must be atomic although each CPU has its own value} */
    boolean contended(String map) {
        return contended.contains(map);
    }

    private static boolean canMeet(List<Hook> hooks) {
        int attached = 0;
        boolean raw = false;
        for (Hook hook : hooks) {
            switch (hook) {
                case Hook.Begin _, Hook.End _ -> {
                    // Nothing else runs then.
                }
                case Hook other -> {
                    attached++;
                    raw |= HookPrograms.interrupts(other);
                }
            }
        }
        return raw && attached > 1;
    }

    private static void collect(Node node, Set<String> maps) {
        if (node instanceof Statement.Assign assign
                && assign.target() instanceof Expression.MapAccess target) {
            maps.add(target.name());
        }
        for (Node part : Parts.of(node)) {
            collect(part, maps);
        }
    }
}
