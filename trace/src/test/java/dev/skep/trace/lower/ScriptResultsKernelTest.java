package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.Value;
import dev.skep.trace.record.ValueText;
import dev.skep.trace.run.RecordSink;
import dev.skep.trace.run.Session;
import dev.skep.trace.run.SessionOptions;
import dev.skep.trace.syntax.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs compute, in the kernel, what the language says. */
@NeedsKernel
class ScriptResultsKernelTest {
    private static final String EXPECT = "// expect: ";

    static List<ScriptCases.Case> cases() {
        return ScriptCases.of("results.bt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Timeout(20)
    void theKernelComputesIt(ScriptCases.Case script) {
        List<String> expected = new ArrayList<>();
        for (String line : script.script().split("\n", -1)) {
            if (line.startsWith(EXPECT)) {
                expected.add(line.substring(EXPECT.length()));
            }
        }

        assertThat(run(script.script())).isEqualTo(expected);
    }

    private static List<String> run(String text) {
        Collected collected = new Collected();
        try (Session session =
                Session.start(
                        ScriptCompiler.compile(
                                new SourceText("test", text),
                                Target.running(),
                                CompileOptions.DEFAULT),
                        new SessionOptions(List.of(), false))) {
            session.run(collected);
        }
        return collected.lines;
    }

    /** Keeps what a script says as lines. */
    private static final class Collected implements RecordSink {
        private final List<String> lines = new ArrayList<>();
        private final StringBuilder unfinished = new StringBuilder();

        @Override
        public void accept(TraceRecord record) {
            switch (record) {
                case TraceRecord.Printf(String printed, List<Value> _) -> printf(printed);
                case TraceRecord.Printed(Value value) -> lines.add(text(value));
                case TraceRecord.MapContents contents ->
                        contents.entries().forEach(entry -> lines.add(text(entry.value())));
                case TraceRecord.RuntimeProblem problem -> lines.add(problem.message());
                case TraceRecord.Lost(long events) -> lines.add("lost " + events);
                case TraceRecord.TotalLost(long events) -> lines.add("lost in all " + events);
                case TraceRecord.Attached _, TraceRecord.Ended _ -> {
                    // Every script says so.
                }
            }
        }

        private void printf(String printed) {
            unfinished.append(printed);
            if (printed.endsWith("\n")) {
                lines.add(unfinished.substring(0, unfinished.length() - 1));
                unfinished.setLength(0);
            }
        }

        private static String text(Value value) {
            if (!(value instanceof Value.Histogram(List<Value.Bucket> buckets))) {
                return ValueText.of(value);
            }
            StringBuilder out = new StringBuilder();
            for (Value.Bucket bucket : buckets) {
                out.append(out.isEmpty() ? "[" : " [");
                out.append(bucket.low() == Long.MIN_VALUE ? "-inf" : bucket.low()).append(',');
                out.append(bucket.high() == Long.MAX_VALUE ? "inf" : bucket.high());
                out.append(")=").append(bucket.count());
            }
            return out.toString();
        }
    }
}
