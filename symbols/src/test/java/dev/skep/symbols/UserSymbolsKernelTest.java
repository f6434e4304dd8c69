package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.SymbolTable;
import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Addresses of real processes. */
@NeedsKernel
@NeedsCheckout
@Timeout(120)
class UserSymbolsKernelTest {
    @TempDir Path folder;

    private final UserSymbols symbols = new UserSymbols(UserSymbolOptions.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"-pie", "-no-pie", "-static"})
    void functionsOfAProgram(String form) throws Exception {
        Path path = RunningProgram.compile(folder, form);
        try (RunningProgram program = RunningProgram.start(path.toString())) {
            isResolved(symbols, program, path.toString());
            UserFrame library = symbols.frame(program.pid(), program.address("qsort") + 1);
            assertThat(library.toString()).matches("(__)?qsort(_r)?\\+1");
        }
    }

    private static void isResolved(UserSymbols symbols, RunningProgram program, String path) {
        assertThat(program.addresses()).hasSize(5);
        for (Map.Entry<String, Long> function : program.addresses().entrySet()) {
            if (!function.getKey().equals("qsort")) {
                UserFrame frame = symbols.frame(program.pid(), function.getValue() + 1);
                assertThat(frame).hasToString(function.getKey() + "+1");
                assertThat(frame.module()).isEqualTo(path);
            }
        }
    }

    @Test
    void symbolsInAFileOfTheirOwn() throws Exception {
        Path path = RunningProgram.compile(folder, "-pie");
        String debug = path + ".debug";
        RunningProgram.run("objcopy", "--only-keep-debug", path.toString(), debug);
        RunningProgram.run(
                "objcopy", "--strip-all", "--add-gnu-debuglink=" + debug, path.toString());
        try (RunningProgram program = RunningProgram.start(path.toString())) {
            isResolved(symbols, program, path.toString());
        }
    }

    @Test
    void functionsThatAStrippedProgramOffers() throws Exception {
        Path path = RunningProgram.compile(folder, "-rdynamic");
        RunningProgram.run("strip", "--strip-all", path.toString());
        try (RunningProgram program = RunningProgram.start(path.toString())) {
            for (String name : List.of("innermost", "outermost", "main")) {
                assertThat(symbols.frame(program.pid(), program.address(name) + 1))
                        .hasToString(name + "+1");
            }
            // It has lost its name; that of the function before it would be wrong.
            UserFrame lost = symbols.frame(program.pid(), program.address("in_between") + 1);
            assertThat(lost.symbol()).isNull();
            assertThat(lost.module()).isEqualTo(path.toString());
        }
    }

    @Test
    void codeOfAJitInOtherNamespaces() throws Exception {
        // There it is process 1, and its /tmp is its own.
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "--mount",
                                "--pid",
                                "--fork",
                                "sh",
                                "-c",
                                "mount -t tmpfs none /tmp && echo 7f0000001000 20 jitted:f"
                                        + " > /tmp/perf-1.map && echo ready && read -r end")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            int pid = (int) process.children().findFirst().orElseThrow().pid();
            assertThat(symbols.frame(pid, 0x7f0000001008L))
                    .isEqualTo(new UserFrame(0x7f0000001008L, "jitted:f", 8, "/tmp/perf-1.map", 0));
            symbols.remember(pid);
        } finally {
            process.getOutputStream().close();
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void processesOfAnotherMountNamespace() throws Exception {
        Path path = RunningProgram.compile(folder, "-pie");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String inside = elsewhere + "/program";
        try (RunningProgram program =
                RunningProgram.start(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs none "
                                + elsewhere
                                + " && cp "
                                + path
                                + " "
                                + inside
                                + " && exec "
                                + inside)) {
            assertThat(Path.of(inside)).doesNotExist();
            isResolved(symbols, program, inside);
        }
    }

    @Test
    void aDeletedProgram() throws Exception {
        Path path = RunningProgram.compile(folder, "-pie");
        try (RunningProgram program = RunningProgram.start(path.toString())) {
            Files.delete(path);
            isResolved(symbols, program, path.toString());
        }
    }

    @Test
    void aProcessThatHasEnded() throws Exception {
        Path path = RunningProgram.compile(folder, "-pie");
        RunningProgram program = RunningProgram.start(path.toString());
        symbols.remember(program.pid());
        program.close();
        assertThat(Path.of("/proc/" + program.pid())).doesNotExist();
        isResolved(symbols, program, path.toString());
        assertThat(new UserSymbols(UserSymbolOptions.DEFAULT).frame(program.pid(), 0x1000))
                .hasToString("0x1000");
    }

    @Test
    void theCodeThatTheKernelGives() throws Exception {
        Path path = RunningProgram.compile(folder, "-pie");
        try (RunningProgram program = RunningProgram.start(path.toString())) {
            ProcFiles proc = ProcFiles.RUNNING;
            MemoryMapping vdso = vdso(proc.mappings(program.pid()));
            byte[] memory =
                    proc.memory(program.pid(), vdso.start(), (int) (vdso.end() - vdso.start()));
            SymbolTable offered =
                    ElfFile.of("vdso", MemorySegment.ofArray(Objects.requireNonNull(memory)))
                            .dynamicSymbols();
            long value = offered.value(offered.find("__vdso_gettimeofday"));
            UserFrame frame = symbols.frame(program.pid(), vdso.start() + value + 2);
            assertThat(frame.toString()).matches("(__vdso_)?gettimeofday\\+2");
            assertThat(frame.module()).isEqualTo("[vdso]");
        }
    }

    private static MemoryMapping vdso(ProcessMappings mappings) {
        for (MemoryMapping mapping : mappings.all()) {
            if (mapping.isVdso()) {
                return mapping;
            }
        }
        throw new AssertionError("the kernel gave no vdso");
    }

    @Test
    void codeThatAJvmCompiled() throws Exception {
        int self = (int) ProcessHandle.current().pid();
        Path map = Path.of("/tmp/perf-" + self + ".map");
        Files.deleteIfExists(map);
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        RunningProgram.run(jcmd, String.valueOf(self), "Compiler.perfmap");
        try {
            String line = Files.readAllLines(map).getLast();
            String[] parts = line.split(" ", 3);
            long start = Long.decode(parts[0].startsWith("0x") ? parts[0] : "0x" + parts[0]);
            assertThat(symbols.frame(self, start + 1))
                    .isEqualTo(new UserFrame(start + 1, parts[2], 1, map.toString(), 0));
        } finally {
            Files.delete(map);
        }
    }
}
