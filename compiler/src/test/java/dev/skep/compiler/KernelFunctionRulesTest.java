package dev.skep.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.KernelFunctionBtf;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.compiler.ir.IrParser;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelFunctionRulesTest {
    private static final String FROM = "call void kernel \"bpf_task_from_pid\"(i32 1)";

    private final Target newest = KernelFunctionBtf.target("7.2.0");

    private static @Nullable String refusal(Target target, ProgramType type, String call) {
        CallTable.Refusal refusal =
                CallTable.of(target)
                        .refusal(
                                IrParser.parse(
                                        "function i64 \"f\" {\nentry(%ctx: context*):\n"
                                                + call
                                                + "\nreturn i64 0\n}"),
                                type);
        return refusal == null ? null : refusal.message();
    }

    @Test
    void functionsAreThereFromSomeKernelOn() {
        assertThat(refusal(newest, ProgramType.TRACING, FROM)).isNull();
        assertThat(refusal(newest, ProgramType.TRACEPOINT, FROM)).isNull();
        assertThat(refusal(TestTarget.of("5.10.0"), ProgramType.TRACING, FROM))
                .isEqualTo(
                        "The kernel function bpf_task_from_pid is there from Linux 6.2 on, this is"
                                + " for 5.10.0");
        Target middle = KernelFunctionBtf.target("6.6.0");
        assertThat(refusal(middle, ProgramType.TRACING, FROM)).isNull();
        assertThat(refusal(middle, ProgramType.PERF_EVENT, FROM))
                .isEqualTo(
                        "The kernel function bpf_task_from_pid can be called by perf_event programs"
                                + " from Linux 6.12 on, this is for 6.6.0");
        assertThat(refusal(middle, ProgramType.RAW_TRACEPOINT, FROM)).contains("from Linux 7.2 on");
    }

    @Test
    void functionsAreForSomePrograms() {
        assertThat(refusal(newest, ProgramType.KPROBE, FROM))
                .isEqualTo(
                        "The kernel function bpf_task_from_pid is not for kprobe programs: those of"
                                + " kprobes and uprobes may not call it");
        assertThat(refusal(newest, ProgramType.RAW_TRACEPOINT, FROM)).isNull();
    }

    @Test
    void functionsAreThoseOfTheTargetsTypes() {
        assertThat(refusal(newest, ProgramType.KPROBE, "call void kernel \"bpf_none\"()"))
                .isEqualTo("The kernel function bpf_none is not there in Linux 7.2.0");
        assertThat(refusal(TestTarget.of("7.2.0"), ProgramType.TRACING, FROM))
                .contains("CONFIG_DEBUG_INFO_BTF");
        assertThat(
                        refusal(
                                newest,
                                ProgramType.TRACING,
                                "%x = call i64 kernel \"bpf_task_from_pid\"(i32 1)"))
                .isEqualTo(
                        "The kernel function bpf_task_from_pid is another here: pointer"
                                + " bpf_task_from_pid(number)");
        assertThat(
                        refusal(
                                newest,
                                ProgramType.TRACING,
                                "%t = load typed* %ctx + 0\n"
                                        + "call void kernel \"bpf_task_release\"(%t)"))
                .isNull();
    }
}
