package dev.skep.bpf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.KernelException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.Disassembler.Style;
import dev.skep.bpf.diagnose.Diagnosis;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.KernelFunctionBtf;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.testkit.FakeKernel;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

class KernelFunctionsTest {
    private final Target target = KernelFunctionBtf.target("6.18.0");

    private static KernelFunctions functions(Target target) {
        return new KernelFunctions(target, new ModuleDescriptors(new FakeKernel(2)));
    }

    private static Code resolve(Target target, String text) {
        Code code = Assembler.assemble("t.s", text);
        ProgramSpec program =
                new ProgramSpec("names", ProgramType.SYSCALL, AttachType.NONE, "", code, 0);
        return functions(target).resolve(program, code);
    }

    private String resolved(String text) {
        return Disassembler.instruction(
                resolve(target, text).elements().getLast().instruction(), Style.ANNOTATED);
    }

    @Test
    void findsFunctionsByName() {
        assertThat(resolved("call kernel pointer @bpf_task_from_pid(number)"))
                .isEqualTo("call kernel 6");
        assertThat(resolved("call kernel void @bpf_task_release(pointer)"))
                .isEqualTo("call kernel 8");
    }

    @Test
    void leavesFlavoursOut() {
        assertThat(resolved("call kernel pointer @bpf_task_from_pid___old(number)"))
                .isEqualTo("call kernel 6");
        assertThat(resolved("call kernel weak void @bpf_task_release____v2(pointer)"))
                .isEqualTo("call 0x77541880");
    }

    @Test
    void takesAnyResultWhereNoneIsOfInterest() {
        assertThat(resolved("call kernel void @bpf_task_from_pid(number)"))
                .isEqualTo("call kernel 6");
    }

    @Test
    void refusesFunctionsThatAreMissing() {
        assertThatThrownBy(() -> resolved("call kernel void @bpf_none()"))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessage(
                        "program \"names\" needs the kernel function bpf_none, which this kernel does"
                                + " not have. Linux 6.18.0 may be too old or too new for it, or built"
                                + " without it; if the program can do without, make the reference"
                                + " weak");
    }

    @Test
    void refusesFunctionsThatAreOthers() {
        assertThatThrownBy(() -> resolved("call kernel number @bpf_task_release(pointer, number)"))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessageContaining("\"number bpf_task_release(pointer, number)\"")
                .hasMessageContaining("What it has is \"void bpf_task_release(pointer)\"");
    }

    @Test
    void saysFromWhenOnFunctionsAreCalled() {
        assertThatThrownBy(() ->
                        resolve(
                                TestTarget.of("5.10.209"),
                                "call kernel pointer @bpf_task_from_pid(number)"))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessageContaining("the kernel function bpf_task_from_pid")
                .hasMessageContaining("Programs call such from Linux 5.13 on");
        assertThatThrownBy(() ->
                        resolve(
                                TestTarget.of("6.1.0"),
                                "call kernel pointer @bpf_task_from_pid(number)"))
                .hasMessageContaining("CONFIG_DEBUG_INFO_BTF");
    }

    @Test
    void makesCallsOfWeakFunctionsThatAreMissingImpossible() {
        Code before =
                Assembler.assemble(
                        "t.s", "r1 = map fd 1 ll\ncall kernel weak number @bpf_none()\nexit");
        ProgramSpec program =
                new ProgramSpec("names", ProgramType.SYSCALL, AttachType.NONE, "", before, 0);
        Code after = functions(target).resolve(program, before);
        assertThat(Disassembler.listing(after, Style.LLVM)).contains("2:\tcall 0x77541882\n");

        String refused = "invalid func unknown#2002000002";
        assertThat(KernelFunctions.explain(new Diagnosis(refused, 2, null), before).message())
                .isEqualTo(
                        "the kernel function bpf_none is called, which this kernel does not have");
        // Of another call with such a number nothing is known.
        assertThat(KernelFunctions.explain(new Diagnosis(refused, 3, null), before).message())
                .isEqualTo(refused);
    }

    @Test
    void leavesCodeAloneThatCallsNone() {
        Code code = Assembler.assemble("t.s", "call ringbuf_query\nexit");
        ProgramSpec program =
                new ProgramSpec("names", ProgramType.SYSCALL, AttachType.NONE, "", code, 0);
        assertThat(functions(target).resolve(program, code)).isSameAs(code);
    }

    @Test
    void findsFunctionsOfModulesByTheirDescriptors() {
        FakeKernel kernel = new FakeKernel(2).kernelTypes("vmlinux").kernelTypes("conntrack");
        int before = kernel.openDescriptors();
        Code code =
                Assembler.assemble(
                        "t.s",
                        """
                        call kernel pointer @bpf_task_from_pid(number)
                        call kernel void @bpf_ct_release(pointer)
                        call kernel void @bpf_ct_release(pointer)
                        """);
        ProgramSpec program =
                new ProgramSpec("names", ProgramType.SYSCALL, AttachType.NONE, "", code, 0);
        try (Arena arena = Arena.ofConfined()) {
            try (ModuleDescriptors modules = new ModuleDescriptors(kernel)) {
                Code resolved =
                        new KernelFunctions(KernelFunctionBtf.withModule("6.18.0"), modules)
                                .resolve(program, code);
                assertThat(Disassembler.listing(resolved, Style.ANNOTATED))
                        .contains("call kernel 6\n")
                        .contains("1: call kernel 11 fd 1\n")
                        .contains("2: call kernel 11 fd 1\n");
                assertThat(kernel.openDescriptors()).isEqualTo(before + 1);
                MemorySegment array = Objects.requireNonNull(modules.array(arena));
                assertThat(array.byteSize()).isEqualTo(8);
                assertThat(array.getAtIndex(ValueLayout.JAVA_INT, 1)).isPositive();
            }
            assertThat(kernel.openDescriptors()).isEqualTo(before);
        }
    }

    @Test
    void saysWhichModuleIsNotLoadedAnyMore() {
        FakeKernel kernel = new FakeKernel(2).kernelTypes("vmlinux");
        try (ModuleDescriptors modules = new ModuleDescriptors(kernel);
                Arena arena = Arena.ofConfined()) {
            assertThat(modules.array(arena)).isNull();
            assertThatThrownBy(() -> modules.index("conntrack"))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("looking for the types of module conntrack");
            assertThat(kernel.openDescriptors()).isEqualTo(1);
        }
    }
}
