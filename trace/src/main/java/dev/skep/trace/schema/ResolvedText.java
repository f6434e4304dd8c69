package dev.skep.trace.schema;

import dev.skep.trace.system.Cgroups;
import dev.skep.trace.system.NetworkAddress;
import dev.skep.trace.system.UserNames;
import dev.skep.trace.system.WallClock;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Makes text of what only user space can name. */
final class ResolvedText {

    private static final int ADDRESS_BYTES = 16;
    private static final int MAC_BYTES = 6;
    private static final int CLOCK_OFFSET = 4;

    private ResolvedText() {}

    /**
     * {@return the text of a value}
     *
     * @param texts the formats and patterns that the script's calls give
     * @param bytes what was sent
     * @param at where it begins
     */
    static String of(Resolution kind, List<String> texts, MemorySegment bytes, long at) {
        return switch (kind) {
            case TIMESTAMP ->
                    WallClock.format(
                            texts.get(bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at)),
                            WallClock.Source.of(
                                    bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at + CLOCK_OFFSET)),
                            word(bytes, at + Resolution.SECOND));
            case USERNAME -> UserNames.running().name(word(bytes, at));
            case INET ->
                    NetworkAddress.text(
                            (int) word(bytes, at),
                            copy(bytes, at + Resolution.SECOND, ADDRESS_BYTES));
            case MAC -> NetworkAddress.ethernet(copy(bytes, at, MAC_BYTES));
            case CGROUP_PATH ->
                    Cgroups.running()
                            .path(
                                    word(bytes, at + Resolution.SECOND),
                                    texts.get((int) word(bytes, at)));
        };
    }

    private static long word(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    private static byte[] copy(MemorySegment bytes, long at, int size) {
        byte[] copy = new byte[size];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, copy, 0, size);
        return copy;
    }
}
