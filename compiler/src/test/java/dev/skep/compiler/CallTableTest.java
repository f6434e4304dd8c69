package dev.skep.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Type;

import org.junit.jupiter.api.Test;

class CallTableTest {
    private final CallTable old = CallTable.of(TestTarget.of("5.10.0"));
    private final CallTable newest = CallTable.of(TestTarget.of("7.2.0"));

    @Test
    void aHelperIsThereFromSomeKernelOn() {
        assertThat(old.refusal(BpfHelper.LOOP, ProgramType.KPROBE))
                .isEqualTo("The helper bpf_loop is there from Linux 5.17 on, this is for 5.10.0");
        assertThat(newest.refusal(BpfHelper.LOOP, ProgramType.KPROBE)).isNull();
        assertThat(old.refusal(BpfHelper.MAP_LOOKUP_ELEM, ProgramType.KPROBE)).isNull();
    }

    @Test
    void aHelperIsForSomePrograms() {
        assertThat(newest.refusal(BpfHelper.GET_FUNC_IP, ProgramType.TRACEPOINT))
                .isEqualTo(
                        "The helper bpf_get_func_ip is for programs on functions, not for tracepoint");
        assertThat(newest.refusal(BpfHelper.GET_FUNC_IP, ProgramType.KPROBE)).isNull();
        assertThat(newest.refusal(BpfHelper.GET_CURRENT_PID_TGID, ProgramType.XDP)).isNotNull();
        assertThat(newest.refusal(BpfHelper.GET_CURRENT_PID_TGID, ProgramType.CGROUP_SKB)).isNull();
        assertThat(newest.refusal(BpfHelper.GET_STACK, ProgramType.CGROUP_SKB)).isNotNull();
        assertThat(newest.refusal(BpfHelper.SEQ_WRITE, ProgramType.KPROBE)).isNotNull();
        assertThat(newest.refusal(BpfHelper.SEQ_WRITE, ProgramType.TRACING)).isNull();
        assertThat(newest.refusal(BpfHelper.OVERRIDE_RETURN, ProgramType.TRACING)).isNotNull();
        assertThat(newest.refusal(BpfHelper.MAP_LOOKUP_ELEM, ProgramType.NETFILTER)).isNull();
    }

    @Test
    void theFirstCallThatIsRefusedIsFoundWithItsPlace() {
        SourcePosition place = new SourcePosition("stdin", 3, 7, "text");
        FunctionBuilder builder = new FunctionBuilder("f", Type.I64);
        builder.call(BpfHelper.KTIME_GET_NS, Type.I64);
        builder.at(place);
        builder.ret(builder.call(BpfHelper.KTIME_GET_TAI_NS, Type.I64));
        Module module = Module.of(builder.build());

        assertThat(old.refusal(module, ProgramType.TRACEPOINT))
                .isEqualTo(
                        new CallTable.Refusal(
                                "The helper bpf_ktime_get_tai_ns is there from Linux 6.1 on,"
                                        + " this is for 5.10.0",
                                place));
        assertThat(newest.refusal(module, ProgramType.TRACEPOINT)).isNull();
    }

    @Test
    void everySignatureFitsACall() {
        for (BpfHelper helper : BpfHelper.values()) {
            HelperSignature signature = HelperTable.signature(helper);
            if (signature != null) {
                assertThat(signature.arguments())
                        .as(helper.kernelName())
                        .hasSizeLessThanOrEqualTo(Call.MAX_ARGUMENTS);
            }
        }
        assertThat(HelperTable.signature(BpfHelper.SKB_VLAN_POP)).isNull();
    }
}
