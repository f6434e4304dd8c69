package dev.skep.bpf.event;

/**
 * How the kernel shares the buffer of one perf event (uapi {@code perf_event.h}): a page of
 * positions, then 2^n pages of records, mapped once, so that a record may be split at the end.
 * Offsets and sizes in bytes.
 */
final class PerfRingLayout {

    /**
     * {@code perf_event_mmap_page.data_head}: how far the kernel has written; only ever growing.
     */
    static final int HEAD = 1024;

    /** {@code perf_event_mmap_page.data_tail}: how far the reader has come. */
    static final int TAIL = 1032;

    /** {@code perf_event_header}: u32 type, u16 misc, u16 size with the header. */
    static final int HEADER_BYTES = 8;

    static final int SIZE_IN_HEADER = 6;

    /** PERF_RECORD_LOST: u64 id, u64 count. */
    static final int LOST = 2;

    static final int LOST_COUNT = 16;

    /**
     * PERF_RECORD_SAMPLE with PERF_SAMPLE_RAW: u32 size, then the bytes, up to 7 of them padding.
     */
    static final int SAMPLE = 9;

    static final int RAW_SIZE = 8;
    static final int RAW_DATA = 12;

    private PerfRingLayout() {}
}
