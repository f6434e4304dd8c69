package dev.skep.cli;

import dev.skep.trace.record.ByteText;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where data goes: standard output or a file, in UTF-8. It has the only buffer, so that what a
 * batch of events says costs one write.
 *
 * <p>Once the reader is gone (a broken pipe), what is written is dropped and {@link #isBroken} is
 * true. Any other failure is kept for {@link #failure}. Used by one thread at a time.
 */
final class DataOutput {

    /** Characters that are kept at most before they are written. */
    private static final int LIMIT = 1 << 16;

    private final OutputStream stream;
    private Buffering buffering;
    private final StringBuilder buffer = new StringBuilder(1024);
    private boolean broken;
    private String failure = "";

    DataOutput(OutputStream stream, Buffering buffering) {
        this.stream = stream;
        this.buffering = buffering;
    }

    /** Buffers in another way from now on. */
    void use(Buffering other) {
        buffering = other;
    }

    /** {@return the end of the buffer, to append to} Call {@link #recordDone} after each record. */
    StringBuilder buffer() {
        return buffer;
    }

    /** Appends a line. */
    void line(String text) {
        buffer.append(text).append('\n');
        recordDone();
    }

    /** Writes the buffer out if the buffering says so. */
    void recordDone() {
        boolean write =
                switch (buffering) {
                    case NONE -> true;
                    case LINE -> !buffer.isEmpty() && buffer.charAt(buffer.length() - 1) == '\n';
                    case FULL, BATCH -> false;
                };
        if (write || buffer.length() >= LIMIT) {
            flush();
        }
    }

    /**
     * Writes the buffer out unless it may wait until it is full: no more records are there right
     * now.
     */
    void pause() {
        if (buffering != Buffering.FULL) {
            flush();
        }
    }

    /** Writes the buffer out. */
    void flush() {
        if (buffer.isEmpty()) {
            return;
        }
        byte[] bytes = ByteText.bytes(buffer);
        buffer.setLength(0);
        if (broken) {
            return;
        }
        try {
            stream.write(bytes);
        } catch (IOException e) {
            broken = true;
            String message = String.valueOf(e.getMessage());
            // The JDK says EPIPE only in words. It is no failure: whoever read has seen enough.
            if (!message.contains("Broken pipe")) {
                failure = message;
            }
        }
    }

    /** {@return whether nothing that is written arrives any more} */
    boolean isBroken() {
        return broken;
    }

    /**
     * {@return why nothing arrives any more, in the system's words; empty if the reader just went
     * away}
     */
    String failure() {
        return failure;
    }
}
