package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.feature.AttachFeature;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tracepoints, timers, and what the kernel and the processor count. */
@NeedsKernel
@Timeout(60)
class EventLinksKernelTest {

    private static final int TIMER_MILLIS = 5;

    private final Target target = Target.running();

    /** Uses the processor, touches new memory, and lets others run. */
    private static void work() throws Exception {
        byte[] memory = new byte[1 << 20];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = (byte) i;
        }
        Thread.sleep(TIMER_MILLIS);
    }

    @Test
    void tracepoints() throws Exception {
        Firing.of(
                        ProgramType.TRACEPOINT,
                        program -> Attach.tracepoint(program, target, "sched", "sched_switch"),
                        EventLinksKernelTest::work)
                .check(Firing.perfEvent());
    }

    @Test
    void rawTracepoints() throws Exception {
        Firing.of(
                        ProgramType.RAW_TRACEPOINT,
                        program -> Attach.rawTracepoint(program, "sched_switch"),
                        EventLinksKernelTest::work)
                .check(Link.Form.RAW_TRACEPOINT);
    }

    @Test
    void timersOfEveryCpu() throws Exception {
        Firing.of(
                        ProgramType.PERF_EVENT,
                        program -> Attach.profile(program, target, Timer.hertz(99), "99 Hz"),
                        EventLinksKernelTest::work)
                .check(Firing.perfEvent());
    }

    @Test
    void timersOfOneCpu() throws Exception {
        Timer timer = Timer.every(1_000_000L * TIMER_MILLIS);
        Firing.of(
                        ProgramType.PERF_EVENT,
                        program -> Attach.interval(program, target, timer, "5 ms"),
                        EventLinksKernelTest::work)
                .check(Firing.perfEvent());
    }

    @ParameterizedTest
    @CsvSource({
        "PAGE_FAULTS,1",
        "MINOR_FAULTS,1",
        "CONTEXT_SWITCHES,1",
        "CPU_CLOCK,1000000",
        "TASK_CLOCK,1000000"
    })
    void whatTheKernelCounts(Counter counter, long period) throws Exception {
        Firing.of(
                        ProgramType.PERF_EVENT,
                        program ->
                                Attach.counter(
                                        program, target, counter, period, counter.eventName()),
                        EventLinksKernelTest::work)
                .check(Firing.perfEvent());
    }

    /** Most virtual machines show no counters of the processor, which must be said so. */
    @Test
    void whatTheProcessorCountsIfItShowsThat() throws Exception {
        if (Features.running().has(AttachFeature.HARDWARE_EVENT)) {
            Firing.of(
                            ProgramType.PERF_EVENT,
                            program ->
                                    Attach.counter(
                                            program,
                                            target,
                                            Counter.INSTRUCTIONS,
                                            100_000,
                                            "instructions"),
                            EventLinksKernelTest::work)
                    .check(Firing.perfEvent());
            return;
        }
        try (BpfObject object = Loader.load(CountingProgram.object(ProgramType.PERF_EVENT, ""))) {
            assertThatThrownBy(() ->
                            Attach.counter(
                                    object.program("count"),
                                    target,
                                    Counter.INSTRUCTIONS,
                                    100_000,
                                    "instructions"))
                    .isInstanceOf(AttachException.class)
                    .hasMessage(
                            "attaching to instructions failed: ENOENT (No such file or directory)."
                                    + " This machine does not have the event");
        }
    }
}
