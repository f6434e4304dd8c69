package dev.skep.trace.schema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Everything a script's programs send and keep.
 *
 * @param formats the kinds of records; the low 32 bits of a record's first u64 are an index into
 *     this list
 * @param maps the script's maps, in ASCII order of their names
 * @param lostEvents counts records that found no room in the ring buffer
 * @param failedUpdates counts map updates that the kernel refused, the map being full
 * @param turnedAway counts runs of programs that were left out because they interrupted another
 *     that uses the same scratch data; null where that cannot happen
 * @param startTime where user space puts the time that {@code elapsed} counts from, in ns of the
 *     clock that {@code nsecs} reads, before any program runs; null if nothing asks for it
 * @param child where user space puts the number of the command's process, 0 without a command; null
 *     if nothing asks for it
 * @param taiOffset where user space puts how many ns international atomic time is ahead of the time
 *     since boot; null if nothing asks for it
 * @param wallOffset where user space puts how many ns UTC is ahead of the time since boot; null if
 *     nothing asks for it
 */
public record EventSchema(
        List<EventFormat> formats,
        List<MapSchema> maps,
        CpuCounter lostEvents,
        CpuCounter failedUpdates,
        @Nullable CpuCounter turnedAway,
        @Nullable Variable startTime,
        @Nullable Variable child,
        @Nullable Variable taiOffset,
        @Nullable Variable wallOffset) {

    /** A schema of programs that ask for nothing but the start time, if for that. */
    public EventSchema(
            List<EventFormat> formats,
            List<MapSchema> maps,
            CpuCounter lostEvents,
            CpuCounter failedUpdates,
            @Nullable CpuCounter turnedAway,
            @Nullable Variable startTime) {
        this(formats, maps, lostEvents, failedUpdates, turnedAway, startTime, null, null, null);
    }

    /** The name of the one ring buffer in the object. */
    public static final String RING_BUFFER = "events";

    /** The name of the perf buffer with packets, in objects of scripts that write any. */
    public static final String PACKETS = "packets";

    public EventSchema {
        formats = List.copyOf(formats);
        maps = List.copyOf(maps);
    }

    /** {@return the index into {@link #formats()} that a record's first u64 holds} */
    public static int formatIndex(long id) {
        return (int) id;
    }

    /**
     * A u64 for each CPU in the one value of a data map; only ever growing.
     *
     * @param map the data map's name in the object
     * @param offset bytes from the start of its value to the counter of CPU 0
     * @param stride bytes from one CPU's counter to the next
     * @param cpus how many there are; the count is the sum of all
     */
    public record CpuCounter(String map, int offset, int stride, int cpus) {}

    /**
     * A variable of 8 bytes in the one value of a data map.
     *
     * @param map the data map's name in the object
     * @param offset bytes from the start of its value
     */
    public record Variable(String map, int offset) {}
}
