package dev.skep.trace.lower;

import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.schema.Hook;

/**
 * Names of programs. The kernel shows only the first 15 characters, so they begin with what tells
 * most: the event, or what kind of timer it is.
 */
final class ProgramNames {
    private ProgramNames() {}

    /** {@return the name of the {@code number}th program of a script} */
    static String of(ResolvedAttachPoint attachPoint, int number) {
        String stem =
                switch (attachPoint.hook()) {
                    case Hook.Begin _ -> "begin";
                    case Hook.End _ -> "end";
                    case Hook.Signal _ -> "signal";
                    case Hook.Test(String name) -> name;
                    case Hook.Bench(String name) -> name;
                    case Hook.Watchpoint _ -> "watchpoint";
                    case Hook.KprobeAt _ -> "kprobe";
                    case Hook.Interval _ -> "interval";
                    case Hook.Profile _ -> "profile";
                    case Hook.Tracepoint(String _, String event, int _) -> event;
                    case Hook.RawTracepoint(String event) -> event;
                    case Hook.Kprobe(String function, long _, boolean _) -> function;
                    case Hook.Traced(String function, boolean _) -> function;
                    case Hook.Counted counted -> counted.counter().eventName();
                    case Hook.Iterator(String objects) -> "iter_" + objects;
                    case Hook.Uprobe _, Hook.Usdt _, Hook.KprobeMulti _, Hook.UprobeMulti _ ->
                            lastPart(attachPoint.name());
                };
        StringBuilder name = new StringBuilder(stem.length() + 4);
        for (int i = 0; i < stem.length(); i++) {
            char c = stem.charAt(i);
            name.append(isNameCharacter(c) ? c : '_');
        }
        return name.append('_').append(number).toString();
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }

    private static boolean isNameCharacter(char c) {
        return c == '_'
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z');
    }
}
