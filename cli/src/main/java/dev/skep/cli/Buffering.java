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
     * Whenever the source of records pauses, or the buffer is full. Nobody waits for a line that is
     * there, and many events cost one write.
     */
    BATCH;

    /**
     * {@return the buffering that {@code -B} names}
     *
     * @throws UsageException if there is none of that name
     */
    static Buffering named(String name) {
        return switch (name) {
            case "none" -> NONE;
            case "line" -> LINE;
            case "full" -> FULL;
            default ->
                    throw new UsageException("USAGE: -B must be either 'line', 'full', or 'none'.");
        };
    }
}
