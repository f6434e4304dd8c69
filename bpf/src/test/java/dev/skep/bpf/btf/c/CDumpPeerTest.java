package dev.skep.bpf.btf.c;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.KernelBtfFiles;
import dev.skep.bpf.testkit.PeerTool;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** What clang, pahole and bpftool say to our C. */
@Tag("peer")
@Timeout(300)
class CDumpPeerTest {
    /** What bpftool before 7.3 does not say, and fills of gaps that are right in either way. */
    private static final String[] MAY_DIFFER = {
        " __attribute__\\(\\(mode\\((byte|word|HI)\\)\\)\\)",
        "(?s)#ifndef BPF_NO_KFUNC_PROTOTYPES\n.*?;\n#endif\n\n",
        "\n\t*struct \\{(\n\t*(long|int|short|char): \\d+;)+\n\t*\\};",
        "\n\t*(long|int|short|char): \\d+;",
        // A va_list that is embedded: with bpftool's it is that of the machine that compiles.
        "(?<=\n\t)(va_list|struct __va_list_tag) \\w+(\\[1\\])?;",
    };

    /**
     * A struct of a name that is embedded without one: bpftool's needs an option of the compiler.
     */
    private static final Pattern UNNAMED = Pattern.compile("\n\t+(struct|union) \\w+;");

    @TempDir private Path folder;

    /** A header of all types, and the assertions that it must fulfil. */
    private record Header(Btf btf, String text, Map<String, Integer> named) {
        static Header of(Btf btf) {
            StringBuilder text = new StringBuilder(CHeader.BEGIN);
            CDump dump = new CDump(btf, text);
            for (int id = 1; id < btf.idCount(); id++) {
                dump.define(id);
            }
            dump.kernelFunctions();
            text.append(CHeader.END);
            return new Header(btf, text.toString(), CLayouts.named(btf, dump));
        }

        void write(Path folder) throws IOException {
            Files.writeString(folder.resolve("types.h"), text);
            Files.writeString(
                    folder.resolve("types.c"),
                    "#include \"types.h\"\n" + CLayouts.assertions(btf, named));
        }
    }

    private void compile(String target, String... options) {
        List<String> command = new ArrayList<>(List.of("clang-19", "-target", target));
        command.addAll(List.of("-Wall", "-Werror", "-Wno-missing-declarations", "-c"));
        command.addAll(List.of(options));
        PeerTool.run(folder, command.toArray(new String[0]));
    }

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.btf.KernelBtfFiles#all")
    void clangLaysTheKernelsTypesOutAsTheKernelDoes(Path file) throws IOException {
        Header header = Header.of(KernelBtfFiles.read(file));
        header.write(folder);
        assertThat(header.named()).hasSizeGreaterThan(5_000);
        compile("bpf", "types.c", "-o", "types.o");
        compile("bpf", "-DBPF_NO_PRESERVE_ACCESS_INDEX", "types.c", "-o", "types.o");
    }

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.btf.KernelBtfFiles#all")
    void paholeSeesTheKernelsLayoutsInWhatClangMade(Path file) throws IOException {
        Header header = Header.of(KernelBtfFiles.read(file));
        header.write(folder);
        compile(
                "x86_64-linux-gnu",
                "-DBPF_NO_PRESERVE_ACCESS_INDEX",
                "-g",
                "-fno-eliminate-unused-debug-types",
                "types.c",
                "-o",
                "types.o");
        PeerTool.run(
                folder, "pahole", "--btf_gen_all", "--btf_encode_detached=types.btf", "types.o");
        assertSameLayouts(header, KernelBtfFiles.read(folder.resolve("types.btf")));
    }

    private static void assertSameLayouts(Header header, Btf actual) {
        header.named()
                .forEach((name, id) -> {
                    int other = CLayouts.find(actual, name);
                    assertThat(other).as(name).isPositive();
                    assertThat(actual.sizeOf(other))
                            .as("size of %s", name)
                            .isEqualTo(header.btf().sizeOf(id));
                    assertThat(CLayouts.fields(actual, other))
                            .as(name)
                            .isEqualTo(CLayouts.fields(header.btf(), id));
                });
    }

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.btf.KernelBtfFiles#all")
    void printsTheKernelsTypesAsBpftoolDoes(Path file) throws IOException {
        String theirs =
                PeerTool.run(
                        folder, "bpftool", "btf", "dump", "file", file.toString(), "format", "c");
        String[] expected = definitions(theirs);
        String[] actual = definitions(Header.of(KernelBtfFiles.read(file)).text());
        assertThat(expected).hasSizeGreaterThan(5_000);
        for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
            if (!UNNAMED.matcher(expected[i]).find()) {
                assertThat(actual[i]).isEqualTo(expected[i]);
            }
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    private static String[] definitions(String header) {
        String text = header;
        for (String pattern : MAY_DIFFER) {
            text = text.replaceAll(pattern, "");
        }
        return text.split("\n\n", -1);
    }

    @Test
    void oddLayoutsSurvive() throws IOException {
        try (InputStream source = getClass().getResourceAsStream("layouts.c")) {
            roundTrip(
                    new String(
                            Objects.requireNonNull(source).readAllBytes(),
                            StandardCharsets.US_ASCII));
        }
    }

    @Test
    void randomLayoutsSurvive() throws IOException {
        long seed = Long.getLong("skep.property.seed", 1);
        int rounds = Integer.getInteger("skep.property.cases", 200) / 100;
        for (int i = 0; i < rounds; i++) {
            roundTrip(new RandomStructs(seed + i).source(150));
        }
    }

    /** Compiles a source, its types as C again, and compares the layouts that clang has seen. */
    private void roundTrip(String source) throws IOException {
        Files.writeString(folder.resolve("source.c"), source);
        compile("bpf", "-g", "source.c", "-o", "source.o");
        Header header = Header.of(KernelBtfFiles.read(folder.resolve("source.o")));
        header.write(folder);
        compile("bpf", "types.c", "-o", "types.o");
        // Types that no variable is of do not get into BTF.
        StringBuilder uses = new StringBuilder("#include \"types.h\"\n");
        int variable = 0;
        for (String name : header.named().keySet()) {
            uses.append(name).append(" use").append(variable++).append(";\n");
        }
        Files.writeString(folder.resolve("uses.c"), uses);
        compile("bpf", "-g", "uses.c", "-o", "uses.o");
        assertSameLayouts(header, KernelBtfFiles.read(folder.resolve("uses.o")));
    }
}
