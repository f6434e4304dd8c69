package dev.skep.bpf.target;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A set of CPUs as the kernel lists it ({@code 0-3,8}), never empty.
 *
 * <p>Per-CPU values of maps have one slot for each <em>possible</em> CPU, which may be many more
 * than are online, and has nothing to do with {@link Runtime#availableProcessors}, which obeys the
 * limits of a container.
 */
public final class Cpus {
    /**
     * Above any CONFIG_NR_CPUS (8192 at most in Linux), so that a wrong list can't eat the memory.
     */
    private static final int LIMIT = 1 << 16;

    /** Ascending, without repeats. */
    private final int[] ids;

    private Cpus(int[] ids) {
        this.ids = ids;
    }

    /**
     * {@return the CPUs of a list such as {@code 0-3,8}} White space at its end is ignored. Ranges
     * ascend, as the kernel prints them.
     *
     * @throws MalformedObjectException if it is not such a list
     */
    public static Cpus parse(String list) {
        String text = list.strip();
        int[] ids = new int[8];
        int count = 0;
        int at = 0;
        int previous = -1;
        while (true) {
            int end = endOfNumber(text, at);
            int first = number(text, at, end);
            int last = first;
            at = end;
            if (at < text.length() && text.charAt(at) == '-') {
                end = endOfNumber(text, at + 1);
                last = number(text, at + 1, end);
                at = end;
            }
            if (first <= previous || last < first) {
                throw malformed(text);
            }
            for (int id = first; id <= last; id++) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, count * 2);
                }
                ids[count++] = id;
            }
            previous = last;
            if (at == text.length()) {
                return new Cpus(Arrays.copyOf(ids, count));
            }
            if (text.charAt(at++) != ',') {
                throw malformed(text);
            }
        }
    }

    /** {@return how many there are} */
    public int count() {
        return ids.length;
    }

    /** {@return the highest number} */
    public int max() {
        return ids[ids.length - 1];
    }

    /** {@return the number of the CPU at {@code index} in ascending order} */
    public int id(int index) {
        return ids[index];
    }

    /** {@return whether the CPU is one of them} */
    public boolean contains(int id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cpus that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** {@return the list as the kernel writes it} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            int first = ids[i];
            while (i + 1 < ids.length && ids[i + 1] == ids[i] + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (ids[i] != first) {
                text.append('-').append(ids[i]);
            }
        }
        return text.toString();
    }

    private static int endOfNumber(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int number(String text, int start, int end) {
        if (end == start || end - start > 6) {
            throw malformed(text);
        }
        int number = Integer.parseInt(text, start, end, 10);
        if (number >= LIMIT) {
            throw malformed(text);
        }
        return number;
    }

    private static MalformedObjectException malformed(String text) {
        return new MalformedObjectException("\"" + text + "\" is not a list of CPUs such as 0-3,8");
    }
}
