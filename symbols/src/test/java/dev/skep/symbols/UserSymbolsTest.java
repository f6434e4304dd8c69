package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.ElfFixtures;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class UserSymbolsTest {
    /** sample-pie at 0x555500000000; its hidden_part is at 0x1f9. */
    private static final String PIE =
            "555500000000-555500001000 r-xp 00000000 fe:00 11 /app/program";

    /** libsample.so at 0x7f0000000000; its visible is at 0x489. */
    private static final String LIBRARY =
            "7f0000000000-7f0000001000 r-xp 00000000 fe:00 12 /app/lib/libsample.so";

    private static final long HIDDEN_PART = 0x5555000001f9L;
    private static final long VISIBLE = 0x7f0000000489L;

    @TempDir Path folder;
    private FakeProc proc;

    @BeforeEach
    void create() {
        proc = new FakeProc(folder);
    }

    private UserSymbols symbols(SymbolCaching caching) {
        return new UserSymbols(UserSymbolOptions.DEFAULT.withCaching(caching), proc.files());
    }

    private void begin(int pid) throws IOException {
        proc.begin(pid, "/app/program", PIE, LIBRARY);
        proc.file(pid, "/app/program", ElfFixtures.PIE);
        proc.file(pid, "/app/lib/libsample.so", ElfFixtures.LIBRARY);
    }

    @Test
    void filesAreThoseOfTheProcess() throws IOException {
        begin(7);
        for (SymbolCaching caching : SymbolCaching.values()) {
            UserSymbols symbols = symbols(caching);
            List<UserFrame> stack =
                    symbols.stack(7, new long[] {HIDDEN_PART + 3, VISIBLE, 0x1234, 0x99}, 3, null);
            assertThat(stack)
                    .as(caching.name())
                    .containsExactly(
                            new UserFrame(HIDDEN_PART + 3, "hidden_part", 3, "/app/program", 0x1fc),
                            new UserFrame(
                                    VISIBLE, "visible_alias", 0, "/app/lib/libsample.so", 0x489),
                            new UserFrame(0x1234, null, 0, null, 0));
        }
    }

    @Test
    void programsAtFixedAddresses() throws IOException {
        proc.begin(7, "/app/fixed", "00400000-00401000 r-xp 00000000 fe:00 13 /app/fixed");
        proc.file(7, "/app/fixed", ElfFixtures.PROGRAM);
        assertThat(symbols(SymbolCaching.PER_PID).frame(7, 0x40014c)).hasToString("hidden_part+0");
    }

    @Test
    void libraryInTheMiddleOfAFile() throws IOException {
        // Mapped by segments, each from its own offset.
        proc.begin(7, "/app/p", "7f0000400000-7f0000401000 r-xp 00000000 fe:00 12 /app/lib.so");
        proc.file(7, "/app/lib.so", ElfFixtures.LIBRARY);
        assertThat(symbols(SymbolCaching.PER_PID).frame(7, 0x7f0000400464L))
                .hasToString("hidden_part+0");
    }

    @Test
    void deletedFilesAreOpenedByTheirMapping() throws IOException {
        proc.begin(7, "/app/program (deleted)", PIE + " (deleted)");
        proc.mappedFile(7, "555500000000-555500001000", ElfFixtures.PIE);
        assertThat(symbols(SymbolCaching.PER_PID).frame(7, HIDDEN_PART))
                .isEqualTo(new UserFrame(HIDDEN_PART, "hidden_part", 0, "/app/program", 0x1f9));
    }

    @Test
    void filesThatCannotBeReadStillHaveAName() throws IOException {
        proc.begin(7, "/app/program", PIE, LIBRARY);
        proc.text(7, "/app/program", List.of("#!/bin/sh"));
        UserSymbols symbols = symbols(SymbolCaching.PER_PID);
        assertThat(symbols.frame(7, HIDDEN_PART))
                .isEqualTo(new UserFrame(HIDDEN_PART, null, 0, "/app/program", 0x1f9));
        assertThat(symbols.frame(7, VISIBLE).module()).isEqualTo("/app/lib/libsample.so");
        assertThat(symbols.frame(4711, 5)).isEqualTo(new UserFrame(5, null, 0, null, 0));
    }

    @Test
    void whatWasRememberedOutlivesTheProcess() throws IOException {
        begin(7);
        proc.text(7, "/tmp/perf-7.map", List.of("10000 100 jitted"));
        UserSymbols perPid = symbols(SymbolCaching.PER_PID);
        UserSymbols perProgram = symbols(SymbolCaching.PER_PROGRAM);
        UserSymbols none = symbols(SymbolCaching.NONE);
        UserSymbols late = symbols(SymbolCaching.PER_PID);
        perPid.remember(7);
        perProgram.remember(7);
        none.remember(7);
        proc.end(7);
        assertThat(perPid.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
        assertThat(perPid.frame(7, VISIBLE + 1)).hasToString("visible_alias+1");
        assertThat(perPid.frame(7, 0x10001)).hasToString("jitted+1");
        assertThat(perProgram.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
        assertThat(none.frame(7, HIDDEN_PART).symbol()).isNull();
        assertThat(late.frame(7, HIDDEN_PART).symbol()).isNull();
        // Another process of the program, which ended before anybody looked.
        long[] addresses = {HIDDEN_PART};
        assertThat(perProgram.stack(8, addresses, 1, "/app/program").getFirst())
                .hasToString("hidden_part+0");
        assertThat(perProgram.stack(8, addresses, 1, null).getFirst().symbol()).isNull();
        assertThat(perPid.stack(8, addresses, 1, "/app/program").getFirst().symbol()).isNull();
    }

    @Test
    void debugFilesAreLookedForInTheProcessesRootWhileThereIsOne() throws IOException {
        proc.begin(7, "/app/program", PIE);
        proc.file(7, "/app/program", ElfFixtures.STRIPPED);
        proc.file(7, "/usr/lib/debug/app/sample-pie.debug", ElfFixtures.DEBUG);
        UserSymbols symbols = symbols(SymbolCaching.PER_PID);
        symbols.remember(7);
        proc.end(7);
        assertThat(symbols.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
    }

    @Test
    void onlySoManyProcessesAreKept() throws IOException {
        UserSymbols symbols =
                new UserSymbols(
                        new UserSymbolOptions(SymbolCaching.PER_PID, List.of(), 2, 1),
                        proc.files());
        for (int pid = 1; pid <= 3; pid++) {
            begin(pid);
            symbols.remember(pid);
        }
        for (int pid = 1; pid <= 3; pid++) {
            proc.end(pid);
        }
        assertThat(symbols.frame(1, HIDDEN_PART).symbol()).isNull();
        begin(4);
        // One binary only is kept open; the others are opened again.
        assertThat(symbols.frame(4, HIDDEN_PART)).hasToString("hidden_part+0");
        assertThat(symbols.frame(4, VISIBLE)).hasToString("visible_alias+0");
    }

    @Test
    void execIsNoticed() throws IOException {
        begin(7);
        UserSymbols symbols = symbols(SymbolCaching.PER_PID);
        assertThat(symbols.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
        proc.begin(7, "/app/other", PIE.replace("/app/program", "/app/other").replace("11", "21"));
        proc.file(7, "/app/other", ElfFixtures.LIBRARY);
        assertThat(symbols.frame(7, 0x555500000464L)).hasToString("hidden_part+0");
        assertThat(symbols.frame(7, VISIBLE).symbol()).isNull();
    }

    @Test
    void aProgramsMappingsDoNotFollowAProcessThatRunsAnother() throws IOException {
        begin(7);
        begin(8);
        UserSymbols symbols = symbols(SymbolCaching.PER_PROGRAM);
        assertThat(symbols.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
        proc.begin(7, "/app/other");
        assertThat(symbols.frame(8, HIDDEN_PART)).hasToString("hidden_part+0");
        assertThat(symbols.frame(7, HIDDEN_PART).symbol()).isNull();
    }

    @Test
    void librariesLoadedLaterAreFound() throws IOException {
        proc.begin(7, "/app/program", PIE);
        proc.file(7, "/app/program", ElfFixtures.PIE);
        proc.file(7, "/app/lib/libsample.so", ElfFixtures.LIBRARY);
        UserSymbols symbols = symbols(SymbolCaching.PER_PID);
        assertThat(symbols.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
        proc.maps(7, PIE, LIBRARY);
        assertThat(symbols.frame(7, VISIBLE)).hasToString("visible_alias+0");
    }

    @Test
    void codeOfAJitByTheProcessesOwnPid() throws IOException {
        proc.begin(7, "/app/java", "7f1000000000-7f1000100000 rwxp 00000000 00:00 0 ");
        proc.status(7, "Name:\tjava\nNStgid:\t7\t1\nNSpid:\t7\t42\t1\nNSpgid:\t7\t1\n");
        proc.text(7, "/tmp/perf-1.map", List.of("7f1000000100 20 LFoo;::bar"));
        proc.text(7, "/tmp/perf-7.map", List.of("7f1000000100 20 wrong"));
        assertThat(symbols(SymbolCaching.PER_PID).frame(7, 0x7f1000000110L))
                .isEqualTo(new UserFrame(0x7f1000000110L, "LFoo;::bar", 16, "/tmp/perf-1.map", 0));
    }

    @Test
    void anotherFileUnderTheNumbersOfADeletedOneIsNoticed() throws IOException {
        begin(7);
        UserSymbols symbols = symbols(SymbolCaching.PER_PID);
        assertThat(symbols.frame(7, HIDDEN_PART)).hasToString("hidden_part+0");
        begin(8);
        proc.file(8, "/app/program", ElfFixtures.LIBRARY); // same device and inode in maps
        Files.setLastModifiedTime(
                proc.root(8).resolve("app/program"),
                java.nio.file.attribute.FileTime.fromMillis(1000));
        assertThat(symbols.frame(8, 0x555500000464L)).hasToString("hidden_part+0");
    }
}
