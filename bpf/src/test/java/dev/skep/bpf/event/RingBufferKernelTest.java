package dev.skep.bpf.event;

import static org.assertj.core.api.Assertions.assertThat;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The reader and the running kernel at once. */
@NeedsKernel(version = "5.10") // to run a program on demand
@Timeout(120)
class RingBufferKernelTest {
    private static final int BURSTS = 1000;

    /** Records of a burst; all of them fit into the buffer. */
    private static final int MOST = 100;

    private final AtomicLong seen = new AtomicLong(CountingProgram.START);

    /**
     * T30: after each burst the writer waits for the reader, so that no later one would wake it.
     */
    @Test
    void noBurstIsSleptOver() throws Exception {
        int[] bursts = bursts();
        long last = CountingProgram.START + IntStream.of(bursts).asLongStream().sum();
        try (BpfObject object =
                        Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""));
                RingBuffer reader =
                        new RingBuffer(
                                object.map("events"),
                                Target.running(),
                                (memory, offset, length) -> see(memory.get(JAVA_LONG, offset)))) {
            Thread writer = Thread.ofPlatform().start(() -> send(object.program("count"), bursts));
            try {
                while (seen.get() != last) {
                    // It may end early without a record, but not because the time is over.
                    long start = System.nanoTime();
                    reader.poll(10_000);
                    assertThat(System.nanoTime() - start).isLessThan(9_000_000_000L);
                }
            } finally {
                writer.interrupt();
                writer.join();
            }
        }
    }

    /** In order, and none is lost or comes twice. */
    private void see(long record) {
        assertThat(record).isEqualTo(seen.get() + 1);
        seen.set(record);
    }

    private static int[] bursts() {
        Random random = new Random(30);
        int[] bursts = new int[BURSTS];
        for (int i = 0; i < BURSTS; i++) {
            bursts[i] = 1 + random.nextInt(1 + random.nextInt(MOST));
        }
        return bursts;
    }

    private void send(BpfProgram program, int[] bursts) {
        long sent = CountingProgram.START;
        for (int burst : bursts) {
            for (int i = 0; i < burst; i++) {
                program.run();
            }
            sent += burst;
            while (seen.get() != sent) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
    }
}
