package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.BuildId;
import dev.skep.bpf.kallsyms.Kallsyms;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What others say about this machine's symbols: the kernel itself, nm, ldconfig. */
@NeedsKernel
@Tag("peer")
@Timeout(120)
class SymbolsPeerTest {

    @Test
    void readlineOfBashIsWhereNmSaysItIs() throws Exception {
        Path bash = Objects.requireNonNull(BinaryLookup.running().find("/bin/bash"));
        FunctionSymbol readline =
                Objects.requireNonNull(BinarySymbols.open(bash).function("readline"));
        assertThat(nm("/bin/bash").get("readline")).contains(readline.address());
    }

    @Test
    void everyFunctionThatTheCLibraryOffersIsWhereNmSaysItIs() throws Exception {
        Path libc = Objects.requireNonNull(BinaryLookup.running().find("libc"));
        BinarySymbols symbols = BinarySymbols.open(libc);
        Map<String, Set<Long>> expected = nm(libc.toString());
        assertThat(expected).hasSizeGreaterThan(2000);
        for (Map.Entry<String, Set<Long>> entry : expected.entrySet()) {
            FunctionSymbol function =
                    Objects.requireNonNull(symbols.function(entry.getKey()), entry.getKey());
            assertThat(entry.getValue()).as(entry.getKey()).contains(function.address());
            assertThat(symbols.frame(0, "libc", function.fileOffset()).offset())
                    .as(entry.getKey())
                    .isZero();
        }
    }

    @Test
    void buildIdsAreThoseThatReadelfReads() throws Exception {
        int compared = 0;
        for (String name : List.of("libc", "libm", "bash", "sh")) {
            Path path = Objects.requireNonNull(BinaryLookup.running().find(name), name);
            String notes = RunningProgram.run("readelf", "-n", path.toString());
            int at = notes.indexOf("Build ID: ");
            BuildId id = BinarySymbols.open(path).file().buildId();
            assertThat(id == null).as(name).isEqualTo(at < 0);
            if (id != null) {
                assertThat(notes).contains("Build ID: " + id + "\n");
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(2);
    }

    /** By name with version, the addresses of functions. */
    private static Map<String, Set<Long>> nm(String path) throws Exception {
        Map<String, Set<Long>> functions = new HashMap<>();
        for (String line :
                RunningProgram.run("nm", "-D", "--defined-only", path).lines().toList()) {
            String[] parts = line.split(" ", 3);
            if (parts[1].equalsIgnoreCase("t") || parts[1].equals("i") || parts[1].equals("W")) {
                functions
                        .computeIfAbsent(parts[2], name -> new HashSet<>())
                        .add(Long.parseLong(parts[0], 16));
            }
        }
        return functions;
    }

    @Test
    void librariesAreWhereLdconfigSaysTheyAre() throws Exception {
        int compared = 0;
        BinaryLookup lookup = BinaryLookup.running();
        for (String line : RunningProgram.run("/sbin/ldconfig", "-p").lines().toList()) {
            int arrow = line.indexOf(" => ");
            if (arrow > 0 && line.contains("libc6,x86-64)")) {
                String name = line.substring(0, line.indexOf(' ')).strip();
                Path found = Objects.requireNonNull(lookup.library(name), line);
                assertThat(found.toRealPath())
                        .as(line)
                        .isEqualTo(Path.of(line.substring(arrow + 4)).toRealPath());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    @Test
    void everySymbolOfTheKernelIsFound() throws Exception {
        KernelSymbols symbols = KernelSymbols.running();
        assertThat(symbols.hiddenReason()).isNull();
        Kallsyms table = symbols.table();
        List<String> lines = Files.readAllLines(Path.of("/proc/kallsyms"));
        // Programs of other tests come and go.
        lines.removeIf(line -> line.endsWith("[bpf]"));
        assertThat(lines).hasSizeGreaterThan(10_000);
        Map<Long, String> first = new HashMap<>();
        Map<String, Long> lowest = new HashMap<>();
        for (String line : lines) {
            long address = Long.parseUnsignedLong(line, 0, 16, 16);
            String name = line.substring(19).split("\t", 2)[0];
            if (line.charAt(17) != 'A' && line.charAt(17) != 'a') {
                first.putIfAbsent(address, name);
            }
            lowest.merge(name, address, (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);
        }
        first.forEach((address, name) -> {
            if (address != 0) {
                KernelFrame frame = symbols.frame(address);
                assertThat(frame.symbol()).isEqualTo(name);
                assertThat(frame.offset()).isZero();
            }
        });
        lowest.forEach(
                (name, address) -> assertThat(symbols.address(name)).as(name).isEqualTo(address));
        assertThat(table.count()).isGreaterThanOrEqualTo(lines.size());
    }
}
