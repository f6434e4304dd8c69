package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Any text gives a script or problems with places in the text, soon, and nothing else. Mutants of
 * known scripts come near to being right; {@code -Dskep.mutants=1000000} makes more of them.
 */
class AnyTextTest {
    private static final Target TARGET = StoredTargets.linux618();
    private static final CheckOptions OPTIONS = new CheckOptions(List.of("1", "abc"));
    private static final int MUTANTS = Integer.getInteger("skep.mutants", 5_000);

    private static final String[] PIECES = {
        " ",
        "\n",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ";",
        ":",
        "?",
        ".",
        "..",
        "->",
        "\"",
        "\\",
        "/",
        "//",
        "/*",
        "*/",
        "#",
        "!",
        "~",
        "++",
        "--",
        "+",
        "-",
        "*",
        "%",
        "&",
        "|",
        "^",
        "<<",
        ">>",
        "&&",
        "||",
        "==",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
        "=",
        "+=",
        "/=",
        "$",
        "$x",
        "$1",
        "$#",
        "@",
        "@a",
        "@a[1]",
        "1",
        "0x",
        "18446744073709551616",
        "\"a\"",
        "\"%d %s\"",
        "if",
        "else",
        "let",
        "for",
        "while",
        "return",
        "macro",
        "config",
        "import",
        "pid",
        "comm",
        "args",
        "args.dfd",
        "nsecs",
        "count()",
        "sum(",
        "hist(",
        "print(",
        "printf(",
        "str(",
        "delete(",
        "begin",
        "end",
        "tracepoint:syscalls:sys_enter_openat",
        "interval:s:1",
        "rawtracepoint:sys_enter",
        "true",
        "(uint64)",
        "struct",
        "sizeof(",
        "comptime",
        "\t",
        "\0",
        "ä",
        "\ud83d",
        "😀",
        "_",
    };

    static List<String> resources() {
        return List.of(
                "problems.txt",
                "syntax-problems.txt",
                "attach-point-problems.txt",
                "types.txt",
                "syntax-trees.txt");
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyKnownScript(String resource) {
        for (Cases.Case known : Cases.read(resource)) {
            check(known.script());
        }
    }

    @Test
    @Timeout(120)
    void mutants() {
        List<String> scripts = new ArrayList<>();
        for (String resource : resources()) {
            for (Cases.Case known : Cases.read(resource)) {
                scripts.add(known.script());
            }
        }
        for (int seed = 0; seed < MUTANTS; seed++) {
            String mutant = mutant(scripts, new Random(seed));
            try {
                check(mutant);
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + mutant, e);
            }
        }
    }

    @Test
    void everyBeginningOfAScript() {
        String script =
                Cases.read("syntax-trees.txt").stream()
                        .map(Cases.Case::script)
                        .reduce("", (a, b) -> a + "\n" + b);
        for (int end = 0; end < script.length(); end += 7) {
            check(script.substring(0, end));
        }
    }

    private static String mutant(List<String> scripts, Random random) {
        var text = new StringBuilder(scripts.get(random.nextInt(scripts.size())));
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> text.insert(at, text.substring(at, end));
                case 4 -> {
                    String other = scripts.get(random.nextInt(scripts.size()));
                    int from = random.nextInt(other.length() + 1);
                    int to = Math.min(other.length(), from + random.nextInt(30));
                    text.insert(at, other, from, to);
                }
                default -> text.insert(at, (char) random.nextInt(0x180));
            }
        }
        return text.toString();
    }

    /** Deep trees of every kind, which recursion must survive whatever the stack is. */
    static List<String> deepScripts() {
        int deep = 20_000;
        return List.of(
                "begin { $x = " + "(".repeat(deep) + "1" + ")".repeat(deep) + "; }",
                "begin { $x = " + "(".repeat(deep),
                "begin { $x = " + "-".repeat(1) + "!".repeat(deep) + "1; }",
                "begin { $x = pid" + " + 1".repeat(deep) + "; }",
                "begin { $x = pid" + " ? 1 : pid".repeat(deep) + "; }",
                "begin { $x = pid" + " ? pid".repeat(deep) + " : 1".repeat(deep) + "; }",
                "begin " + "{".repeat(deep) + "}".repeat(deep),
                "begin " + "{".repeat(deep),
                "begin { " + "if (pid) { ".repeat(deep) + "}".repeat(deep) + " }",
                "begin { if (pid) { }" + " else if (tid) { }".repeat(deep) + " }",
                "begin { $x = " + "{ ".repeat(deep) + "1" + " }".repeat(deep) + "; }",
                "begin { @a" + "[@a".repeat(deep) + "]".repeat(deep) + " = 1; }",
                "begin { $x = $x" + "[1]".repeat(deep) + "; }",
                "begin { $x = args" + ".a".repeat(deep) + "; }",
                "begin { " + "print(".repeat(deep) + "1" + ")".repeat(deep) + "; }",
                "begin { $x = " + "(uint64)".repeat(deep) + "1; }",
                "begin { $x = (uint8" + "*".repeat(deep) + ")1; }",
                "begin { $x = " + "(1,".repeat(deep) + "1" + ")".repeat(deep) + "; }",
                "begin { $x = " + "(a=".repeat(deep) + "1" + ")".repeat(deep) + "; }",
                "begin { while (1) ".repeat(deep),
                "begin { $x = pid" + " && (tid || uid".repeat(deep) + ")".repeat(deep) + "; }");
    }

    @ParameterizedTest
    @MethodSource("deepScripts")
    @Timeout(10)
    void deepNesting(String script) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        // Half of what the main thread of a JVM has.
        Thread small =
                new Thread(
                        null,
                        () -> {
                            try {
                                check(script);
                            } catch (Throwable e) {
                                thrown[0] = e;
                            }
                        },
                        "small stack",
                        512 << 10);
        small.start();
        small.join();
        assertThat(thrown[0]).isNull();
    }

    @Test
    void chainsOfConditionsMayBeLong() {
        String chain = " || pid == 1".repeat(5_000);
        var source = new SourceText("stdin", "begin /pid == 0" + chain + "/ { exit(); }");

        assertThat(ScriptChecker.analyse(source, TARGET, OPTIONS).problems()).isEmpty();
    }

    @Test
    void treesMayHaveManyLevels() {
        String script = "begin { $x = " + "(pid + ".repeat(100) + "1" + ")".repeat(100) + "; }";

        assertThat(
                        ScriptChecker.analyse(new SourceText("stdin", script), TARGET, OPTIONS)
                                .problems())
                .isEmpty();
    }

    @Test
    void wideScriptsAreFine() {
        var script = new StringBuilder("begin { ");
        for (int i = 0; i < 3_000; i++) {
            script.append("@m").append(i % 100).append("[pid, ").append(i).append("] = nsecs; ");
        }
        script.append('}');
        var source = new SourceText("stdin", script.toString());

        CheckedScript checked = ScriptChecker.check(source, TARGET, OPTIONS);

        assertThat(checked.maps()).hasSize(100);
    }

    private static void check(String text) {
        var source = new SourceText("stdin", text);
        ScriptChecker.Result result = ScriptChecker.analyse(source, TARGET, OPTIONS);
        boolean wrong = false;
        for (Problem problem : result.problems()) {
            wrong |= problem.severity() == Problem.Severity.ERROR;
            assertThat(problem.span().start()).isBetween(0, text.length());
            assertThat(problem.span().end()).isBetween(problem.span().start(), text.length() + 1);
            assertThat(problem.message()).isNotBlank();
        }
        assertThat(result.checked() == null).isEqualTo(wrong);
        assertThat(AstPrinter.print(result.script())).startsWith("Program\n");
        if (result.checked() != null) {
            CompleteScript.check(result.checked());
        }
    }
}
