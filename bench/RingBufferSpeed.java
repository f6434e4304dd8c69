import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.event.RingBuffer;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Reads a ring buffer, and has a program that uses libbpf read the same one, in turns. Run by
 * {@code bench/ringbuf}.
 *
 * <p>Two things are measured for each size of records. <em>live</em>: another process sends as fast
 * as it can, and what counts are the records that were read in a second, wake-ups and all.
 * <em>drain</em>: the buffer is filled while nobody reads, and the reading alone is timed.
 */
final class RingBufferSpeed {
    private static final int[] SIZES = {8, 64, 256, 2048};
    private static final int BUFFER_BYTES = 512 << 10; // as the kernel's own benchmark
    private static final int RECORDS_PER_RUN = 100;
    private static final int QUIET_MILLIS = 300;
    private static final int DRAINS = 300;

    /** Sends records without a word in between; returns how many found no room. */
    private static final String PROGRAM =
            """
                  r6 = COUNT
                  r7 = 0
            next: r1 = map @events ll
                  r2 = SIZE
                  r3 = 0
                  call ringbuf_reserve
                  if r0 == 0 goto full
                  *(u64 *)(r0 + 0x0) = r6
                  r1 = r0
                  r2 = 0
                  call ringbuf_submit
                  goto more
            full: r7 += 1
            more: r6 += -1
                  if r6 != 0 goto next
                  r0 = r7
                  exit
            """;

    /** What was read, and in how long. */
    private record Reading(long records, long nanos) {
        double perSecond() {
            return records * 1e9 / nanos;
        }
    }

    private final String peer;
    private final double seconds;
    private final BpfObject object;
    private final RingBuffer ring;
    private long records;
    private long sum;
    private long first;

    private RingBufferSpeed(String peer, double seconds, int size) {
        this.peer = peer;
        this.seconds = seconds;
        object = Loader.load(spec(size));
        ring = new RingBuffer(object.map("events"), Target.running(), this::see);
    }

    private static ObjectSpec spec(int size) {
        String text =
                PROGRAM.replace("SIZE", Integer.toString(size))
                        .replace("COUNT", Integer.toString(RECORDS_PER_RUN));
        return new ObjectSpec(
                "ringbuf",
                "Dual BSD/GPL",
                List.of(
                        new ProgramSpec(
                                "send",
                                ProgramType.RAW_TRACEPOINT,
                                AttachType.NONE,
                                "",
                                Assembler.assemble("send.s", text),
                                0)),
                List.of(MapSpec.ringBuffer("events", BUFFER_BYTES)));
    }

    private void see(MemorySegment memory, long offset, int length) {
        if (records++ == 0) {
            first = System.nanoTime();
        }
        sum += memory.get(ValueLayout.JAVA_LONG, offset);
    }

    private void start() {
        records = 0;
        sum = 0;
    }

    /** {@return the reading that ends with the first time that no record came for a while} */
    private Reading live() throws IOException, InterruptedException {
        start();
        Process producer = peer("produce", id("prog_id", object.program("send").fd()), seconds);
        long last = 0;
        // A wait may end without a record: when one is being written, or was read already.
        while (last == 0 || System.nanoTime() - last < QUIET_MILLIS * 1_000_000L) {
            if (ring.poll(last == 0 ? -1 : QUIET_MILLIS) > 0) {
                last = System.nanoTime();
            }
        }
        end(producer);
        return new Reading(records, last - first);
    }

    private Reading peerLive() throws IOException, InterruptedException {
        Process consumer = peer("consume", id("map_id", object.map("events").fd()));
        BufferedReader output = consumer.inputReader(StandardCharsets.US_ASCII);
        if (!"ready".equals(output.readLine())) {
            throw new IllegalStateException("the consumer is not ready");
        }
        end(peer("produce", id("prog_id", object.program("send").fd()), seconds));
        return reading(output, consumer);
    }

    /** {@return the median of many drains} */
    private Reading drain() {
        BpfProgram send = object.program("send");
        Reading[] drains = new Reading[DRAINS];
        for (int i = 0; i < DRAINS; i++) {
            start();
            while (send.run() == 0) {
                // until it is full
            }
            long start = System.nanoTime();
            ring.consume();
            drains[i] = new Reading(records, System.nanoTime() - start);
        }
        Arrays.sort(drains, Comparator.comparingDouble(Reading::perSecond));
        return drains[DRAINS / 2];
    }

    private Reading peerDrain() throws IOException, InterruptedException {
        Process process =
                peer(
                        "drain",
                        id("map_id", object.map("events").fd()),
                        id("prog_id", object.program("send").fd()),
                        DRAINS);
        return reading(process.inputReader(StandardCharsets.US_ASCII), process);
    }

    private Process peer(Object... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(peer));
        for (Object word : words) {
            command.add(word.toString());
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Reading reading(BufferedReader output, Process process)
            throws IOException, InterruptedException {
        String[] numbers = String.valueOf(output.readLine()).split(" ", -1);
        end(process);
        return new Reading(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    private static void end(Process process) throws InterruptedException {
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the peer failed");
        }
    }

    private static String id(String what, int descriptor) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
            if (line.startsWith(what + ":")) {
                return line.substring(what.length() + 1).strip();
            }
        }
        throw new IllegalStateException("no " + what);
    }

    private void close() {
        ring.close();
        object.close();
    }

    /** Two tools in turns, so that what else the machine does meets both. */
    private void compare(int size, int rounds) throws IOException, InterruptedException {
        double[][] rates = new double[4][rounds];
        for (int i = -1; i < rounds; i++) {
            double[] round = {
                live().perSecond(),
                peerLive().perSecond(),
                drain().perSecond(),
                peerDrain().perSecond()
            };
            for (int j = 0; j < round.length && i >= 0; j++) {
                rates[j][i] = round[j];
            }
        }
        print("live", size, rates[0], rates[1]);
        print("drain", size, rates[2], rates[3]);
    }

    private static void print(String what, int size, double[] skep, double[] libbpf) {
        double[] ratios = new double[skep.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = skep[i] / libbpf[i];
        }
        System.out.printf(
                Locale.ROOT,
                "%-5s %5d bytes   skep %7.2f M/s   libbpf %7.2f M/s   ratio %.2f   of the best %.2f%n",
                what,
                size,
                median(skep) / 1e6,
                median(libbpf) / 1e6,
                median(ratios),
                Arrays.stream(skep).max().orElseThrow()
                        / Arrays.stream(libbpf).max().orElseThrow());
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(args[1]);
        double seconds = Double.parseDouble(args[2]);
        for (int size : SIZES) {
            RingBufferSpeed speed = new RingBufferSpeed(args[0], seconds, size);
            try {
                speed.compare(size, rounds);
            } finally {
                speed.close();
            }
        }
    }
}
