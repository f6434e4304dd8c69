package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.ElfFixtures;
import dev.skep.symbols.BinarySymbols;
import dev.skep.symbols.FunctionSymbol;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Names of probed functions by addresses in processes that nobody could look at. */
class ProbedFunctionsTest {
    private static final long SOME_PAGE = 0x7f12_3456_7000L;

    @TempDir private Path folder;

    private Path library() throws Exception {
        return Files.write(folder.resolve("libsample.so"), ElfFixtures.bytes(ElfFixtures.LIBRARY));
    }

    private static FunctionSymbol function(Path library, String name) {
        return Objects.requireNonNull(BinarySymbols.open(library).function(name));
    }

    private static AttachPlan plan(Hook hook) {
        return new AttachPlan(
                List.of(),
                List.of(
                        new Attachment(0, "interval", "other", List.of(new Hook.End())),
                        new Attachment(1, "uprobe", "program", List.of(hook))),
                List.of());
    }

    @Test
    void theLastBitsTell() throws Exception {
        Path library = library();
        long offset = function(library, "probed").fileOffset();
        ProbedFunctions functions =
                new ProbedFunctions(plan(new Hook.Uprobe(library.toString(), offset, false)));

        assertThat(functions.name(1, SOME_PAGE + (offset & 4095))).isEqualTo("probed");
        assertThat(functions.name(1, SOME_PAGE + (offset & 4095) + 1)).isNull();
        assertThat(functions.name(0, SOME_PAGE + (offset & 4095))).isNull();
        assertThat(functions.name(7, SOME_PAGE + (offset & 4095))).isNull();
    }

    @Test
    void ofSeveralNamesThePlainOneIsTaken() throws Exception {
        Path library = library();
        long offset = function(library, "_weak_alias").fileOffset();
        ProbedFunctions functions =
                new ProbedFunctions(
                        plan(new Hook.UprobeMulti(library.toString(), List.of(offset), false)));

        assertThat(functions.name(1, SOME_PAGE + (offset & 4095))).startsWith("visible");
    }

    @Test
    void whatCouldBeSeveralIsNone() throws Exception {
        Path library = library();
        long offset = function(library, "probed").fileOffset();
        ProbedFunctions functions =
                new ProbedFunctions(
                        plan(
                                new Hook.UprobeMulti(
                                        library.toString(), List.of(offset, offset), false)));

        assertThat(functions.name(1, SOME_PAGE + (offset & 4095))).isNull();
    }

    @Test
    void aFileThatIsGoneHasNoNames() {
        ProbedFunctions functions =
                new ProbedFunctions(plan(new Hook.Uprobe("/no/such/file", 16, false)));

        assertThat(functions.name(1, SOME_PAGE + 16)).isNull();
    }
}
