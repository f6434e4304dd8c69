package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.BuildId;
import dev.skep.bpf.elf.ElfFixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

class BinarySymbolsTest {
    @TempDir Path folder;

    private Path write(String path, String fixture) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, ElfFixtures.bytes(fixture));
    }

    private BinarySymbols open(String fixture) throws IOException {
        return BinarySymbols.open(write(fixture, fixture));
    }

    @Test
    void functionsHaveFileOffsets() throws IOException {
        BinarySymbols program = open(ElfFixtures.PROGRAM);
        assertThat(program.function("visible"))
                .isEqualTo(new FunctionSymbol("visible", null, 0x40016b, 0x16b, 14, false));
        assertThat(program.function("hidden_part"))
                .isEqualTo(new FunctionSymbol("hidden_part", null, 0x40014c, 0x14c, 11, false));
        assertThat(program.function("indirect"))
                .isEqualTo(new FunctionSymbol("indirect", null, 0x400163, 0x163, 8, true));
        assertThat(program.function("counter")).as("is no function").isNull();
        assertThat(program.function("nosuch")).isNull();
    }

    @Test
    void versions() throws IOException {
        for (String fixture : List.of(ElfFixtures.LIBRARY)) {
            BinarySymbols library = open(fixture);
            FunctionSymbol old =
                    new FunctionSymbol("renewed", "SAMPLE_1.0", 0x497, 0x497, 4, false);
            FunctionSymbol current =
                    new FunctionSymbol("renewed", "SAMPLE_2.0", 0x49b, 0x49b, 4, false);
            assertThat(library.function("renewed")).isEqualTo(current);
            assertThat(library.function("renewed@SAMPLE_2.0")).isEqualTo(current);
            assertThat(library.function("renewed@@SAMPLE_2.0")).isEqualTo(current);
            assertThat(library.function("renewed@SAMPLE_1.0")).isEqualTo(old);
            assertThat(library.function("renewed@@SAMPLE_1.0")).isNull();
            assertThat(library.function("renewed@SAMPLE_3.0")).isNull();
        }
    }

    @Test
    void patternsGiveEachFunctionOnce() throws IOException {
        BinarySymbols library = open(ElfFixtures.LIBRARY);
        assertThat(library.functions("visible*"))
                .extracting(FunctionSymbol::name)
                .containsExactlyInAnyOrder("visible", "visible_alias");
        assertThat(library.functions("renewed*"))
                .extracting(FunctionSymbol::address)
                .contains(0x497L, 0x49bL);
        assertThat(library.functionNames("renewed*"))
                .containsExactly("renewed", "renewed_new", "renewed_old");
        assertThat(library.functions("nosuch*")).isEmpty();
    }

    @Test
    void frames() throws IOException {
        BinarySymbols program = open(ElfFixtures.PROGRAM);
        assertThat(program.frame(0x99, "m", 0x14e))
                .isEqualTo(new UserFrame(0x99, "hidden_part", 2, "m", 0x14e));
        assertThat(program.frame(0x99, "m", 0x900))
                .isEqualTo(new UserFrame(0x99, null, 0, "m", 0x900));
    }

    @Test
    void symbolsOfADebugFileByItsBuildId() throws IOException {
        Path stripped = write("bin/program", ElfFixtures.STRIPPED);
        assertThat(BinarySymbols.open(stripped).function("hidden_part")).isNull();
        BuildId id = Objects.requireNonNull(BinarySymbols.open(stripped).file().buildId());
        String hex = id.toString();
        write(
                "debug/.build-id/" + hex.substring(0, 2) + "/" + hex.substring(2) + ".debug",
                ElfFixtures.DEBUG);
        BinarySymbols symbols =
                BinarySymbols.open(stripped, List.of(folder.resolve("debug").toString()));
        assertThat(symbols.function("hidden_part"))
                .isEqualTo(new FunctionSymbol("hidden_part", null, 0x1f9, 0x1f9, 11, false));
        assertThat(symbols.frame(0, "m", 0x1fa).toString()).isEqualTo("hidden_part+1");
    }

    @Test
    void symbolsOfADebugFileByItsName() throws IOException {
        for (String place : List.of("a/bin/", "b/bin/.debug/")) {
            Path stripped = write(place.substring(0, 2) + "bin/program", ElfFixtures.STRIPPED);
            write(place + "sample-pie.debug", ElfFixtures.DEBUG);
            assertThat(BinarySymbols.open(stripped).function("hidden_part")).as(place).isNotNull();
        }
        Path stripped = write("c/bin/program", ElfFixtures.STRIPPED);
        Path mirrored = folder.resolve("c/debug" + stripped.toRealPath().getParent());
        Files.createDirectories(mirrored);
        Files.write(mirrored.resolve("sample-pie.debug"), ElfFixtures.bytes(ElfFixtures.DEBUG));
        assertThat(
                        BinarySymbols.open(stripped, List.of(folder.resolve("c/debug").toString()))
                                .function("hidden_part"))
                .isNotNull();
    }

    @Test
    void aDebugFileOfAnotherBuildIsNotTaken() throws IOException {
        Path stripped = write("bin/program", ElfFixtures.STRIPPED);
        write("bin/sample-pie.debug", ElfFixtures.PROGRAM);
        assertThat(BinarySymbols.open(stripped).function("hidden_part")).isNull();
        Files.writeString(folder.resolve("bin/sample-pie.debug"), "no ELF");
        assertThat(BinarySymbols.open(stripped).function("hidden_part")).isNull();
    }

    @Test
    void whatCannotBeOpenedIsSaid() throws IOException {
        assertThatThrownBy(() -> BinarySymbols.open(folder.resolve("none")))
                .isInstanceOf(BpfException.class)
                .hasMessage(
                        "cannot read the symbols of "
                                + folder.resolve("none")
                                + ": there is no such file");
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\necho hello\n");
        assertThatThrownBy(() -> BinarySymbols.open(script))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("script is not ELF");
    }
}
