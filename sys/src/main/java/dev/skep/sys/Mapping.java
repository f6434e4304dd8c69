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
    private static final int MAP_PRIVATE = 2;

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
    public static MemorySegment map(
            Kernel kernel,
            int descriptor,
            long offset,
            long length,
            int protection,
            Arena arena,
            int[] error) {
        long address = kernel.mmap(length, protection, MAP_SHARED, descriptor, offset);
        return segment(kernel, address, length, arena, error);
    }

    /**
     * Maps a file, privately and for reading only: the one way in which the kernel lets its BTF be
     * mapped (since Linux 6.16), and one that {@link java.nio.channels.FileChannel} does not have.
     *
     * @param kernel the kernel to ask
     * @param path the file
     * @param length its size in bytes
     * @param arena unmaps the memory when it is closed
     * @param error receives the negated errno at index 0 on failure
     * @return the memory; {@link MemorySegment#NULL} on failure
     */
    public static MemorySegment file(
            Kernel kernel, String path, long length, Arena arena, int[] error) {
        int descriptor = kernel.open(path);
        if (descriptor < 0) {
            error[0] = descriptor;
            return MemorySegment.NULL;
        }
        long address = kernel.mmap(length, READ, MAP_PRIVATE, descriptor, 0);
        kernel.close(descriptor);
        return segment(kernel, address, length, arena, error).asReadOnly();
    }

    @SuppressWarnings("restricted") // the kernel vouches for address and length
    private static MemorySegment segment(
            Kernel kernel, long address, long length, Arena arena, int[] error) {
        if (address < 0 && address > -4096) {
            error[0] = (int) address;
            return MemorySegment.NULL;
        }
        return MemorySegment.ofAddress(address)
                .reinterpret(length, arena, memory -> kernel.munmap(address, length));
    }
}
