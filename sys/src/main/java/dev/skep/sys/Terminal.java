package dev.skep.sys;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** What a descriptor that may be a terminal is. */
public final class Terminal {

    /** The width that is assumed where nothing tells it. */
    public static final int DEFAULT_COLUMNS = 80;

    private static final long TCGETS = 0x5401;
    private static final long TIOCGWINSZ = 0x5413;

    private Terminal() {}

    /** {@return whether the descriptor is a terminal} */
    public static boolean isTerminal(int descriptor) {
        MemorySegment settings = Syscalls.area().attributes;
        return Syscalls.call(SystemCall.IOCTL, descriptor, TCGETS, settings.address()) == 0;
    }

    /**
     * {@return the width of the terminal behind the descriptor in columns, {@link #DEFAULT_COLUMNS}
     * if unknown}
     */
    public static int columns(int descriptor) {
        MemorySegment size = Syscalls.area().attributes;
        if (Syscalls.call(SystemCall.IOCTL, descriptor, TIOCGWINSZ, size.address()) != 0) {
            return DEFAULT_COLUMNS;
        }
        int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, 2));
        return columns == 0 ? DEFAULT_COLUMNS : columns;
    }
}
