import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Opens the running kernel's BTF, finds struct task_struct, decodes it and finds a field two
 * structs deep: what a tracing program of any kind does first. Run by {@code bench/btf}.
 *
 * <p>{@code cold} prints the milliseconds that the first time in this process takes of its CPU, and
 * of the clock; {@code warm N} the median and the least of the last quarter of N times, what each
 * allocates on the heap, and what one that is kept holds of it.
 */
final class BtfOpening {
    private BtfOpening() {}

    private static Btf open() {
        // A target keeps what it has read; each time takes a new one.
        Btf btf = Target.of(KernelFiles.running()).btf().orElseThrow();
        int task = btf.find("task_struct", BtfKind.STRUCT);
        BtfType.Struct struct = (BtfType.Struct) btf.type(task);
        if (struct.members().size() < 100 || btf.field(task, "se.exec_start") == null) {
            throw new IllegalStateException("no task_struct worth the name");
        }
        return btf;
    }

    public static void main(String[] args) throws IOException {
        if (args[0].equals("cold")) {
            long cpu = cpu();
            long start = System.nanoTime();
            open();
            double millis = (System.nanoTime() - start) / 1e6;
            System.out.println((cpu() - cpu) / 1e6 + " " + millis);
            return;
        }
        int rounds = Integer.parseInt(args[1]);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] millis = new double[rounds];
        long[] bytes = new long[rounds];
        Btf kept = open();
        for (int i = 0; i < rounds; i++) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            kept = open();
            millis[i] = (System.nanoTime() - start) / 1e6;
            bytes[i] = threads.getCurrentThreadAllocatedBytes() - allocated;
        }
        double[] last = Arrays.copyOfRange(millis, rounds - rounds / 4, rounds);
        Arrays.sort(last);
        System.out.printf("%d types%n", kept.idCount());
        System.out.printf(
                "warm   %8.2f ms median, %.2f ms least%n", last[last.length / 2], last[0]);
        System.out.printf(
                "heap   %8.2f MiB allocated, %.2f MiB kept%n",
                mebibytes(bytes[rounds - 1]), mebibytes(kept()));
    }

    /** {@return what each of many that are kept takes of the heap} */
    private static long kept() {
        Btf[] many = new Btf[20];
        long before = used();
        for (int i = 0; i < many.length; i++) {
            many[i] = open();
        }
        long bytes = (used() - before) / many.length;
        Reference.reachabilityFence(many);
        return bytes;
    }

    /**
     * {@return the nanoseconds that this thread was on a CPU} Other ways to ask load hundreds of
     * classes first.
     */
    private static long cpu() throws IOException {
        try (FileInputStream in = new FileInputStream("/proc/thread-self/schedstat")) {
            String numbers = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Long.parseLong(numbers.substring(0, numbers.indexOf(' ')));
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }
}
