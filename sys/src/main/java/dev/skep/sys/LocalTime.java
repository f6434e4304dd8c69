package dev.skep.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Points in time in this machine's time zone, formatted by the C library as C programs do. */
public final class LocalTime {

    /** {@code struct tm} has 56 bytes in glibc and in musl. */
    private static final int BROKEN_DOWN_BYTES = 64;

    private static final LibraryFunction LOCALTIME = LibraryFunction.named("localtime_r");
    private static final LibraryFunction STRFTIME = LibraryFunction.named("strftime");

    private LocalTime() {}

    /**
     * {@return the time as strftime(3) formats it}
     *
     * @param format the format
     * @param epochSeconds seconds since 1970-01-01 UTC
     * @param room the most bytes of the result; a longer one is empty, as in C
     */
    public static String format(String format, long epochSeconds, int room) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocateFrom(JAVA_LONG, epochSeconds);
            MemorySegment brokenDown = arena.allocate(BROKEN_DOWN_BYTES, 8);
            MemorySegment text = arena.allocate(room);
            LOCALTIME.call(time.address(), brokenDown.address(), 0);
            long length =
                    STRFTIME.call(
                            text.address(),
                            room,
                            arena.allocateFrom(format).address(),
                            brokenDown.address());
            return length == 0 ? "" : text.getString(0);
        }
    }
}
