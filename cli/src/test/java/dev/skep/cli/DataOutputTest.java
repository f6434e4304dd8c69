package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class DataOutputTest {

    /** Keeps each write apart. */
    private static final class Writes extends OutputStream {
        final List<String> texts = new ArrayList<>();

        @Override
        public void write(int b) {
            throw new AssertionError("a write of one byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            texts.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
    }

    private final Writes writes = new Writes();

    private DataOutput output(Buffering buffering) {
        return new DataOutput(writes, buffering);
    }

    private static void append(DataOutput output, String text) {
        output.buffer().append(text);
        output.recordDone();
    }

    @Test
    void aBatchIsOneWrite() {
        DataOutput output = output(Buffering.BATCH);
        append(output, "a\n");
        append(output, "b\n");
        assertThat(writes.texts).isEmpty();
        output.pause();
        assertThat(writes.texts).containsExactly("a\nb\n");
        output.pause();
        assertThat(writes.texts).hasSize(1);
    }

    @Test
    void noBufferIsAWritePerRecord() {
        DataOutput output = output(Buffering.NONE);
        append(output, "a");
        append(output, "b\n");
        assertThat(writes.texts).containsExactly("a", "b\n");
    }

    @Test
    void lineBufferedIsAWritePerLine() {
        DataOutput output = output(Buffering.LINE);
        append(output, "a");
        append(output, "b\n");
        append(output, "c\n");
        assertThat(writes.texts).containsExactly("ab\n", "c\n");
    }

    @Test
    void fullyBufferedWaitsForTheEnd() {
        DataOutput output = output(Buffering.FULL);
        append(output, "a\n");
        output.pause();
        assertThat(writes.texts).isEmpty();
        output.flush();
        assertThat(writes.texts).containsExactly("a\n");
    }

    @Test
    void aFullBufferIsWrittenWhateverTheBuffering() {
        DataOutput output = output(Buffering.FULL);
        append(output, "x".repeat(1 << 16));
        assertThat(writes.texts).hasSize(1);
    }

    @Test
    void textIsUtf8() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutput output = new DataOutput(bytes, Buffering.NONE);
        append(output, "\u00e4");
        assertThat(bytes.toByteArray()).containsExactly(0xc3, 0xa4);
    }

    @Test
    void aReaderThatWentAwayIsNoFailure() {
        DataOutput output = failing("Broken pipe");
        append(output, "a\n");
        append(output, "b\n");
        assertThat(output.isBroken()).isTrue();
        assertThat(output.failure()).isEmpty();
    }

    @Test
    void aFullDiskIsAFailure() {
        DataOutput output = failing("No space left on device");
        append(output, "a\n");
        assertThat(output.isBroken()).isTrue();
        assertThat(output.failure()).isEqualTo("No space left on device");
    }

    private static DataOutput failing(String message) {
        OutputStream stream =
                new OutputStream() {
                    private boolean failed;

                    @Override
                    public void write(int b) throws IOException {
                        assertThat(failed).as("written to after a failure").isFalse();
                        failed = true;
                        throw new IOException(message);
                    }
                };
        return new DataOutput(stream, Buffering.NONE);
    }
}
