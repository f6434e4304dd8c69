package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import org.junit.jupiter.api.Test;

import java.util.List;

class DiagnosticsTest {

    private final Captured captured = Captured.plain();
    private final Diagnostics diagnostics = captured.streams().err();

    @Test
    void anErrorPointsAtItsText() {
        SourceText source =
                new SourceText("stdin", "tracepoint:syscalls:sys_enter_opnat { exit(); }");
        diagnostics.problem(
                source,
                Problem.error(
                        new Span(0, 35),
                        "No matches for tracepoint syscalls:sys_enter_opnat.",
                        "did you mean tracepoint:syscalls:sys_enter_openat?"));
        assertThat(captured.err())
                .isEqualTo(
                        """
                        stdin:1:1-36: ERROR: No matches for tracepoint syscalls:sys_enter_opnat.
                        tracepoint:syscalls:sys_enter_opnat { exit(); }
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                        HINT: did you mean tracepoint:syscalls:sys_enter_openat?
                        """);
    }

    @Test
    void tabsAreFourBlanksInTextAndMarks() {
        SourceText source = new SourceText("a.bt", "begin {\n\t$x\t= y;\n}\n");
        int y = source.text().indexOf('y');
        diagnostics.problem(source, Problem.error(new Span(y, y + 1), "Unknown identifier: 'y'"));
        assertThat(captured.err())
                .isEqualTo(
                        """
                        a.bt:2:7-8: ERROR: Unknown identifier: 'y'
                            $x    = y;
                                    ~
                        """);
    }

    @Test
    void aTabInsideTheMarkIsMarkedWhole() {
        SourceText source = new SourceText("stdin", "a\tb");
        diagnostics.problem(source, Problem.error(new Span(0, 3), "x"));
        assertThat(captured.err()).isEqualTo("stdin:1:1-4: ERROR: x\na    b\n~~~~~~\n");
    }

    @Test
    void severalLinesAreNamedFirstToLast() {
        SourceText source = new SourceText("a.bt", "begin {\n\tx(1,\n\t  2);\n}");
        int start = source.text().indexOf('x');
        int end = source.text().indexOf(')') + 1;
        diagnostics.problem(source, Problem.error(new Span(start, end), "Unknown function: 'x'"));
        assertThat(captured.err())
                .isEqualTo("a.bt:2-3: ERROR: Unknown function: 'x'\n    x(1,\n      2);\n");
    }

    @Test
    void aSpanThatEndsWithItsLineIsOfThatLine() {
        SourceText source = new SourceText("a.bt", "one\ntwo\n");
        diagnostics.problem(source, Problem.error(new Span(0, 4), "x"));
        assertThat(captured.err()).isEqualTo("a.bt:1:1-5: ERROR: x\none\n~~~\n");
    }

    @Test
    void theEndOfTheTextHasAPlaceToo() {
        SourceText source = new SourceText("stdin", "begin {");
        diagnostics.problem(source, Problem.error(new Span(7, 7), "unexpected end of file"));
        assertThat(captured.err())
                .isEqualTo("stdin:1:8-8: ERROR: unexpected end of file\nbegin {\n       \n");
    }

    @Test
    void anEmptyLineIsNotShown() {
        diagnostics.problem(
                new SourceText("stdin", ""), Problem.error(new Span(0, 0), "no probes"));
        assertThat(captured.err()).isEqualTo("stdin:1:1-1: ERROR: no probes\n");
    }

    @Test
    void warningsCanBeLeftOut() {
        SourceText source = new SourceText("stdin", "begin { 1 }");
        Problem warning = Problem.warning(new Span(8, 9), "Return value discarded.");
        diagnostics.problem(source, warning);
        diagnostics.hideWarnings();
        diagnostics.problem(source, warning);
        diagnostics.warning("never seen");
        assertThat(captured.err())
                .isEqualTo(
                        "stdin:1:9-10: WARNING: Return value discarded.\nbegin { 1 }\n        ~\n");
    }

    @Test
    void onlyTheSeverityIsColoured() {
        Captured coloured = Captured.coloured();
        coloured.streams().err().error("no", List.of("yes"));
        coloured.streams().err().warning("hm");
        assertThat(coloured.err())
                .isEqualTo(
                        "\u001b[31mERROR\u001b[0m: no\nHINT: yes\n\u001b[33mWARNING\u001b[0m: hm\n");
    }

    @Test
    void colourIsForTerminalsUnlessTheEnvironmentSaysOtherwise() {
        assertThat(Colour.isWanted(null, null, true)).isTrue();
        assertThat(Colour.isWanted(null, null, false)).isFalse();
        assertThat(Colour.isWanted("auto", "", true)).isTrue();
        assertThat(Colour.isWanted(null, "1", true)).isFalse();
        assertThat(Colour.isWanted("never", null, true)).isFalse();
        assertThat(Colour.isWanted("always", null, false)).isTrue();
        assertThat(Colour.isWanted("always", "1", false)).isTrue();
    }
}
