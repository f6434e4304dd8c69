package dev.skep.compiler.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory of an interpreted program: regions with gaps between them. It knows which bytes have been
 * written.
 */
final class Memory {

    /** Where the context is. */
    static final long CONTEXT = 0x10_0000;

    private static final class Region {
        final long base;
        final byte[] bytes;
        final boolean[] written;
        final boolean aligned;

        Region(long base, int size, boolean aligned) {
            this.base = base;
            this.bytes = new byte[size];
            this.written = new boolean[size];
            this.aligned = aligned;
        }
    }

    private final List<Region> regions = new ArrayList<>();

    /** Creates memory with a context of these words. */
    Memory(long[] context) {
        add(CONTEXT, 8 * context.length, true);
        for (int i = 0; i < context.length; i++) {
            write(CONTEXT + 8L * i, 8, context[i]);
        }
    }

    /**
     * Adds bytes that have not been written; {@code aligned} if access must be aligned, as the
     * verifier asks.
     */
    void add(long base, int size, boolean aligned) {
        regions.add(new Region(base, size, aligned));
    }

    /** Takes away what was added at {@code base}. */
    void remove(long base) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).base == base) {
                regions.remove(i);
                return;
            }
        }
    }

    long read(long address, int size) {
        Region region = region(address, size);
        int start = (int) (address - region.base);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            if (!region.written[start + i]) {
                throw new IllegalStateException(
                        "read of byte " + (start + i) + ", which was never written");
            }
            value = (value << 8) | (region.bytes[start + i] & 0xff);
        }
        return value;
    }

    void write(long address, int size, long value) {
        Region region = region(address, size);
        int start = (int) (address - region.base);
        for (int i = 0; i < size; i++) {
            region.bytes[start + i] = (byte) (value >> (8 * i));
            region.written[start + i] = true;
        }
    }

    void fill(long address, int size, int content) {
        for (int i = 0; i < size; i++) {
            write(address + i, 1, content);
        }
    }

    void copy(long to, long from, int size) {
        for (int i = 0; i < size; i++) {
            write(to + i, 1, read(from + i, 1));
        }
    }

    private Region region(long address, int size) {
        for (Region region : regions) {
            if (address >= region.base && address + size <= region.base + region.bytes.length) {
                if (region.aligned && (address - region.base) % size != 0) {
                    throw new IllegalStateException(
                            "misaligned access of " + size + " bytes at " + address);
                }
                return region;
            }
        }
        throw new IllegalStateException(
                "access of "
                        + size
                        + " bytes at 0x"
                        + Long.toHexString(address)
                        + ", where nothing is");
    }
}
