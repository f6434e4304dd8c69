import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Looks entries of a hash with a million of them up, and has a program that uses libbpf do the same
 * with the same map, in turns. Run by {@code bench/maps}.
 */
final class MapSpeed {
    private static final int ENTRIES = 1_000_000;
    private static final int LOOKUPS = 500_000;

    /** So few keys that their entries stay in the processor's caches. */
    private static final int FEW = 1000;

    private static final int WARM_UP = 3;

    /** Sizes of libbpf's batches; the best of them counts. */
    private static final int[] BATCHES = {1024, 4096, 16384, 65536, ENTRIES};

    /** What was read, and in how long. */
    private record Reading(long sum, double nanos) {}

    private final String peer;
    private final BpfMap map;
    private final String id;
    private final MemorySegment key;
    private final MemorySegment value;

    private MapSpeed(String peer, BpfMap map, Arena arena) throws IOException {
        this.peer = peer;
        this.map = map;
        id = id(map.fd());
        key = arena.allocate(ValueLayout.JAVA_LONG);
        value = arena.allocate(ValueLayout.JAVA_LONG);
    }

    private static String id(int descriptor) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
            if (line.startsWith("map_id:")) {
                return line.substring("map_id:".length()).strip();
            }
        }
        throw new IllegalStateException("no map_id");
    }

    private void fill() {
        for (long i = 0; i < ENTRIES; i++) {
            key.set(ValueLayout.JAVA_LONG, 0, i);
            value.set(ValueLayout.JAVA_LONG, 0, i * 3);
            map.update(key, value);
        }
    }

    private Reading single(int entries) {
        long sum = 0;
        long at = 0;
        long start = System.nanoTime();
        for (int i = 0; i < LOOKUPS; i++) {
            at = (at + 7_368_787) % entries;
            key.set(ValueLayout.JAVA_LONG, 0, at);
            if (!map.lookup(key, value)) {
                throw new IllegalStateException("no key " + at);
            }
            sum += value.get(ValueLayout.JAVA_LONG, 0);
        }
        return new Reading(sum, System.nanoTime() - start);
    }

    private Reading batch() {
        long[] sum = {0};
        long start = System.nanoTime();
        map.forEachBatch((keys, values, count) -> {
            long part = 0;
            for (int i = 0; i < count; i++) {
                part += values.getAtIndex(ValueLayout.JAVA_LONG, i);
            }
            sum[0] += part;
        });
        return new Reading(sum[0], System.nanoTime() - start);
    }

    private Reading entries() {
        long[] sum = {0};
        long start = System.nanoTime();
        map.forEach((k, v) -> sum[0] += v.get(ValueLayout.JAVA_LONG, 0));
        return new Reading(sum[0], System.nanoTime() - start);
    }

    private Reading peer(String what, int entries, int size)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(peer, what, id, "" + entries, "" + size)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String line = process.inputReader(StandardCharsets.US_ASCII).readLine();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the peer failed");
        }
        String[] numbers = line.split(" ", -1);
        return new Reading(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    private Reading peerBatch() throws IOException, InterruptedException {
        Reading best = peer("batch", ENTRIES, BATCHES[0]);
        for (int i = 1; i < BATCHES.length; i++) {
            Reading next = peer("batch", ENTRIES, BATCHES[i]);
            best = next.nanos() < best.nanos() ? next : best;
        }
        return best;
    }

    private void compare(int rounds) throws IOException, InterruptedException {
        double[][] nanos = new double[7][rounds];
        for (int i = -WARM_UP; i < rounds; i++) {
            Reading[] round = {
                single(FEW),
                peer("single", FEW, LOOKUPS),
                single(ENTRIES),
                peer("single", ENTRIES, LOOKUPS),
                batch(),
                peerBatch(),
                entries()
            };
            same(round[0], round[1]);
            same(round[2], round[3]);
            same(round[4], round[5]);
            same(round[4], round[6]);
            for (int j = 0; j < round.length && i >= 0; j++) {
                nanos[j][i] = round[j].nanos() / (j < 4 ? LOOKUPS : ENTRIES);
            }
        }
        print("single lookups, of a thousand", nanos[0], nanos[1]);
        print("single lookups, of a million", nanos[2], nanos[3]);
        print("a million in batches", nanos[4], nanos[5]);
        print("a million in batches, one by one", nanos[6], nanos[5]);
    }

    private static void same(Reading one, Reading other) {
        if (one.sum() != other.sum()) {
            throw new IllegalStateException("read " + one + " and " + other);
        }
    }

    private static void print(String what, double[] skep, double[] libbpf) {
        double[] ratios = new double[skep.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = skep[i] / libbpf[i];
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s   skep %6.1f ns each   libbpf %6.1f ns   ratio %.2f   of the best %.2f%n",
                what,
                median(skep),
                median(libbpf),
                median(ratios),
                Arrays.stream(skep).min().orElseThrow()
                        / Arrays.stream(libbpf).min().orElseThrow());
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        MapSpec spec = MapSpec.ofBytes("entries", MapType.HASH, 8, 8, ENTRIES);
        ObjectSpec object = new ObjectSpec("maps", "Dual BSD/GPL", List.of(), List.of(spec));
        try (BpfObject loaded = Loader.load(object);
                Arena arena = Arena.ofConfined()) {
            MapSpeed speed = new MapSpeed(args[0], loaded.map("entries"), arena);
            speed.fill();
            speed.compare(Integer.parseInt(args[1]));
        }
    }
}
