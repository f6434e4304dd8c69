package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.Kernel;
import dev.skep.sys.TestRun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Code as a raw tracepoint program in the running kernel, with the maps of {@link FakeMaps}. */
final class LoadedProgram implements AutoCloseable {
    private static final String NAME = "random";

    private final BpfObject object;

    LoadedProgram(Code code) {
        ProgramSpec program =
                new ProgramSpec(
                        NAME, ProgramType.RAW_TRACEPOINT, AttachType.NONE, "sys_enter", code, 0);
        object = Loader.load(new ObjectSpec(NAME, "GPL", List.of(program), FakeMaps.specs()));
    }

    /** {@return the lower half of what the program returns, for a context of these words} */
    int run(long... context) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_LONG, context);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
            TestRun run = new TestRun(object.program(NAME).fd(), words, -1, result);
            assertThat(Kernel.running().programTestRun(run)).as("BPF_PROG_TEST_RUN").isZero();
            return result.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Override
    public void close() {
        object.close();
    }
}
