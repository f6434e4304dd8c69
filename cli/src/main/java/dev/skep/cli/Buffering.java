package dev.skep.cli;

/** When what was written to {@link DataOutput} leaves the process. */
enum Buffering {
    /** After every record. */
    NONE,
    /** After every record that ends a line, and whenever the source of records pauses. */
    LINE,
    /** When the buffer is full, and at the end. */
    FULL,
    /**
     * Whenever the source of records pauses, or the buffer is full: what nobody reads line by line.
     */
    BATCH
}
