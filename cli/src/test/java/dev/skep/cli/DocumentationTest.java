package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the documentation shows is what happens. In a block of the kind {@code console} each line
 * after {@code $} is run, and what follows must be what a terminal shows: standard output and
 * standard error together. What differs from run to run may differ: {@code …} in a line stands for
 * any text, a line of nothing else for any number of lines, a number for any number; and a row of a
 * histogram or an entry of a map for any such rows or entries.
 */
@NeedsKernel
@NeedsCheckout
class DocumentationTest {

    private static final List<String> PAGES =
            List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md");

    private static final String HISTOGRAM_ROW = "[\\[(].*[\\])] +[0-9]+ \\|[@ ]{52}\\|";
    private static final String MAP_ENTRY = "@[a-z]*\\[.*]: [0-9]+";

    /** An ellipsis, or a number by itself: none in a name such as x86_64, nor a problem's place. */
    private static final Pattern VARYING = Pattern.compile("…|(?<![\\w:.-])[0-9]+(?![\\w:.-])");

    private record Example(String page, int line, String command, List<String> expected) {}

    @TestFactory
    Stream<DynamicTest> everyExampleHolds() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String page : PAGES) {
            examples.addAll(examples(page, Files.readAllLines(Skep.root().resolve(page))));
        }
        assertThat(examples).hasSizeGreaterThan(5);
        return examples.stream()
                .map(e ->
                        DynamicTest.dynamicTest(
                                e.page() + ":" + e.line() + " " + e.command(), () -> check(e)));
    }

    @Test
    void aWildcardStandsForTextOrLines() {
        List<String> expected = List.of("a … c", "…", "z");
        assertThat(matches(expected, List.of("a b c", "z"))).isTrue();
        assertThat(matches(expected, List.of("a b c", "x", "y", "z", "", ""))).isTrue();
        assertThat(matches(expected, List.of("a b d", "z"))).isFalse();
        assertThat(matches(expected, List.of("a b c", "x", "z z"))).isFalse();
        assertThat(matches(expected, List.of("a", "b c", "z"))).isFalse();
        assertThat(matches(expected, List.of("a b c", "z", "y"))).isFalse();
        assertThat(matches(List.of("[1]"), List.of("[1]"))).isTrue();
        assertThat(matches(List.of("[1]"), List.of("1"))).isFalse();
    }

    @Test
    void whatDiffersFromRunToRunMayDiffer() {
        assertThat(matches(List.of("12 cat /a"), List.of("4711 cat /a"))).isTrue();
        assertThat(matches(List.of("stdin:1:1-36: E"), List.of("stdin:1:1-37: E"))).isFalse();
        assertThat(matches(List.of("x86"), List.of("x87"))).isFalse();
        String bar = "|" + "@".repeat(52) + "|";
        String half = "|" + "@".repeat(26) + " ".repeat(26) + "|";
        assertThat(
                        matches(
                                List.of("@us:", "[1]    7 " + half, "[2, 4) 14 " + bar, "end"),
                                List.of("@us:", "[8, 16) 3 " + bar, "end")))
                .isTrue();
        assertThat(matches(List.of("[1]    7 " + half), List.of("end"))).isFalse();
        assertThat(matches(List.of("@[cat]: 3", "@[ls]: 4"), List.of("@[java]: 77"))).isTrue();
        assertThat(matches(List.of("@[cat]: 3"), List.of("@x: 77"))).isFalse();
    }

    private static void check(Example example) {
        String command = example.command().replaceFirst("^sudo ", "");
        assertThat(command).as("only skep is run").startsWith("./skep");
        Skep.Result result = Skep.shell("exec 2>&1; " + command);
        assertThat(matches(example.expected(), result.out().lines().toList()))
                .as("the page shows %s%nbut it is %s", example.expected(), result.out())
                .isTrue();
    }

    /** Empty lines at the end are not compared: a page does not show them. */
    private static boolean matches(List<String> expected, List<String> actual) {
        if (expected.isEmpty()) {
            return actual.stream().allMatch(String::isEmpty);
        }
        List<String> more = expected.subList(1, expected.size());
        if (expected.getFirst().equals("…")) {
            for (int i = 0; i <= actual.size(); i++) {
                if (matches(more, actual.subList(i, actual.size()))) {
                    return true;
                }
            }
            return false;
        }
        if (actual.isEmpty() || !actual.getFirst().matches(shape(expected.getFirst()))) {
            return false;
        }
        List<String> rest = actual.subList(1, actual.size());
        if (isRow(expected.getFirst())) {
            // As many rows as there are stand for as many as there may be.
            String shape = shape(expected.getFirst());
            while (!more.isEmpty() && shape(more.getFirst()).equals(shape)) {
                more = more.subList(1, more.size());
            }
            while (!rest.isEmpty() && rest.getFirst().matches(shape)) {
                rest = rest.subList(1, rest.size());
            }
        }
        return matches(more, rest);
    }

    private static boolean isRow(String line) {
        return line.matches(HISTOGRAM_ROW) || line.matches(MAP_ENTRY);
    }

    private static String shape(String expected) {
        if (expected.matches(HISTOGRAM_ROW)) {
            return HISTOGRAM_ROW;
        }
        if (expected.matches(MAP_ENTRY)) {
            return MAP_ENTRY;
        }
        StringBuilder shape = new StringBuilder();
        int end = 0;
        for (Matcher varying = VARYING.matcher(expected); varying.find(); end = varying.end()) {
            shape.append(Pattern.quote(expected.substring(end, varying.start())));
            shape.append(varying.group().equals("…") ? ".*" : "[0-9]+");
        }
        return shape.append(Pattern.quote(expected.substring(end))).toString();
    }

    private static List<Example> examples(String page, List<String> lines) {
        List<Example> examples = new ArrayList<>();
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                inside = line.equals("```console");
                assertThat(!inside || lines.get(i + 1).startsWith("$ "))
                        .as(page + ":" + i)
                        .isTrue();
            } else if (inside && line.startsWith("$ ")) {
                List<String> expected = new ArrayList<>();
                int next = i + 1;
                while (!lines.get(next).startsWith("$ ") && !lines.get(next).startsWith("```")) {
                    expected.add(lines.get(next++));
                }
                examples.add(new Example(page, i + 1, line.substring(2), expected));
            }
        }
        return examples;
    }
}
