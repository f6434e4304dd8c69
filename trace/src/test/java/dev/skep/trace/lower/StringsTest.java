package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Type;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringsTest {

    @ParameterizedTest
    @CsvSource({
        "tracepoint:syscalls:sys_enter_openat, str(args.filename), PROBE_READ_USER_STR",
        "tracepoint:sched:sched_process_exec, args.filename, PROBE_READ_KERNEL_STR",
        "tracepoint:sched:sched_switch, args.prev_comm, PROBE_READ_KERNEL_STR",
        "rawtracepoint:sys_enter, str(arg1), PROBE_READ_STR",
        "rawtracepoint:sys_enter, comm, GET_CURRENT_COMM",
    })
    void theMemoryThatAPointerPointsIntoDecidesHowItIsRead(
            String probe, String string, BpfHelper helper) {
        assertThat(Lowered.of(probe + " { @[" + string + "] = count(); }").helpers())
                .contains(helper);
    }

    @Test
    void aKeyIsZeroBehindItsString() {
        assertThat(
                        Lowered.of(
                                        "config = { max_strlen = 256 } tracepoint:syscalls"
                                                + ":sys_enter_openat"
                                                + " { @[str(args.filename)] = count(); }")
                                .operations(Fill.class))
                .anyMatch(fill -> fill.size() == 256);
        // A helper clears what is larger: it reads from the address 0, which fails.
        assertThat(
                        Lowered.of(
                                        "tracepoint:syscalls:sys_enter_openat"
                                                + " { @[str(args.filename)] = count(); }")
                                .helpers())
                .containsSubsequence(BpfHelper.PROBE_READ_KERNEL, BpfHelper.PROBE_READ_USER_STR);
    }

    @Test
    void aPrintedStringIsNotClearedFirst() {
        Lowered lowered =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_openat"
                                + " { printf(\"%s\", str(args.filename)); }");

        assertThat(lowered.operations(Fill.class)).isEmpty();
    }

    @Test
    void shortStringsAreComparedInOneStep() {
        Lowered lowered = Lowered.of("rawtracepoint:sys_enter /comm == \"cat\"/ { exit(); }");

        assertThat(lowered.operations(Load.class))
                .singleElement()
                .extracting(Load::loaded)
                .isEqualTo(Type.I32);
    }

    @Test
    void aLiteralIsComparedToItsNulAndNoFurther() {
        Lowered lowered =
                Lowered.of("rawtracepoint:sys_enter /comm == \"systemd-jour\"/ { exit(); }");

        // 12 characters and the NUL.
        assertThat(lowered.operations(Load.class))
                .extracting(load -> load.loaded().bytes())
                .containsExactly(8, 4, 1);
    }

    @Test
    void largeStringsDoNotLiveOnTheStack() {
        Lowered lowered =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = count(); }");

        assertThat(lowered.operations(StackSlot.class)).allMatch(slot -> slot.size() <= 32);
        assertThat(lowered.map("scratch").valueSize()).isEqualTo(2 * 1024);
    }

    @Test
    void scratchMemoryIsUsedAgainByTheNextStatement() {
        Lowered one =
                Lowered.of("tracepoint:syscalls:sys_enter_openat { @a[str(args.filename)] = 1; }");
        Lowered two =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_openat"
                                + " { @a[str(args.filename)] = 1; @b[str(args.filename)] = 2; }");

        assertThat(two.map("scratch").valueSize()).isEqualTo(one.map("scratch").valueSize());
    }

    @Test
    void programsDoNotShareScratchMemory() {
        Lowered lowered =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_openat { @a[str(args.filename)] = 1; }"
                                + " tracepoint:syscalls:sys_enter_openat2"
                                + " { @a[str(args.filename)] = 1; }");

        assertThat(lowered.map("scratch").valueSize()).isEqualTo(2 * 2 * 1024);
    }

    @Test
    void aScriptThatNeedsNoScratchMemoryHasNone() {
        assertThat(Lowered.of("begin { @[comm] = count(); }").script().maps())
                .noneMatch(map -> map.name().equals("scratch"));
    }
}
