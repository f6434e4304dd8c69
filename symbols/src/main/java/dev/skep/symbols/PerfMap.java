package dev.skep.symbols;

import dev.skep.bpf.elf.AddressTable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The code that a JIT compiler made: {@code /tmp/perf-PID.map}, to which it writes a line for each
 * function, {@code START SIZE NAME}. The file only grows; of what lies at one place the newest
 * counts. Source: tools/perf/Documentation/jit-interface.txt.
 */
final class PerfMap {
    /** Between looks at whether the file has grown. */
    private static final long INTERVAL_NANOS = 20_000_000;

    /** What a file has beyond this is not read. */
    private static final long LARGEST_FILE = 256 << 20;

    private static final int CHUNK = 1 << 16;

    /** Entries passed on the way back from an address, to find an older one around it. */
    private static final int STEPS = 16;

    private final String path;
    private final String module;
    private long read; // bytes of whole lines
    private long seen = -1; // the length when last looked at
    private long lookedAt = System.nanoTime() - INTERVAL_NANOS;

    private long[] starts = new long[0];
    private long[] sizes = new long[0];
    private int[] names = new int[0]; // where in the text
    private int count;
    private byte[] text = new byte[0];
    private int textLength;
    private AddressTable table = AddressTable.of(new long[0], new int[0], 0);

    /**
     * @param path where the file is for us
     * @param module what to call it
     */
    PerfMap(String path, String module) {
        this.path = path;
        this.module = module;
    }

    /** {@return what is at an address} */
    synchronized UserFrame frame(long address) {
        refresh();
        int best = -1;
        int at = table.floor(address);
        for (int steps = 0; at >= 0 && steps < STEPS; at--, steps++) {
            int entry = table.number(at);
            if (Long.compareUnsigned(address - starts[entry], sizes[entry]) < 0) {
                best = Math.max(best, entry);
            }
        }
        return best < 0
                ? UserFrame.unknown(address)
                : new UserFrame(address, name(best), address - starts[best], module, 0);
    }

    private String name(int entry) {
        int end = names[entry];
        while (text[end] != '\n') {
            end++;
        }
        return new String(text, names[entry], end - names[entry], StandardCharsets.UTF_8);
    }

    /** Reads what was added. When the process has ended, what was read stays. */
    void refresh() {
        long now = System.nanoTime();
        if (now - lookedAt < INTERVAL_NANOS) {
            return;
        }
        lookedAt = now;
        if (!ProcFiles.isPlainFile(path)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
            long length = Math.min(file.length(), LARGEST_FILE);
            if (length == seen) {
                return;
            }
            if (length < read) {
                forget(); // another process's by now
            }
            seen = length;
            file.seek(read);
            append(file, length - read);
        } catch (IOException e) {
            return; // gone while we looked
        }
        table = AddressTable.of(Arrays.copyOf(starts, count), numbers(count), count);
    }

    private void forget() {
        read = 0;
        count = 0;
        textLength = 0;
    }

    private static int[] numbers(int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    private void append(RandomAccessFile file, long more) throws IOException {
        int length = (int) Math.min(more, Integer.MAX_VALUE - textLength - 16L);
        if (text.length - textLength < length) {
            text = Arrays.copyOf(text, textLength + length);
        }
        int end = textLength;
        while (end < textLength + length) {
            int got = file.read(text, end, Math.min(CHUNK, textLength + length - end));
            if (got < 0) {
                break;
            }
            end += got;
        }
        int start = textLength;
        for (int at = start; at < end; at++) {
            if (text[at] == '\n') {
                line(start, at);
                start = at + 1;
            }
        }
        read += start - textLength;
        textLength = start;
    }

    private void line(int start, int end) {
        int first = blank(start, end);
        int second = blank(first + 1, end);
        long address = hexadecimal(start, first);
        long size = hexadecimal(first + 1, second);
        if (second + 1 >= end || address == -1 || size <= 0) {
            return; // somebody else's text; it is no reason to fail
        }
        if (count == starts.length) {
            int room = Math.max(1024, count * 2);
            starts = Arrays.copyOf(starts, room);
            sizes = Arrays.copyOf(sizes, room);
            names = Arrays.copyOf(names, room);
        }
        starts[count] = address;
        sizes[count] = size;
        names[count++] = second + 1;
    }

    private int blank(int start, int end) {
        int at = start;
        while (at < end && text[at] != ' ') {
            at++;
        }
        return at;
    }

    /** {@return the number, with or without {@code 0x}; -1 if it is none} */
    private long hexadecimal(int start, int end) {
        int from =
                end - start > 2 && text[start] == '0' && text[start + 1] == 'x' ? start + 2 : start;
        if (from >= end || end - from > 16) {
            return -1;
        }
        long number = 0;
        for (int at = from; at < end; at++) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
