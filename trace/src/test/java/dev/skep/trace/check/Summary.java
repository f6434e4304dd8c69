package dev.skep.trace.check;

import dev.skep.trace.schema.Hook;

import java.util.ArrayList;
import java.util.List;

/** What a script means, as tests compare it: maps, variables and attach points, a line each. */
final class Summary {
    private Summary() {}

    static List<String> lines(CheckedScript script) {
        List<String> lines = new ArrayList<>();
        for (MapInfo map : script.maps()) {
            ScriptType key = map.key();
            lines.add(
                    map.name()
                            + (key == null ? "" : "[" + key.text() + "] x" + map.maxEntries())
                            + ": "
                            + text(map.value()));
        }
        for (CheckedProbe probe : script.probes()) {
            for (VariableInfo variable : probe.variables()) {
                lines.add(variable.name() + ": " + text(variable.type()));
            }
            for (ResolvedAttachPoint point : probe.attachPoints()) {
                lines.add(point.name() + rate(point.hook()));
            }
        }
        return lines;
    }

    private static String text(ScriptType type) {
        String space =
                type instanceof ScriptType.Pointer(AddressSpace where, var _) ? " in " + where : "";
        return type.text() + space + " (" + type.size() + ")";
    }

    private static String rate(Hook hook) {
        return switch (hook) {
            case Hook.Interval(Hook.Rate rate) -> " " + rate;
            case Hook.Profile(Hook.Rate rate) -> " " + rate;
            case Hook.Counted counted -> " " + counted.counter() + " " + counted.period();
            case Hook.OnDemand _,
                    Hook.KprobeAt _,
                    Hook.Watchpoint _,
                    Hook.Tracepoint _,
                    Hook.RawTracepoint _,
                    Hook.Kprobe _,
                    Hook.KprobeMulti _,
                    Hook.Traced _,
                    Hook.Uprobe _,
                    Hook.UprobeMulti _,
                    Hook.Usdt _,
                    Hook.Iterator _ ->
                    "";
        };
    }
}
