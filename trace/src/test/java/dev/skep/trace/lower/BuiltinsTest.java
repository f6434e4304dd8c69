package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.target.PidNamespace;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.Type;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.ValueFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltinsTest {

    @ParameterizedTest
    @CsvSource({
        "pid, GET_CURRENT_PID_TGID",
        "tid, GET_CURRENT_PID_TGID",
        "uid, GET_CURRENT_UID_GID",
        "gid, GET_CURRENT_UID_GID",
        "cpu, GET_SMP_PROCESSOR_ID",
        "nsecs, KTIME_GET_BOOT_NS",
        "nsecs(boot), KTIME_GET_BOOT_NS",
        "comm, GET_CURRENT_COMM",
    })
    void eachHasItsHelper(String builtin, BpfHelper helper) {
        assertThat(Lowered.of("begin { @ = " + builtin + "; }").helpers()).startsWith(helper);
    }

    @Test
    void theKernelIsAskedOnceForProcessAndThread() {
        assertThat(Lowered.of("begin { @[pid, tid, uid, gid] = pid; }").helpers())
                .startsWith(
                        BpfHelper.GET_CURRENT_PID_TGID,
                        BpfHelper.GET_CURRENT_UID_GID,
                        BpfHelper.MAP_UPDATE_ELEM);
    }

    @Test
    void whatOnlyOneBranchAskedIsAskedAgainAfterIt() {
        Lowered lowered = Lowered.of("begin { if (cpu == 0) { @a = pid; } @b = pid; }");

        assertThat(lowered.helpers())
                .filteredOn(helper -> helper == BpfHelper.GET_CURRENT_PID_TGID)
                .hasSize(2);
    }

    @Test
    void inAPidNamespaceItsOwnIdsCount() {
        Lowered lowered =
                Lowered.of(
                        "begin { @ = pid; }",
                        StoredTargets.linux618().in(new PidNamespace(4, 4026532000L)));

        assertThat(lowered.helpers()).startsWith(BpfHelper.GET_NS_CURRENT_PID_TGID);
        assertThat(lowered.function().toString()).contains("(i64 4, i64 4026532000, ");
    }

    @Test
    void theNameOfTheProbeIsAsLongAsTheLongest() {
        Lowered lowered = Lowered.of("interval:s:1, interval:ms:100 { print(probe); }");

        assertThat(lowered.formats(EventFormat.PrintValue.class))
                .extracting(print -> print.value().format())
                .containsOnly(new ValueFormat.Text("interval:ms:100".length() + 1, ".."));
    }

    @Test
    void fieldsAreLoadedInTheirSize() {
        Lowered lowered =
                Lowered.of(
                        "tracepoint:sched:sched_switch { @ = args.prev_prio; @p = args.next_pid; }");

        assertThat(lowered.operations(Load.class))
                .filteredOn(load -> load.pointer().type().text().equals("context*"))
                .extracting(Load::loaded)
                .containsExactly(Type.I32, Type.I32);
    }

    @Test
    void aWordOfARawTracepointIsEightBytes() {
        Lowered lowered = Lowered.of("rawtracepoint:sys_enter { @ = arg1; }");

        assertThat(lowered.operations(Load.class))
                .filteredOn(load -> load.pointer().type().text().equals("context*"))
                .singleElement()
                .satisfies(load -> assertThat(load.offset()).isEqualTo(8))
                .extracting(Load::loaded)
                .isEqualTo(Type.I64);
    }
}
