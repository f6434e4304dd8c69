package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.Choices;
import dev.skep.bpf.testkit.Generator;
import dev.skep.bpf.testkit.Property;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever the text: either programs, or errors with their places, and soon. */
@Timeout(300)
class ScriptMutationTest {
    private static final Target TARGET = StoredTargets.linux618();
    private static final List<String> SCRIPTS = scripts("lower/scripts.bt", "lower/results.bt");
    private static final List<List<String>> TOKENS = SCRIPTS.stream().map(Text::tokens).toList();

    /** A machine may be busy; what goes on for ever takes longer. */
    private static final long MOST_NANOS = 10_000_000_000L;

    private static final int LONGEST = 4000;

    private static final List<String> ODD =
            List.of(
                    "0",
                    "-1",
                    "9223372036854775807",
                    "9223372036854775808",
                    "18446744073709551615",
                    "1e9",
                    "0x",
                    "\"",
                    "\"\\",
                    "'",
                    "/*",
                    "//",
                    "@",
                    "$",
                    "{",
                    "}",
                    "(",
                    ")",
                    "[",
                    "]",
                    ",",
                    ";",
                    ".",
                    "->",
                    "=",
                    "==",
                    "?",
                    ":",
                    "*",
                    "&",
                    "!",
                    "~",
                    "++",
                    "<<",
                    "%",
                    "\u0000",
                    "\u00e9",
                    "\ud800",
                    "\n",
                    "(int8)",
                    "(uint64 *)",
                    "(struct task_struct *)",
                    "curtask",
                    "args",
                    "comm",
                    "@x[1, 2]",
                    "(1, \"a\")",
                    "count()",
                    "kstack",
                    "while",
                    "if",
                    "unroll(100)",
                    "for",
                    "import",
                    "macro",
                    "config = {",
                    "struct s {");

    /** A script, which a failure shows. */
    private record Text(String script) {

        /** Words, numbers, blanks and single characters. */
        static List<String> tokens(String script) {
            List<String> tokens = new ArrayList<>();
            int start = 0;
            for (int i = 1; i <= script.length(); i++) {
                if (i == script.length()
                        || !Character.isLetterOrDigit(script.charAt(i))
                        || !Character.isLetterOrDigit(script.charAt(i - 1))) {
                    tokens.add(script.substring(start, i));
                    start = i;
                }
            }
            return tokens;
        }
    }

    private static List<String> scripts(String... resources) {
        List<String> scripts = new ArrayList<>();
        for (String resource : resources) {
            try (InputStream in = ScriptMutationTest.class.getResourceAsStream(resource)) {
                String text =
                        new String(
                                Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
                for (String script : text.split("// name: .*\n", -1)) {
                    if (!script.isBlank()) {
                        scripts.add(script.strip());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scripts;
    }

    private static Text mutated(Choices choices) {
        List<String> tokens = new ArrayList<>(choices.of(TOKENS));
        int changes = 1 + choices.below(6);
        for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
            int at = choices.below(tokens.size());
            int until = Math.min(tokens.size(), at + 1 + choices.below(8));
            switch (choices.below(6)) {
                case 0 -> tokens.subList(at, until).clear();
                case 1 -> tokens.addAll(at, List.copyOf(tokens.subList(at, until)));
                case 2 -> tokens.set(at, choices.of(ODD));
                case 3 -> tokens.add(at, choices.of(ODD));
                case 4 -> tokens.set(at, choices.of(choices.of(TOKENS)));
                default -> {
                    List<String> other = choices.of(TOKENS);
                    int from = choices.below(other.size());
                    int end = Math.min(other.size(), from + 1 + choices.below(12));
                    tokens.addAll(at, other.subList(from, end));
                }
            }
        }
        String script = String.join("", tokens);
        return new Text(script.substring(0, Math.min(LONGEST, script.length())));
    }

    /** {@return whether it could be compiled} */
    private static boolean compile(String script) {
        long start = System.nanoTime();
        boolean compiled = true;
        try {
            ScriptCompiler.compile(new SourceText("stdin", script), TARGET, CompileOptions.DEFAULT);
        } catch (ScriptException e) {
            compiled = false;
            assertThat(e.problems()).isNotEmpty();
            for (Problem problem : e.problems()) {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.span().start())
                        .as(problem.message())
                        .isBetween(0, script.length());
                // The end of the text has a place, too.
                assertThat(problem.span().end())
                        .as(problem.message())
                        .isBetween(problem.span().start(), script.length() + 1);
            }
        } catch (BpfException e) {
            // What is right but too large, such as its stack, is refused as a whole.
            compiled = false;
            assertThat(e).hasNoCause().message().isNotBlank();
        } catch (StackOverflowError e) {
            throw new AssertionError("it is nested too deeply", e);
        }
        assertThat(System.nanoTime() - start).as("ns").isLessThan(MOST_NANOS);
        return compiled;
    }

    @Test
    void scriptsMayBeAnything() {
        AtomicInteger compiled = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Generator<Text> texts = ScriptMutationTest::mutated;
        Property.forAll(
                texts, text -> (compile(text.script()) ? compiled : refused).incrementAndGet());
        assertThat(compiled).as("some changes do no harm").hasPositiveValue();
        assertThat(refused).as("the changes do harm").hasPositiveValue();
    }
}
