package dev.skep.compiler.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.VerifierException;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instructions;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** The verifier lets programs call what the sets say, and says no otherwise. */
@NeedsKernel(version = "6.12", kconfig = "CONFIG_DEBUG_INFO_BTF")
@Timeout(60)
class KernelFunctionSetKernelTest {
    private static final List<ProgramType> TYPES =
            List.of(
                    ProgramType.KPROBE,
                    ProgramType.RAW_TRACEPOINT,
                    ProgramType.TRACEPOINT,
                    ProgramType.PERF_EVENT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpf_task_from_pid",
                "bpf_task_release",
                "bpf_cgroup_from_id",
                "bpf_cpumask_create",
                "bpf_throw",
                "bpf_iter_num_new",
                "bpf_rcu_read_lock",
                "bpf_rdonly_cast",
                "bpf_dynptr_size"
            })
    void setsAreTheKernels(String name) {
        for (ProgramType type : TYPES) {
            assertThat(mayCall(type, name))
                    .as("%s programs and %s", type, name)
                    .isEqualTo(isAllowed(KernelFunctionSet.of(name).since(type)));
        }
    }

    private static boolean isAllowed(String since) {
        if (since.isEmpty()) {
            return false;
        }
        KernelVersion first = KernelVersion.parse(since);
        return Target.running().version().isAtLeast(first.major(), first.minor());
    }

    private static boolean mayCall(ProgramType type, String name) {
        Btf kernel = Target.running().btf().orElseThrow();
        int function = kernel.find(name, BtfKind.FUNC);
        assertThat(function).as(name).isNotZero();
        ProgramSpec program =
                new ProgramSpec(
                        "calls",
                        type,
                        AttachType.NONE,
                        "",
                        new CodeBuilder()
                                .emit(
                                        Instructions.callKernelFunction(
                                                name, FunctionSignature.of(kernel, function)))
                                .emit(Instructions.mov(Register.R0, 0), Instructions.exit())
                                .build(),
                        0);
        try {
            Loader.load(new ObjectSpec("calls", "GPL", List.of(program), List.of())).close();
            return true;
        } catch (VerifierException e) {
            // It lacks its arguments, or is not allowed at all, which is looked at first.
            return !e.log().contains("calling kernel function " + name + " is not allowed");
        }
    }
}
