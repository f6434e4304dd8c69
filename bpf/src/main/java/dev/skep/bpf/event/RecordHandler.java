package dev.skep.bpf.event;

import java.lang.foreign.MemorySegment;

/** Sees the records of a ring buffer where they lie, without a copy. */
@FunctionalInterface
public interface RecordHandler {

    /**
     * Sees one record. Its bytes are overwritten soon after this returns: copy what is to be kept.
     *
     * @param memory the ring buffer's memory, read-only
     * @param offset where in it the record starts, a multiple of 8 bytes
     * @param length its bytes, never crossing the end of {@code memory}
     */
    void handle(MemorySegment memory, long offset, int length);
}
