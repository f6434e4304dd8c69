package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The mappings of a process that hold instructions, ascending. Immutable.
 *
 * <pre>
 * 7f5e1c028000-7f5e1c17d000 r-xp 00026000 fe:00 1337    /usr/lib/x86_64-linux-gnu/libc.so.6
 * </pre>
 */
final class ProcessMappings {
    static final ProcessMappings NONE = new ProcessMappings(List.of());

    private final List<MemoryMapping> mappings;

    private ProcessMappings(List<MemoryMapping> mappings) {
        this.mappings = mappings;
    }

    List<MemoryMapping> all() {
        return mappings;
    }

    boolean isEmpty() {
        return mappings.isEmpty();
    }

    /** {@return the mapping that an address is in, or null} */
    @Nullable MemoryMapping at(long address) {
        int low = 0;
        int high = mappings.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(mappings.get(middle).start(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && mappings.get(low - 1).contains(address) ? mappings.get(low - 1) : null;
    }

    /**
     * {@return what a text in the form of {@code /proc/PID/maps} says; wrong lines are left out}
     */
    static ProcessMappings parse(byte[] text) {
        List<MemoryMapping> mappings = new ArrayList<>();
        long last = 0;
        int start = 0;
        while (start < text.length) {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            MemoryMapping mapping = new Line(text, start, end).read();
            // Lines are written at several times; one that is out of order was there before.
            if (mapping != null && Long.compareUnsigned(mapping.start(), last) >= 0) {
                mappings.add(mapping);
                last = mapping.end();
            }
            start = end + 1;
        }
        return new ProcessMappings(mappings);
    }

    /** Reads one line, from left to right. */
    private static final class Line {
        private final byte[] text;
        private final int end;
        private int at;
        private boolean wrong;

        Line(byte[] text, int start, int end) {
            this.text = text;
            this.at = start;
            this.end = end;
        }

        /** {@return the mapping, null if it holds no instructions} */
        @Nullable MemoryMapping read() {
            long first = number(16, '-');
            long behind = number(16, ' ');
            boolean executable = at + 2 < end && text[at + 2] == 'x';
            at += 5; // r-xp and a blank
            long offset = number(16, ' ');
            long major = number(16, ':');
            long minor = number(16, ' ');
            if (wrong || !executable) {
                return null;
            }
            long inode = number(10, ' ');
            while (at < end && text[at] == ' ') {
                at++;
            }
            return new MemoryMapping(first, behind, offset, major << 32 | minor, inode, path());
        }

        /** {@return the number up to {@code delimiter}, which is passed over; or to the end} */
        private long number(int radix, char delimiter) {
            long number = 0;
            int digits = 0;
            for (; at < end && text[at] != delimiter; at++) {
                int digit = Character.digit(text[at], radix);
                wrong |= digit < 0;
                number = number * radix + digit;
                digits++;
            }
            at++;
            wrong |= digits == 0;
            return number;
        }

        /** {@return the rest; a line feed in a path is written as \012} */
        private String path() {
            int from = Math.min(at, end);
            String path = new String(text, from, end - from, StandardCharsets.UTF_8);
            return path.indexOf('\\') < 0 ? path : path.replace("\\012", "\n");
        }
    }
}
