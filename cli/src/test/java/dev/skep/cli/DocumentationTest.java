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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the documentation shows is what happens. In a block of the kind {@code console} each line
 * after {@code $} is run, and what follows must be what a terminal shows: standard output and
 * standard error together. {@code …} in a line stands for any text, a line of nothing else for any
 * number of lines.
 */
@NeedsKernel
@NeedsCheckout
class DocumentationTest {

    private static final List<String> PAGES =
            List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md");

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
        String regex = Pattern.quote(expected.getFirst()).replace("…", "\\E.*\\Q");
        return !actual.isEmpty()
                && actual.getFirst().matches(regex)
                && matches(more, actual.subList(1, actual.size()));
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
