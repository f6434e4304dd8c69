package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class ScriptLoweringTest {

    static List<ScriptCases.Case> cases() {
        return ScriptCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyScriptBecomesSoundIr(ScriptCases.Case script) {
        Lowered lowered = Lowered.of(script.script());

        assertThat(lowered.script().programs()).isNotEmpty();
    }

    @Test
    void programsAreOfTheTypeOfTheirHook() {
        Lowered lowered =
                Lowered.of(
                        "begin { } end { } interval:s:1 { } profile:hz:99 { }"
                                + " tracepoint:sched:sched_switch { } rawtracepoint:sys_enter { }");

        assertThat(lowered.script().programs())
                .extracting(LoweredProgram::type, LoweredProgram::name, LoweredProgram::attachTo)
                .containsExactly(
                        tuple(ProgramType.RAW_TRACEPOINT, "begin_1", ""),
                        tuple(ProgramType.RAW_TRACEPOINT, "end_2", ""),
                        tuple(ProgramType.PERF_EVENT, "interval_3", ""),
                        tuple(ProgramType.PERF_EVENT, "profile_4", ""),
                        tuple(ProgramType.TRACEPOINT, "sched_switch_5", "sched:sched_switch"),
                        tuple(ProgramType.RAW_TRACEPOINT, "sys_enter_6", "sys_enter"));
    }

    @Test
    void thePlanKeepsTheOrderOfTheText() {
        Lowered lowered =
                Lowered.of(
                        "interval:s:1 { } begin { @ = 1; } end { } tracepoint:sched:sched_switch { }"
                                + " begin { @ = 2; }");

        assertThat(lowered.script().plan().begin())
                .extracting(Attachment::probe)
                .containsExactly(1, 4);
        assertThat(lowered.script().plan().end()).extracting(Attachment::probe).containsExactly(2);
        assertThat(lowered.script().plan().probes())
                .extracting(Attachment::name)
                .containsExactly("interval:s:1", "tracepoint:sched:sched_switch");
        assertThat(lowered.script().plan().size()).isEqualTo(5);
    }

    @Test
    void tracepointsCarryTheNumberOfTheirFormat() {
        Lowered lowered = Lowered.of("tracepoint:sched:sched_switch { }");

        Hook hook = lowered.script().plan().probes().getFirst().hooks().getFirst();
        assertThat(hook)
                .isInstanceOfSatisfying(
                        Hook.Tracepoint.class,
                        tracepoint -> {
                            assertThat(tracepoint.event()).isEqualTo("sched_switch");
                            assertThat(tracepoint.id()).isPositive();
                        });
    }

    @Test
    void aWildcardSharesAProgramWhereNothingDiffers() {
        Lowered lowered = Lowered.of("tracepoint:syscalls:sys_enter_* { @[comm] = count(); }");

        assertThat(lowered.script().plan().probes()).hasSizeGreaterThan(3);
        assertThat(lowered.script().programs()).hasSize(1);
    }

    @Test
    void theNameOfTheProbeNeedsAProgramForEach() {
        Lowered lowered = Lowered.of("tracepoint:syscalls:sys_enter_* { @[probe] = count(); }");

        assertThat(lowered.script().programs()).hasSameSizeAs(lowered.script().plan().probes());
    }

    @Test
    void aFieldAtAnotherOffsetNeedsAnotherProgram() {
        // filename is the first argument of open, the second of openat and openat2.
        Lowered lowered =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_openat,"
                                + "tracepoint:syscalls:sys_enter_openat2,"
                                + "tracepoint:syscalls:sys_enter_open"
                                + " { @[str(args.filename)] = count(); }");

        assertThat(lowered.script().plan().probes())
                .extracting(Attachment::program)
                .containsExactly("sys_enter_openat_1", "sys_enter_openat_1", "sys_enter_open_2");
    }

    @Test
    void programsThatTheKernelGuardsHaveNoGuard() {
        Lowered lowered = Lowered.of("rawtracepoint:sys_enter { @[comm] = count(); }");

        assertThat(lowered.script().schema().turnedAway()).isNull();
    }

    @Test
    void olderKernelsLetRawTracepointsNest() {
        Lowered lowered =
                Lowered.of(
                        "rawtracepoint:sys_enter { @[comm] = count(); }", StoredTargets.linux510());

        assertThat(lowered.script().schema().turnedAway()).isNotNull();
        assertThat(lowered.helpers().getFirst()).isEqualTo(BpfHelper.GET_SMP_PROCESSOR_ID);
    }
}
