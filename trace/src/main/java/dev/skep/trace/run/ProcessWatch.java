package dev.skep.trace.run;

import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.ValueFormat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Looks at the processes that maps have addresses of while they live: maps are shown at the end,
 * and a process that has ended has no symbols any more. Often at first, for the sake of short
 * commands; later once a second.
 */
final class ProcessWatch {
    private static final int FIRST_MILLIS = 10;
    private static final int LAST_MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Symbolizer symbols;
    private final List<MapReader> watched = new ArrayList<>();
    private int pause = FIRST_MILLIS;
    private long next = System.nanoTime();

    /** Watches those of the maps that have addresses of processes. */
    ProcessWatch(Symbolizer symbols, Collection<MapReader> maps) {
        this.symbols = symbols;
        for (MapReader map : maps) {
            if (hasUserAddresses(map.schema())) {
                watched.add(map);
            }
        }
    }

    /**
     * Looks, if it is time.
     *
     * @param command the process that the script was started for, 0 for none
     * @return in how many ms it is time again, at most {@code limit}
     */
    int look(int command, int limit) {
        if (watched.isEmpty()) {
            return limit;
        }
        long now = System.nanoTime();
        if (now - next >= 0) {
            if (command != 0) {
                symbols.rememberAgain(command);
            }
            for (MapReader map : watched) {
                symbols.remember(map.read(0, 0));
            }
            next = System.nanoTime() + pause * NANOS_PER_MILLI;
            pause = Math.min(pause * 2, LAST_MILLIS);
        }
        return Math.clamp((next - now) / NANOS_PER_MILLI + 1, 1, limit);
    }

    private static boolean hasUserAddresses(MapSchema map) {
        ValueFormat key = map.key();
        return (key != null && hasUserAddresses(key))
                || (map.value() instanceof MapValue.Scalar(ValueFormat value)
                        && hasUserAddresses(value));
    }

    private static boolean hasUserAddresses(ValueFormat format) {
        if (format instanceof ValueFormat.Tuple tuple) {
            for (ValueFormat element : tuple.elements()) {
                if (hasUserAddresses(element)) {
                    return true;
                }
            }
            return false;
        }
        return format instanceof ValueFormat.UserSymbol
                || (format instanceof ValueFormat.Stack stack && stack.user());
    }
}
