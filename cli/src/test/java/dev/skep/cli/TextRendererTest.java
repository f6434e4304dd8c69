package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.TraceRecord.MapContents;
import dev.skep.trace.record.Value;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class TextRendererTest {

    private final Captured captured = Captured.plain();
    private final AtomicInteger gone = new AtomicInteger();
    private final TextRenderer renderer = renderer(false);

    private TextRenderer renderer(boolean quiet) {
        return new TextRenderer(
                captured.streams().out(), captured.streams(), quiet, gone::incrementAndGet);
    }

    @Test
    void attachedProbesAreSaidOnStandardError() {
        renderer.accept(new TraceRecord.Attached(1));
        renderer.accept(new TraceRecord.Attached(2));
        assertThat(captured.err()).isEqualTo("Attached 1 probe\nAttached 2 probes\n");
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void quietLeavesOutAttachedProbesOnly() {
        TextRenderer quiet = renderer(true);
        quiet.accept(new TraceRecord.Attached(1));
        quiet.accept(new TraceRecord.Lost(3));
        assertThat(captured.err()).isEqualTo("Lost 3 events\n");
    }

    @Test
    void printfIsTextAsItIs() {
        renderer.accept(new TraceRecord.Printf("no line end", List.of()));
        renderer.accept(new TraceRecord.Printf(", ä\n", List.of()));
        assertThat(captured.out()).isEqualTo("no line end, ä\n");
    }

    @Test
    void printedValuesEndTheLine() {
        renderer.accept(
                new TraceRecord.Printed(
                        new Value.Tuple(
                                List.of(
                                        new Value.Int(1, true),
                                        new Value.Text("abc"),
                                        new Value.Tuple(
                                                List.of(
                                                        new Value.Int(2, true),
                                                        new Value.Int(3, true)))))));
        assertThat(captured.out()).isEqualTo("(1, abc, (2, 3))\n");
    }

    @Test
    void mapsWithoutKeys() {
        renderer.accept(
                new MapContents(
                        "@b", false, List.of(new MapContents.Entry(null, new Value.Int(3, true)))));
        renderer.accept(
                new MapContents(
                        "@",
                        false,
                        List.of(new MapContents.Entry(null, new Value.Total(0, true)))));
        assertThat(captured.out()).isEqualTo("@b: 3\n@: 0\n");
    }

    @Test
    void mapsWithKeys() {
        Value key = new Value.Tuple(List.of(new Value.Int(1, true), new Value.Text("x")));
        renderer.accept(
                new MapContents(
                        "@a",
                        true,
                        List.of(
                                new MapContents.Entry(key, new Value.Total(2, true)),
                                new MapContents.Entry(
                                        new Value.Text("cat"), new Value.Total(7, true)))));
        assertThat(captured.out()).isEqualTo("@a[1, x]: 2\n@a[cat]: 7\n");
    }

    @Test
    void anEmptyMapIsNotMentioned() {
        renderer.accept(new MapContents("@a", true, List.of()));
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void histogramsStandOnLinesOfTheirOwnAndEndWithAnEmptyOne() {
        Value histogram =
                new Value.Histogram(List.of(new Value.Bucket(2, 4, 1), new Value.Bucket(4, 8, 2)));
        renderer.accept(
                new MapContents("@us", false, List.of(new MapContents.Entry(null, histogram))));
        renderer.accept(
                new MapContents(
                        "@h",
                        true,
                        List.of(new MapContents.Entry(new Value.Text("cat"), histogram))));
        String rows =
                """
                [2, 4)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                [4, 8)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                """;
        assertThat(captured.out()).isEqualTo("@us:\n" + rows + "@h[cat]:\n" + rows);
    }

    @Test
    void lossIsSaidOnStandardError() {
        renderer.accept(new TraceRecord.Lost(12));
        renderer.accept(new TraceRecord.TotalLost(34));
        renderer.accept(new TraceRecord.FailedUpdates(56));
        assertThat(captured.err())
                .isEqualTo(
                        """
                        Lost 12 events
                        WARNING: Total lost event count: 34
                        WARNING: Total failed map update count (maps were full): 56
                        """);
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void theEndIsTwoNewlines() {
        renderer.accept(new TraceRecord.Ended());
        assertThat(captured.out()).isEqualTo("\n\n");
    }

    @Test
    void aProblemOfTheRunShowsItsPlace() {
        renderer.accept(
                new TraceRecord.RuntimeProblem(
                        new TraceRecord.Place("stdin", 1, 9, 14, "begin {\t@a[1] }"),
                        "Can't lookup map element because it does not exist.",
                        "Success",
                        "map_lookup_elem",
                        0));
        assertThat(captured.err())
                .isEqualTo(
                        """
                        stdin:1:9-14: WARNING: Can't lookup map element because it does not exist.
                        Additional Info - helper: map_lookup_elem, retcode: 0
                        begin {    @a[1] }
                                   ~~~~~
                        """);
    }
}
