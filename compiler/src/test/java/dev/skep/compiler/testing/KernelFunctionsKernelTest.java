package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.CallTable;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.ir.IrParser;
import dev.skep.compiler.ir.Module;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.ValueLayout;
import java.util.List;

/** Functions of the running kernel, called by compiled programs. */
@NeedsKernel(version = "6.12", kconfig = "CONFIG_DEBUG_INFO_BTF")
@Timeout(60)
class KernelFunctionsKernelTest {
    /** BPF_F_SLEEPABLE, which programs of type SYSCALL must have. */
    private static final int SLEEPABLE = 1 << 4;

    /** Runs a function that puts something into the map; {@return what that is} */
    private static long run(String body) {
        Module module =
                IrParser.parse(
                        "function i64 \"main\" {\nentry(%ctx: context*):\n"
                                + "%out = map_value_address \"out\" + 0\n"
                                + body
                                + "return i64 0\n}");
        assertThat(CallTable.of(Target.running()).refusal(module, ProgramType.SYSCALL)).isNull();
        Code code = Compiler.compile(module, CodegenOptions.DEFAULT);
        ProgramSpec program =
                new ProgramSpec("main", ProgramType.SYSCALL, AttachType.NONE, "", code, SLEEPABLE);
        MapSpec out = MapSpec.data("out", new byte[8], false);
        try (BpfObject object =
                Loader.load(new ObjectSpec("calls", "GPL", List.of(program), List.of(out)))) {
            object.program("main").run();
            return object.map("out").memory().get(ValueLayout.JAVA_LONG, 0);
        }
    }

    @Test
    void whatIsAcquiredIsReadAndGivenBack() {
        // Of kthreadd, the second process everywhere.
        assertThat(
                        run(
                                """
                                %t = call typed* kernel "bpf_task_from_pid"(i32 2)
                                %is = compare ne %t, typed* null
                                branch %is, found, out
                                found:
                                %again = call typed* kernel "bpf_task_acquire"(%t)
                                %both = compare ne %again, typed* null
                                branch %both, got, lost
                                got:
                                store %out + 0, i64 5
                                call void kernel "bpf_task_release"(%again)
                                jump lost
                                lost:
                                call void kernel "bpf_task_release"(%t)
                                jump out
                                out:
                                """))
                .isEqualTo(5);
    }

    /** The state of the iterator is in a slot that only the kernel reads and writes. */
    @Test
    void numbersAreIterated() {
        assertThat(
                        run(
                                """
                                %it = stack_slot "it", size 8, align 8
                                call void kernel "bpf_iter_num_new"(%it, i32 3, i32 7)
                                jump next
                                next:
                                %p = call map_value* kernel "bpf_iter_num_next"(%it)
                                %is = compare ne %p, map_value* null
                                branch %is, turn, over
                                turn:
                                %n = load i32 %p + 0
                                %wide = zero_extend %n to i64
                                %old = load i64 %out + 0
                                %sum = add %old, %wide
                                store %out + 0, %sum
                                jump next
                                over:
                                call void kernel "bpf_iter_num_destroy"(%it)
                                """))
                .isEqualTo(3 + 4 + 5 + 6);
    }
}
