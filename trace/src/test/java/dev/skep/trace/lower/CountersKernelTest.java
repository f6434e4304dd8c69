package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.sys.Kernel;
import dev.skep.sys.testkit.kernel.NeedsKernel;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.syntax.SourceText;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Nothing is lost without being counted. */
@NeedsKernel
class CountersKernelTest {

    @Test
    void recordsThatFindNoRoomAreCounted() {
        CompiledScript script =
                compile("begin { printf(\"%s\", str(0)); }", StoredTargets.linux618(), 2);
        try (BpfObject object = load(script)) {
            for (int i = 0; i < 20; i++) {
                object.program("begin_1").run();
            }

            // Two pages for each CPU, of which each record takes more than a quarter page.
            assertThat(total(object, script.schema().lostEvents())).isBetween(1L, 19L);
        }
    }

    @Test
    void updatesThatTheMapRefusesAreCounted() {
        CompiledScript script =
                compile(
                        "let @a = hash(2); begin { @a[1] = 1; @a[2] = 2; @a[3] = 3; @a[4] = 4; }",
                        StoredTargets.linux618(),
                        64);
        try (BpfObject object = load(script)) {
            object.program("begin_1").run();

            assertThat(total(object, script.schema().failedUpdates())).isEqualTo(2);
            assertThat(total(object, script.schema().lostEvents())).isZero();
        }
    }

    @Test
    void aRunThatInterruptsAnotherIsTurnedAwayAndCounted() {
        CompiledScript script =
                compile("rawtracepoint:sys_enter { @n++; }", StoredTargets.linux510(), 64);
        try (BpfObject object = load(script)) {
            object.program("sys_enter_1").run();
            assertThat(value(object, "at_n")).isEqualTo(1);
            assertThat(total(object, script.schema().turnedAway())).isZero();

            setScratch(object, (byte) 1);
            object.program("sys_enter_1").run();
            assertThat(value(object, "at_n")).isEqualTo(1);
            assertThat(total(object, script.schema().turnedAway())).isEqualTo(1);

            setScratch(object, (byte) 0);
            object.program("sys_enter_1").run();
            object.program("sys_enter_1").run();
            assertThat(value(object, "at_n")).isEqualTo(3);
        }
    }

    private static CompiledScript compile(String text, Target target, int pages) {
        return ScriptCompiler.compile(
                new SourceText("test", text),
                target,
                CompileOptions.DEFAULT.withRingBufferPages(pages));
    }

    private static BpfObject load(CompiledScript script) {
        return Loader.load(script.object(), Target.running(), Kernel.running());
    }

    private static long total(BpfObject object, EventSchema.@Nullable CpuCounter counter) {
        if (counter == null) {
            throw new AssertionError("there is no such counter");
        }
        MemorySegment memory = object.map(counter.map()).memory();
        long total = 0;
        for (int cpu = 0; cpu < counter.cpus(); cpu++) {
            total +=
                    memory.get(
                            ValueLayout.JAVA_LONG,
                            counter.offset() + (long) cpu * counter.stride());
        }
        return total;
    }

    private static long value(BpfObject object, String map) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            object.map(map).lookup(key, value);
            return value.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** The guard's flag is the first thing in each CPU's scratch memory. */
    private static void setScratch(BpfObject object, byte content) {
        BpfMap scratch = object.map(ScriptTables.SCRATCH);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(scratch.valueBytes(), 8);
            value.fill(content);
            scratch.update(arena.allocate(4, 4), value);
        }
    }
}
