package dev.skep.bpf.kallsyms;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.AddressTable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads {@code /proc/kallsyms} in one pass, line by line in the bytes that come.
 *
 * <p>All state of the loop is in locals, for it runs in the interpreter first: the file has 100,000
 * to 300,000 lines, and is read at the start of a trace.
 */
final class KallsymsReader {
    /**
     * An entry is the type, the number of the module in two bytes (0 for none), the name from here
     * on, and a NUL.
     */
    static final int ENTRY_NAME = 3;

    /** The kernel hands out a page at a time. */
    private static final int CHUNK = 8192;

    /** KSYM_NAME_LEN is 512; a module's name and the rest of the line add less than 128. */
    private static final int LONGEST_LINE = 2048;

    private static final int MOST_MODULES = 0xFFFF;

    private final String name;
    private final InputStream text;

    private final byte[] lines = new byte[LONGEST_LINE + CHUNK];
    private long linesStart; // where they are in the text

    private long[] addresses = new long[1 << 17];
    private int[] offsets = new int[1 << 17];
    private int count;
    private boolean hidden = true;

    private byte[] entries = new byte[3 << 20];
    private int entriesLength;

    private String[] modules = new String[8];
    private int moduleCount;
    private byte[] lastModule = new byte[0];
    private int lastModuleNumber;

    KallsymsReader(String name, InputStream text) {
        this.name = name;
        this.text = text;
    }

    Kallsyms read() throws IOException {
        int filled = 0;
        for (int more = text.read(lines, 0, CHUNK);
                more >= 0;
                more = text.read(lines, filled, CHUNK)) {
            filled += more;
            int rest = take(filled);
            System.arraycopy(lines, rest, lines, 0, filled - rest);
            linesStart += rest;
            filled -= rest;
            if (filled > LONGEST_LINE) {
                throw malformed(0, "a line of more than " + LONGEST_LINE + " bytes");
            }
        }
        if (filled > 0) {
            throw malformed(0, "a line without an end");
        }
        return new Kallsyms(
                AddressTable.of(addresses, offsets, count),
                Arrays.copyOf(entries, entriesLength),
                Arrays.copyOf(modules, moduleCount),
                hidden);
    }

    /** {@return where the first line starts that is not complete} */
    private int take(int filled) {
        byte[] in = lines;
        int start = 0;
        while (true) {
            long address = 0;
            int at = start;
            byte c = 0;
            for (; at < filled && (c = in[at]) != ' '; at++) {
                int digit = c <= '9' ? c - '0' : c - 'a' + 10;
                if (digit < 0 || digit > 15 || (c > '9' && c < 'a')) {
                    throw malformed(at, "no address in hexadecimal");
                }
                address = address << 4 | digit;
            }
            int nameStart = at + 3;
            int end = nameStart;
            while (end < filled && in[end] != '\n' && in[end] != '\t') {
                end++;
            }
            int lineEnd = end;
            while (lineEnd < filled && in[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd >= filled) {
                return start;
            }
            if (at == start || at - start > 16 || end == nameStart || in[at + 2] != ' ') {
                throw malformed(start, "a line that is not \"address type name\"");
            }
            int module = 0;
            if (lineEnd > end) {
                module = module(end, lineEnd);
            }
            add(address, in[at + 1], nameStart, end, module);
            start = lineEnd + 1;
        }
    }

    private void add(long address, byte type, int start, int end, int module) {
        int length = end - start;
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        if (entries.length - entriesLength < length + ENTRY_NAME + 1) {
            if (entries.length > Integer.MAX_VALUE / 2) {
                throw malformed(start, "more than 1 GiB of symbols");
            }
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        int at = entriesLength;
        addresses[count] = address;
        offsets[count++] = at;
        entries[at] = type;
        entries[at + 1] = (byte) module;
        entries[at + 2] = (byte) (module >>> 8);
        System.arraycopy(lines, start, entries, at + ENTRY_NAME, length);
        entries[at + ENTRY_NAME + length] = 0;
        entriesLength = at + ENTRY_NAME + length + 1;
        hidden &= address == 0;
    }

    /** {@return the number of the module in a tab and brackets; symbols of one come together} */
    private int module(int tab, int lineEnd) {
        int start = tab + 2;
        int end = lineEnd - 1;
        if (end <= start || lines[tab] != '\t' || lines[tab + 1] != '[' || lines[end] != ']') {
            throw malformed(tab, "a module that is not in brackets");
        }
        if (Arrays.equals(lines, start, end, lastModule, 0, lastModule.length)) {
            return lastModuleNumber;
        }
        lastModule = Arrays.copyOfRange(lines, start, end);
        String module = new String(lastModule, StandardCharsets.UTF_8);
        for (int i = 0; i < moduleCount; i++) {
            if (modules[i].equals(module)) {
                lastModuleNumber = i + 1;
                return lastModuleNumber;
            }
        }
        if (moduleCount == MOST_MODULES) {
            throw malformed(tab, "more than " + MOST_MODULES + " modules");
        }
        if (moduleCount == modules.length) {
            modules = Arrays.copyOf(modules, moduleCount * 2);
        }
        modules[moduleCount++] = module;
        lastModuleNumber = moduleCount;
        return lastModuleNumber;
    }

    private MalformedObjectException malformed(int at, String what) {
        return new MalformedObjectException(
                name
                        + " is not a table of kernel symbols: at offset "
                        + (linesStart + at)
                        + ", "
                        + what);
    }
}
