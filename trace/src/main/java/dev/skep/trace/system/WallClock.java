package dev.skep.trace.system;

import dev.skep.sys.Clock;
import dev.skep.sys.LocalTime;

import java.time.Instant;

/** Points in time that programs took from a clock of the kernel, as this machine's local time. */
public final class WallClock {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Longer texts than anybody asks for. */
    private static final int ROOM = 1024;

    /** International atomic time is that many seconds ahead of UTC, since 2017. */
    private static final long TAI_AHEAD = 37;

    /** The clock that a program asked. */
    public enum Source {
        /** {@code nsecs(boot)}. */
        BOOT(0),
        /** {@code nsecs(monotonic)}. */
        MONOTONIC(1),
        /** {@code nsecs(tai)}. */
        TAI(2);

        private final int number;

        Source(int number) {
            this.number = number;
        }

        /** {@return its number in records} */
        public int number() {
            return number;
        }

        /** {@return the clock of that number; the usual one for any other} */
        public static Source of(int number) {
            for (Source source : values()) {
                if (source.number == number) {
                    return source;
                }
            }
            return BOOT;
        }
    }

    private static final class Holder {
        static final long BOOT = now() - Clock.BOOT.now();
        static final long MONOTONIC = now() - Clock.MONOTONIC.now();

        private static long now() {
            Instant now = Instant.now();
            return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        }
    }

    private WallClock() {}

    /**
     * {@return a point in time as strftime(3) formats it, with {@code %f} for microseconds, {@code
     * %k} for nanoseconds and {@code %l} for milliseconds}
     *
     * @param format the format
     * @param source the clock that was read
     * @param nanoseconds what it showed
     */
    public static String format(String format, Source source, long nanoseconds) {
        long epoch =
                switch (source) {
                    case BOOT -> Holder.BOOT + nanoseconds;
                    case MONOTONIC -> Holder.MONOTONIC + nanoseconds;
                    case TAI -> nanoseconds - TAI_AHEAD * NANOS_PER_SECOND;
                };
        long seconds = Math.floorDiv(epoch, NANOS_PER_SECOND);
        int fraction = (int) Math.floorMod(epoch, NANOS_PER_SECOND);
        return LocalTime.format(withFraction(format, fraction), seconds, ROOM);
    }

    /** {@return how many nanoseconds UTC is ahead of the time since boot} */
    public static long ahead() {
        return Holder.BOOT;
    }

    /** {@return how many nanoseconds international atomic time is ahead of the time since boot} */
    public static long atomicAhead() {
        return Holder.BOOT + TAI_AHEAD * NANOS_PER_SECOND;
    }

    /** {@return the format with digits for what the C library does not know} */
    static String withFraction(String format, int nanoseconds) {
        StringBuilder out = new StringBuilder(format.length() + 8);
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            char letter = c == '%' && i + 1 < format.length() ? format.charAt(i + 1) : '\0';
            switch (letter) {
                case 'f' -> padded(out, nanoseconds / 1_000, 6);
                case 'k' -> padded(out, nanoseconds, 9);
                case 'l' -> padded(out, nanoseconds / 1_000_000, 3);
                case '\0' -> out.append(c);
                default -> out.append(c).append(letter);
            }
            i += letter == '\0' ? 0 : 1;
        }
        return out.toString();
    }

    private static void padded(StringBuilder out, int number, int digits) {
        String text = Integer.toString(number);
        out.repeat('0', digits - text.length()).append(text);
    }
}
