package dev.skep.bpf.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.event.RingBuffer;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** Java records out of a ring buffer of the running kernel, and beside the kernel's own structs. */
@NeedsKernel
@Timeout(60)
class TypedEventsKernelTest {

    record Count(@Unsigned long count) {}

    record TimeSpec(long tvSec, long tvNsec) {}

    @Test
    void recordsArrive() {
        try (BpfObject object =
                Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""))) {
            List<Count> counts = new ArrayList<>();
            try (RingBuffer events =
                    RingBuffer.of(
                            object.map("events"), Target.running(), Count.class, counts::add)) {
                object.program("count").run();
                object.program("count").run();
                assertThat(events.poll(10_000)).isEqualTo(2);
            }
            assertThat(counts).containsExactly(new Count(42), new Count(43));
        }
    }

    @Test
    void aStructOfTheKernelFits() {
        RecordLayout<TimeSpec> layout = RecordLayout.of(TimeSpec.class);
        assertThat(layout.check(Target.running().btf().orElseThrow(), "timespec64"))
                .isSameAs(layout);
    }
}
