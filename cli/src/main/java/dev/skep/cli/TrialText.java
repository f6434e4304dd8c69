package dev.skep.cli;

import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.run.RecordSink;

/** Shows tests and benchmarks as text. */
final class TrialText {

    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private static final int NAME_COLUMN = 41;
    private static final int TIME_COLUMN = 15;
    private static final int RUNS_COLUMN = 10;

    private final DataOutput out;
    private final RecordSink sink;
    private boolean headed;

    /**
     * @param out where it goes
     * @param sink shows what tests said that failed
     */
    TrialText(DataOutput out, RecordSink sink) {
        this.out = out;
        this.sink = sink;
    }

    void accept(TraceRecord.Trial trial) {
        switch (trial) {
            case TraceRecord.TestsStarted(int tests) ->
                    line(GREEN, "[==========]", "Running " + tests + " tests.");
            case TraceRecord.TestStarted(String name) -> line(GREEN, "[ RUN      ]", name);
            case TraceRecord.TestEnded ended -> {
                String what = ended.name() + " (" + duration(ended.nanoseconds()) + ")";
                if (ended.passed()) {
                    line(GREEN, "[       OK ]", what);
                } else {
                    ended.output().forEach(sink::accept);
                    line(RED, "[  FAILED  ]", what);
                }
            }
            case TraceRecord.TestsEnded ended -> summary(ended);
            case TraceRecord.Benchmark benchmark -> row(benchmark);
        }
    }

    private void summary(TraceRecord.TestsEnded ended) {
        int failed = ended.failed().size();
        line(GREEN, "[==========]", tests(ended.tests()) + " ran.");
        line(GREEN, "[  PASSED  ]", tests(ended.tests() - failed) + ".");
        if (failed > 0) {
            line(RED, "[  FAILED  ]", tests(failed) + ", listed below:");
            for (String name : ended.failed()) {
                line(RED, "[  FAILED  ]", name);
            }
        }
    }

    private static String tests(int count) {
        return count + (count == 1 ? " test" : " tests");
    }

    private static String duration(long nanoseconds) {
        if (nanoseconds < 1_000) {
            return nanoseconds + " ns";
        }
        if (nanoseconds < 1_000_000) {
            return nanoseconds / 1_000 + " μs";
        }
        return nanoseconds < 1_000_000_000
                ? nanoseconds / 1_000_000 + " ms"
                : nanoseconds / 1_000_000_000 + " s";
    }

    private void line(String colour, String mark, String text) {
        out.line(colour + mark + PLAIN + " " + text);
    }

    private void row(TraceRecord.Benchmark benchmark) {
        int names = Math.max(NAME_COLUMN, benchmark.longest() + 1);
        if (!headed) {
            headed = true;
            row(names, "Benchmark", "Time(ns)", "Iterations");
            out.line("-".repeat(names + TIME_COLUMN + RUNS_COLUMN));
        }
        row(
                names,
                benchmark.name(),
                Long.toString(benchmark.nanoseconds()),
                Long.toString(benchmark.runs()));
    }

    private void row(int names, String name, String time, String runs) {
        StringBuilder buffer = out.buffer();
        buffer.append(name).repeat(' ', names - name.length());
        buffer.append(time).repeat(' ', Math.max(1, TIME_COLUMN - time.length()));
        buffer.append(runs).append('\n');
        out.recordDone();
    }
}
