package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.testkit.ElfObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class BtfDumpCommandTest {
    private static final String RAW =
            """
            [1] INT 'int' size=4 bits_offset=0 nr_bits=32 encoding=SIGNED
            [2] STRUCT 'pair' size=8 vlen=2
            \t'a' type_id=1 bits_offset=0
            \t'b' type_id=3 bits_offset=32
            [3] TYPEDEF 'number_t' type_id=1
            [4] TYPEDEF 'other_t' type_id=1
            """;

    private final Captured captured = Captured.plain();
    private @TempDir Path folder;
    private String types = "";
    private String object = "";

    @BeforeEach
    void writeFiles() throws IOException {
        BtfBuilder builder = new BtfBuilder();
        builder.integer("int", 4, BtfType.Int.SIGNED);
        builder.add(
                new BtfType.Struct(
                        "pair",
                        8,
                        false,
                        List.of(new Member("a", 1, 0, 0), new Member("b", 3, 32, 0))));
        builder.add(new BtfType.Typedef("number_t", 1));
        builder.add(new BtfType.Typedef("other_t", 1));
        byte[] bytes = builder.build();
        types = Files.write(folder.resolve("types.btf"), bytes).toString();
        byte[] elf = ElfObject.of(Map.of(".BTF", bytes));
        object = Files.write(folder.resolve("object.o"), elf).toString();
    }

    @Test
    void printsAllTypes() {
        assertThat(captured.run("btf", "dump", "file", types)).isZero();
        assertThat(captured.out()).isEqualTo(RAW);
        assertThat(captured.err()).isEmpty();
    }

    @Test
    void readsObjectsToo() {
        assertThat(captured.run("btf", "dump", "file", object, "format", "raw")).isZero();
        assertThat(captured.out()).isEqualTo(RAW);
    }

    @Test
    void printsC() {
        assertThat(captured.run("btf", "dump", "file", types, "format", "c")).isZero();
        assertThat(captured.out())
                .startsWith("#ifndef __VMLINUX_H__\n")
                .contains(
                        """
                        typedef int number_t;

                        struct pair {
                        	int a;
                        	number_t b;
                        };

                        typedef int other_t;
                        """)
                .endsWith("#endif /* __VMLINUX_H__ */\n");
    }

    @Test
    void printsOnlyWhatIsAskedFor() {
        assertThat(captured.run("btf", "dump", "file", types, "root_id", "4", "root_id", "1"))
                .isZero();
        assertThat(captured.out().lines())
                .extracting(line -> line.substring(0, 3))
                .containsExactly("[4]", "[1]");
        Captured c = Captured.plain();
        assertThat(c.run("btf", "dump", "file", types, "format", "c", "root_id", "2")).isZero();
        assertThat(c.out()).contains("struct pair {", "number_t").doesNotContain("other_t");
    }

    @Test
    void buildsOnABase() {
        // The same once more on top of itself: ids go on where those of the base end.
        assertThat(captured.run("btf", "dump", "-B", types, "file", object)).isZero();
        assertThat(captured.out()).startsWith("[5] INT ").contains("[8] TYPEDEF ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ""|btf dump needs a file|skep btf dump file FILE
                    vmlinux|unknown word 'vmlinux'|for a file: skep btf dump file vmlinux
                    fiel x|unknown word 'fiel'|did you mean file?
                    file x formta c|unknown word 'formta'|did you mean format?
                    file x format|format needs raw or c behind it|
                    file x format json|unknown format 'json'|there are raw and c
                    file x root_id ten|'ten' is no id of a type|
                    file no/such/file|failed to open file 'no/such/file': No such file or directory|
                    """)
    void wrongUse(String words, String message, String hint) {
        String line = words.isEmpty() ? "btf dump" : "btf dump " + words;
        assertThat(captured.run(line.split(" "))).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo(
                        "ERROR: " + message + "\n" + (hint == null ? "" : "HINT: " + hint + "\n"));
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void anIdThatIsNot() {
        assertThat(captured.run("btf", "dump", "file", types, "root_id", "5")).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo(
                        "ERROR: there is no type 5 in " + types + "\nHINT: its ids are 1 to 4\n");
    }

    @Test
    void aFolder() {
        assertThat(captured.run("btf", "dump", "file", folder.toString())).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo("ERROR: failed to open file '" + folder + "': Is a directory\n");
    }

    @Test
    void whatIsNoBtf() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no BTF, but long enough for one");
        assertThat(captured.run("btf", "dump", "file", text.toString())).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo("ERROR: " + text + " is not BTF: at offset 0, no magic number eb9f\n");
        Path elf = Files.write(folder.resolve("x.o"), ElfObject.of(Map.of(".x", new byte[4])));
        Captured other = Captured.plain();
        assertThat(other.run("btf", "dump", "file", elf.toString())).isEqualTo(2);
        assertThat(other.err())
                .isEqualTo(
                        "ERROR: "
                                + elf
                                + " has no BTF\nHINT: an object gets its section .BTF by clang -g\n");
    }

    @Test
    void halfACommand() {
        assertThat(captured.run("btf")).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo("ERROR: unknown command 'btf'\nHINT: there is skep btf dump\n");
    }
}
