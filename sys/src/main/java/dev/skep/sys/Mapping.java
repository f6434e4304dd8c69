package dev.skep.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A stretch of memory that the kernel shares with this process; unmapped when its arena closes. */
public final class Mapping {

    /** PROT_READ. */
    public static final int READ = 1;

    /** PROT_READ | PROT_WRITE. */
    public static final int READ_WRITE = 3;

    private static final int MAP_SHARED = 1;

    private Mapping() {}

    /**
     * Maps a descriptor.
     *
     * @param kernel the kernel to ask
     * @param descriptor what to map
     * @param offset where in it, in bytes, a multiple of the page size
     * @param length how many bytes
     * @param protection {@link #READ} or {@link #READ_WRITE}
     * @param arena unmaps the memory when it is closed
     * @param error receives the negated errno at index 0 on failure
     * @return the memory; {@link MemorySegment#NULL} on failure
     */
    @SuppressWarnings("restricted") // the kernel vouches for address and length
    public static MemorySegment map(
            Kernel kernel,
            int descriptor,
            long offset,
            long length,
            int protection,
            Arena arena,
            int[] error) {
        long address = kernel.mmap(length, protection, MAP_SHARED, descriptor, offset);
        if (address < 0 && address > -4096) {
            error[0] = (int) address;
            return MemorySegment.NULL;
        }
        return MemorySegment.ofAddress(address)
                .reinterpret(length, arena, memory -> kernel.munmap(address, length));
    }
}
