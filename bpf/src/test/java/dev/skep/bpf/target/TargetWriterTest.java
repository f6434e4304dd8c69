package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;

import java.util.Objects;

class TargetWriterTest {
    private final Target original = StoredTargets.linux618();

    private static Target reread(TargetWriter writer) {
        return Target.read("t.zip", writer.toBytes());
    }

    @Test
    void keepsWhatATargetTells() {
        Target copy = reread(new TargetWriter(original));
        assertThat(copy.release()).isEqualTo(original.release());
        assertThat(copy.version()).isEqualTo(original.version());
        assertThat(copy.arch()).isEqualTo(original.arch());
        assertThat(copy.possibleCpus()).isEqualTo(original.possibleCpus());
        assertThat(copy.onlineCpus()).isEqualTo(original.onlineCpus());
        assertThat(copy.tracepoints().categories()).isEmpty();
        assertThat(copy.btf()).isEmpty();
    }

    @Test
    void storesTheChosenTracepointsAndWhatTheyAreMadeOf() {
        Target copy =
                reread(
                        new TargetWriter(original)
                                .tracepoints("sched", "sched_s*")
                                .tracepoints("sched", "sched_switch"));
        assertThat(copy.tracepoints().match("*", "*"))
                .isEqualTo(original.tracepoints().match("sched", "sched_s*"))
                .isNotEmpty();
        assertThat(copy.tracepoints().format("sched", "sched_switch"))
                .isEqualTo(original.tracepoints().format("sched", "sched_switch"));
        Btf btf = copy.btf().orElseThrow();
        assertThat(btf.find("btf_trace_sched_switch", BtfKind.TYPEDEF)).isPositive();
        int raw = btf.find("trace_event_raw_sched_switch", BtfKind.STRUCT);
        assertThat(Objects.requireNonNull(btf.field(raw, "next_pid")).offset()).isEqualTo(56);
        // The type of a field by its name in the format.
        assertThat(btf.sizeOf(btf.find("pid_t", BtfKind.TYPEDEF))).isEqualTo(4);
        assertThat(btf.find("btf_trace_block_rq_issue", BtfKind.TYPEDEF)).isZero();
    }

    @Test
    void storesChosenTypesOrAll() {
        Target few =
                reread(
                        new TargetWriter(original)
                                .type(BtfKind.STRUCT, "list_head", 0)
                                .type(BtfKind.STRUCT, "nosuch", 0));
        // void, list_head, the pointer in it, and what that points to
        assertThat(few.btf().orElseThrow().idCount()).isEqualTo(3);
        Target all = reread(new TargetWriter(original).allTypes());
        assertThat(all.btf().orElseThrow().idCount())
                .isEqualTo(original.btf().orElseThrow().idCount());
    }

    @Test
    void writesTheSameBytesAgain() {
        assertThat(new TargetWriter(original).tracepoints("*", "*").toBytes())
                .isEqualTo(
                        new TargetWriter(StoredTargets.linux618()).tracepoints("*", "*").toBytes());
    }
}
