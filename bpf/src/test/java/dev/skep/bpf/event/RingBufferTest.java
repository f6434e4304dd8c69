package dev.skep.bpf.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.testkit.FakeKernel;
import dev.skep.sys.testkit.FakeRingBuffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The reader against a writer that does as the kernel does. */
@Timeout(30)
class RingBufferTest {

    private static final int SIZE = 4096;

    private final FakeKernel kernel = new FakeKernel(2);
    private final Target target = TestTarget.of("6.18.44");
    private final BpfObject object =
            Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""), target, kernel);
    private final List<String> records = new ArrayList<>();
    private RingBuffer reader = open(this::keep);
    private final FakeRingBuffer writer = kernel.ringBuffer(object.map("events").fd());

    private RingBuffer open(RecordHandler handler) {
        return new RingBuffer(object.map("events"), target, handler);
    }

    private void keep(MemorySegment memory, long offset, int length) {
        records.add(
                new String(
                        memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void nothingIsLeft() {
        reader.close();
        object.close();
        assertThat(kernel.openDescriptors()).isZero();
        assertThat(kernel.mappedBytes()).isZero();
    }

    @Test
    void recordsComeInOrderAndTheirSpaceIsGivenBack() {
        writer.write(bytes("one"));
        writer.write(bytes("twelve bytes"));
        assertThat(reader.consume()).isEqualTo(2);
        assertThat(records).containsExactly("one", "twelve bytes");
        assertThat(writer.consumerPosition()).isEqualTo(writer.producerPosition());
        assertThat(reader.consume()).isZero();
    }

    @Test
    void aRecordThatIsBeingWrittenHoldsBackTheOthers() {
        writer.write(bytes("a"));
        long unfinished = writer.reserve(bytes("b"));
        writer.write(bytes("c"));
        assertThat(reader.consume()).isEqualTo(1);
        writer.submit(unfinished, 0);
        assertThat(reader.consume()).isEqualTo(2);
        assertThat(records).containsExactly("a", "b", "c");
    }

    @Test
    void recordsThatWereTakenBackAreSkipped() {
        writer.submit(writer.reserve(bytes("no")), FakeRingBuffer.DISCARDED);
        writer.write(bytes("yes"));
        assertThat(reader.consume()).isEqualTo(1);
        assertThat(records).containsExactly("yes");
    }

    @Test
    void positionsWrapAndRecordsCrossTheEnd() {
        reader.close();
        writer.startAt(-1000L & -8);
        reader = open(this::keep);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String text = "record " + "x".repeat(i % 97) + i;
            expected.add(text);
            assertThat(writer.write(bytes(text))).isTrue();
            if (i % 7 == 0) {
                reader.consume();
            }
        }
        reader.consume();
        assertThat(records).isEqualTo(expected);
    }

    @Test
    void spaceIsGivenBackBeforeTheEndOfALongBatch() {
        List<Long> positions = new ArrayList<>();
        reader.close();
        reader = open((memory, offset, length) -> positions.add(writer.consumerPosition()));
        while (writer.write(new byte[56])) {
            // until it is full
        }
        assertThat(reader.consume()).isEqualTo(SIZE / 64);
        assertThat(positions.getLast()).isGreaterThan(SIZE / 2);
    }

    @Test
    void writersNeedNotNotifyWhileRecordsComeQuickly() {
        List<Long> positions = new ArrayList<>();
        reader.close();
        reader =
                open((memory, offset, length) -> {
                    positions.add(writer.consumerPosition());
                    if (positions.size() <= 20) {
                        writer.write(bytes("another"));
                    }
                });
        for (int i = 0; i < 8; i++) {
            writer.write(bytes("at first"));
        }
        assertThat(reader.consume()).isEqualTo(28);
        // A writer notifies if it finds the position at its own record; it is at none of these.
        assertThat(positions).hasSize(28).containsOnly(0L);
        assertThat(writer.consumerPosition()).isEqualTo(writer.producerPosition());
    }

    @Test
    void pollWaitsForARecord() throws Exception {
        Thread late =
                Thread.ofPlatform()
                        .start(() -> {
                            pause(50);
                            writer.write(bytes("late"));
                        });
        assertThat(reader.poll(20_000)).isEqualTo(1);
        late.join();
    }

    @Test
    void pollEndsWhenTheTimeIsOver() {
        assertThat(reader.poll(20)).isZero();
    }

    @Test
    void anotherThreadEndsAWaitByClosing() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> {
                            reader.poll(-1);
                            ended.countDown();
                        });
        pause(50);
        reader.close();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.join();
        assertThat(reader.poll(0)).isZero();
    }

    @Test
    void theHandlerItselfMayClose() {
        reader.close();
        RingBuffer[] self = new RingBuffer[1];
        self[0] =
                open((memory, offset, length) -> {
                    self[0].close();
                    keep(memory, offset, length);
                });
        reader = self[0];
        writer.write(bytes("last"));
        writer.write(bytes("never seen"));
        assertThat(reader.consume()).isEqualTo(1);
        assertThat(records).containsExactly("last");
        assertThat(reader.consume()).isZero();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
