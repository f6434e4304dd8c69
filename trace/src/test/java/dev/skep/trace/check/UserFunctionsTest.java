package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Functions of a library that says what their parameters are, some of them of C++. */
class UserFunctionsTest {
    private static final Target TARGET = StoredTargets.linux618();

    @TempDir private Path folder;

    private String library = "";

    @BeforeEach
    void unpack() throws Exception {
        Path file = folder.resolve("user-functions.so");
        try (InputStream in = UserFunctionsTest.class.getResourceAsStream("user-functions.so")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        library = file.toString();
    }

    private ScriptChecker.Result check(String script) {
        return ScriptChecker.analyse(
                new SourceText("stdin", script.replace("LIB", library)),
                TARGET,
                CheckOptions.DEFAULT);
    }

    private List<String> problems(String script) {
        List<String> messages = new ArrayList<>();
        for (Problem problem : check(script).problems()) {
            messages.add(problem.message().replace(library, "LIB"));
        }
        return messages;
    }

    /** {@return the names of the places that the only probe attaches to} */
    private List<String> places(String script) {
        CheckedScript checked = Objects.requireNonNull(check(script).checked());
        List<String> names = new ArrayList<>();
        for (CheckedProbe probe : checked.probes()) {
            for (ResolvedAttachPoint point : probe.attachPoints()) {
                names.add(point.name().replace(library, "LIB"));
            }
        }
        return names;
    }

    private List<String> arguments(String function) {
        List<ProbeCatalog.Entry> entries = new ArrayList<>();
        ProbeCatalog.match(TARGET, 0, "uprobe:" + library + ":" + function, true, entries::add);
        return entries.getFirst().arguments();
    }

    @Test
    void argumentsHaveTheirNamesAndTypes() {
        assertThat(
                        problems(
                                "uprobe:LIB:walk { print(args.first->numbers[2]);"
                                        + " print(args.first->name); print(str(args.text));"
                                        + " print(args.count + (uint64)1); }"))
                .isEmpty();
        assertThat(problems("uprobe:LIB:walk { print(args.first->nosuch); }"))
                .containsExactly(
                        "Struct/union of type 'struct node' does not contain a field named"
                                + " 'nosuch'");
        assertThat(problems("uprobe:LIB:walk { print(args.frist); }"))
                .containsExactly("Can't find function parameter frist");
    }

    @Test
    void typesOfTheProgramHaveTheirNames() {
        assertThat(
                        problems(
                                "uprobe:LIB:walk { $n = (struct node *)arg0; print($n->next->name);"
                                        + " print(sizeof(struct node)); }"))
                .isEmpty();
        assertThat(problems("begin { print(sizeof(struct node)); } uprobe:LIB:walk { }"))
                .as("a script has its types as a whole")
                .isEmpty();
    }

    /** What follows a struct by value is where nobody says. */
    @Test
    void onlyArgumentsInOneWordAreKnown() {
        assertThat(problems("uprobe:LIB:many { print(args.f + args.h); }")).isEmpty();
        assertThat(problems("uprobe:LIB:many { print(args.e); }"))
                .containsExactly("Can't find function parameter e");
        assertThat(problems("uprobe:LIB:by_value { print(args.a); }")).isEmpty();
        assertThat(problems("uprobe:LIB:by_value { print(args.b); }"))
                .containsExactly("Can't find function parameter b");
    }

    @Test
    void aFunctionThatNothingIsSaidOfHasNumbersOnly() {
        assertThat(problems("uprobe:LIB:walk { print(arg0); }")).isEmpty();
        assertThat(problems("uprobe:/bin/sh:main { print(args.x); }")).hasSize(1);
    }

    @Test
    void listingsTellParameters() {
        assertThat(arguments("walk"))
                .containsExactly(
                        "struct node* first", "const char* text", "long unsigned int count");
        assertThat(arguments("_ZN2ns7counter3addEi"))
                .containsExactly("const struct counter* this", "int by");
    }

    @Test
    void namesOfCppAreFoundAsTheyAreWritten() {
        assertThat(places("uprobe:LIB:cpp:\"ns::counter::add\" { }"))
                .containsExactly("uprobe:LIB:cpp:_ZN2ns7counter3addEi");
        assertThat(places("uprobe:LIB:cpp:\"ns::twice(int)\" { }"))
                .containsExactly("uprobe:LIB:cpp:_ZN2ns5twiceEi");
        assertThat(places("uprobe:LIB:cpp:\"ns::tw*\" { }"))
                .containsExactlyInAnyOrder(
                        "uprobe:LIB:cpp:_ZN2ns5twiceEi", "uprobe:LIB:cpp:_ZN2ns5twiceEd");
        assertThat(places("uprobe:LIB:cpp:walk { }")).containsExactly("uprobe:LIB:cpp:walk");
        assertThat(problems("uprobe:LIB:cpp:\"ns::thrice\" { }"))
                .containsExactly("No matches for uprobe LIB:ns::thrice.");
        assertThat(problems("uprobe:LIB:rust:x { }"))
                .containsExactly("unsupported language type: rust");
    }

    /** The file is what it is: walk begins at 0x1000 with push %rbp and mov %rsp,%rbp. */
    @Test
    void aProbeGoesWhereAnInstructionBegins() {
        assertThat(problems("uprobe:LIB:walk+1 { }")).isEmpty();
        assertThat(problems("uprobe:LIB:walk+2 { }"))
                .containsExactly("Could not add uprobe into middle of instruction: LIB:walk+2");
        assertThat(problems("uprobe:LIB:0x1001 { }")).isEmpty();
        assertThat(problems("uprobe:LIB:0x1003 { }"))
                .containsExactly("Could not add uprobe into middle of instruction: LIB:4099");
        ScriptChecker.Result unsafe =
                ScriptChecker.analyse(
                        new SourceText("stdin", "uprobe:" + library + ":walk+2 { }"),
                        TARGET,
                        CheckOptions.DEFAULT.withUnsafe(true));
        assertThat(unsafe.checked()).isNotNull();
        assertThat(unsafe.problems())
                .extracting(problem -> problem.message().replace(library, "LIB"))
                .containsExactly("Unsafe uprobe in the middle of the instruction: LIB:walk+2");
    }

    @Test
    void argumentsOfMethodsHaveNamesToo() {
        assertThat(
                        problems(
                                "uprobe:LIB:cpp:\"ns::counter::add\" { print(args.by);"
                                        + " print(args.this->total); }"))
                .isEmpty();
    }
}
