package dev.skep.trace.run;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import java.util.ArrayList;
import java.util.List;

/** Runs the tests and benchmarks of a script, one after the other. */
final class Trials {
    /** A benchmark is run more and more often until it takes as long as this. */
    private static final long ENOUGH_NANOS = 1_000_000;

    /** No benchmark is run more often than this. */
    private static final int MOST_RUNS = 80_000_000;

    /** What a benchmark returns that is not to be measured. */
    private static final int SKIP = 1;

    private final BpfObject object;
    private final EventDecoder decoder;
    private final Capture capture;
    private final Runnable drain;
    private boolean failed;

    /**
     * @param decoder says whether a run ended the script
     * @param capture where {@code decoder} puts its records
     * @param drain hands over what runs said
     */
    Trials(BpfObject object, EventDecoder decoder, Capture capture, Runnable drain) {
        this.object = object;
        this.decoder = decoder;
        this.capture = capture;
        this.drain = drain;
    }

    /** {@return whether a test or benchmark failed} */
    boolean failed() {
        return failed;
    }

    /** Runs all of them. */
    void run(List<Attachment> trials) {
        List<Attachment> tests = new ArrayList<>();
        List<Attachment> benchmarks = new ArrayList<>();
        int longest = 0;
        for (Attachment trial : trials) {
            switch (trial.hooks().getFirst()) {
                case Hook.Bench(String name) -> {
                    benchmarks.add(trial);
                    longest = Math.max(longest, name.length());
                }
                case Hook _ -> tests.add(trial);
            }
        }
        if (!tests.isEmpty()) {
            test(tests);
        }
        for (Attachment benchmark : benchmarks) {
            measure(benchmark, longest);
        }
    }

    private void test(List<Attachment> tests) {
        List<String> failures = new ArrayList<>();
        capture.accept(new TraceRecord.TestsStarted(tests.size()));
        for (Attachment test : tests) {
            String name = name(test);
            capture.accept(new TraceRecord.TestStarted(name));
            capture.begin();
            long start = System.nanoTime();
            int returned = object.program(test.program()).run();
            long nanoseconds = System.nanoTime() - start;
            Outcome outcome = outcome();
            boolean passed = returned == 0 && outcome.passed();
            if (!passed) {
                failures.add(name);
            }
            capture.accept(new TraceRecord.TestEnded(name, nanoseconds, passed, outcome.output()));
        }
        failed |= !failures.isEmpty();
        capture.accept(new TraceRecord.TestsEnded(tests.size(), failures));
    }

    /** What a run said, and whether that is all right. */
    private record Outcome(List<TraceRecord> output, boolean passed) {}

    private Outcome outcome() {
        drain.run();
        List<TraceRecord> output = capture.end();
        boolean passed = decoder.exitCode() == 0;
        decoder.restart();
        for (TraceRecord record : output) {
            passed &= !(record instanceof TraceRecord.Message message && message.error());
        }
        return new Outcome(output, passed);
    }

    private void measure(Attachment benchmark, int longest) {
        BpfProgram program = object.program(benchmark.program());
        capture.begin();
        BpfProgram.Repetition runs = program.repeat(1);
        Outcome outcome = outcome();
        String name = name(benchmark);
        if (!outcome.passed()) {
            failed = true;
            capture.accept(new TraceRecord.Failure("Benchmark '" + name + "' failed."));
            return;
        }
        if (runs.returned() == SKIP) {
            return;
        }
        int times = 1;
        for (int step = 1; times < MOST_RUNS; step++) {
            // 1, 2, 4, 8, 10, 20, 40, 80, 100, ...
            times = step % 4 == 0 ? times / 8 * 10 : times * 2;
            capture.begin();
            runs = program.repeat(times);
            drain.run();
            capture.end();
            if ((long) runs.nanoseconds() * times >= ENOUGH_NANOS) {
                break;
            }
        }
        capture.accept(new TraceRecord.Benchmark(name, longest, runs.nanoseconds(), times));
    }

    private static String name(Attachment trial) {
        return switch (trial.hooks().getFirst()) {
            case Hook.Test(String name) -> name;
            case Hook.Bench(String name) -> name;
            case Hook _ -> trial.name();
        };
    }
}
