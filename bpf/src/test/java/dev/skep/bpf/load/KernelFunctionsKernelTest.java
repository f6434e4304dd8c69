package dev.skep.bpf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.VerifierException;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.FunctionType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/** Functions of the running kernel, called by programs that name them. */
@NeedsKernel
@Timeout(60)
class KernelFunctionsKernelTest {

    /** BPF_F_SLEEPABLE, which programs of type SYSCALL must have. */
    private static final int SLEEPABLE = 1 << 4;

    private static BpfObject load(String text) {
        return load(ProgramType.RAW_TRACEPOINT, 0, text);
    }

    private static BpfObject load(ProgramType type, int flags, String text) {
        ProgramSpec program =
                new ProgramSpec(
                        "calls",
                        type,
                        AttachType.NONE,
                        "",
                        Assembler.assemble("calls.s", text),
                        flags);
        MapSpec data = MapSpec.data("data", new byte[8], false);
        return Loader.load(new ObjectSpec("calls", "GPL", List.of(program), List.of(data)));
    }

    @Test
    @NeedsKernel(version = "6.12", kconfig = "CONFIG_DEBUG_INFO_BTF")
    void findsAProcessByItsNumber() {
        Btf kernel = Target.running().btf().orElseThrow();
        int tgid =
                Objects.requireNonNull(
                                kernel.field(kernel.find("task_struct", BtfKind.STRUCT), "tgid"))
                        .offset();
        // In the namespace of the kernel's own, which kthreadd is the second of everywhere.
        String program =
                """
                r1 = 2
                call kernel pointer @bpf_task_from_pid(number)
                if r0 == 0 goto none
                r1 = r0
                w6 = *(u32 *)(r1 + TGID)
                call kernel void @bpf_task_release(pointer)
                r1 = map_value @data + 0 ll
                *(u64 *)(r1 + 0) = r6
                none: r0 = 0
                exit
                """;
        try (BpfObject object =
                load(
                        ProgramType.SYSCALL,
                        SLEEPABLE,
                        program.replace("TGID", Integer.toString(tgid)))) {
            object.program("calls").run();
            assertThat(object.map("data").memory().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(2);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> load("call kernel number @bpf_no_such_function()\nexit"))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessageStartingWith(
                        "program \"calls\" needs the kernel function bpf_no_such_function, which"
                                + " this kernel does not have");
    }

    @Test
    @NeedsKernel(version = "5.13")
    void loadsWhatDoesNotReachWhatIsMissing() {
        try (BpfObject object =
                load(
                        """
                        r0 = 0
                        if r0 == 0 goto out
                        call kernel weak number @bpf_no_such_function()
                        out: exit
                        """)) {
            assertThat(object.programs()).hasSize(1);
        }
        assertThatThrownBy(() -> load("call kernel weak number @bpf_no_such_function()\nexit"))
                .isInstanceOf(VerifierException.class)
                .hasMessageContaining(
                        "calls.s:1:1: the kernel function bpf_no_such_function is called, which this"
                                + " kernel does not have");
    }

    /** Tracking connections is built in, a module, or not there, as the kernel was configured. */
    @Test
    @NeedsKernel(version = "6.0", kconfig = "CONFIG_DEBUG_INFO_BTF")
    void findsFunctionsOfModulesToo() {
        String program =
                """
                r2 = 0
                *(u64 *)(r10 - 0x8) = r2
                *(u64 *)(r10 - 0x10) = r2
                *(u64 *)(r10 - 0x18) = r2
                *(u64 *)(r10 - 0x20) = r2
                r2 = r10
                r2 += -0x20
                r3 = 12
                r4 = r10
                r4 += -0x10
                r5 = 12
                call kernel pointer @bpf_xdp_ct_lookup(pointer, pointer, number, pointer, number)
                if r0 == 0 goto none
                r1 = r0
                call kernel void @bpf_ct_release(pointer)
                none: r0 = 2
                exit
                """;
        if (FunctionType.find(Target.running(), "bpf_xdp_ct_lookup") == null) {
            assertThatThrownBy(() -> load(ProgramType.XDP, 0, program))
                    .isInstanceOf(UnsupportedByKernelException.class)
                    .hasMessageContaining("the kernel function bpf_xdp_ct_lookup");
        } else {
            load(ProgramType.XDP, 0, program).close();
        }
    }
}
