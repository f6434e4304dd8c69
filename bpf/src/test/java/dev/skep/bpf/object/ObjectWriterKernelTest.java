package dev.skep.bpf.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instructions;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.PrivateBpffs;
import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What libbpf and the verifier say to a file, by way of bpftool, which is not in a guest. */
@NeedsCheckout
@NeedsKernel(version = "5.17")
class ObjectWriterKernelTest {
    @TempDir Path folder;

    @Test
    void loadsWithBpftool() throws IOException {
        Path file = folder.resolve("calling.bpf.o");
        Files.write(file, ObjectWriter.write(CallingProgram.object(), Target.running()));
        String listed =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool prog loadall calling.bpf.o pins/calling pinmaps pins/maps
                        ls pins/calling pins/maps
                        bpftool prog dump xlated pinned pins/calling/third linum
                        bpftool map show pinned pins/maps/typed
                        """);
        assertThat(listed)
                .contains("first\n", "second\n", "third\n", "events\n", "untyped\n")
                .contains("int plus(", "int step(")
                .contains("[file:by hand line_num:1 line_col:17]")
                .containsPattern("hash +name typed +flags 0x0\\s+key 4B +value 8B +max_entries 64");
    }

    @Test
    void hasMembersLookedUpByName() throws IOException {
        Btf kernel = Target.running().btf().orElseThrow();
        int task = kernel.find("task_struct", BtfKind.STRUCT);
        BtfType.Struct struct = (BtfType.Struct) kernel.type(task);
        int member = 0;
        while (!struct.members().get(member).name().equals("tgid")) {
            member++;
        }
        int offset = struct.members().get(member).bitOffset() / 8;
        Path file = folder.resolve("member.bpf.o");
        Value64 tgid =
                new Value64.Relocated(CoreRelocation.FIELD_OFFSET, task, "0:" + member, offset);
        ProgramSpec program =
                new ProgramSpec(
                        "member",
                        ProgramType.RAW_TRACEPOINT,
                        AttachType.NONE,
                        "",
                        new CodeBuilder()
                                .emit(new Instruction.LoadImmediate64(Register.R1, tgid))
                                .emit(Instructions.mov(Register.R0, 0), Instructions.exit())
                                .build(),
                        0);
        ObjectSpec object = new ObjectSpec("member", "GPL", List.of(program), List.of());
        Files.write(file, ObjectWriter.write(object, Target.running()));
        String listed =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool --debug prog load member.bpf.o pins/member 2>&1
                        """);
        // From what the offset is in the file's types to what it is in the kernel's.
        assertThat(listed)
                .contains("struct task_struct.tgid (0:" + member + " @ offset " + offset + ")")
                .contains("patched insn #0 (LDIMM64) imm64 " + offset + " -> " + offset);
    }

    @Test
    @NeedsKernel(version = "6.2")
    void hasKernelFunctionsLookedUpByName() throws IOException {
        ProgramSpec program =
                new ProgramSpec(
                        "calls",
                        ProgramType.TRACING,
                        AttachType.TRACE_RAW_TP,
                        "sched_switch",
                        Assembler.assemble(
                                "calls.s",
                                """
                                r1 = 2
                                call kernel pointer @bpf_task_from_pid(number)
                                if r0 == 0 goto out
                                r1 = r0
                                call kernel void @bpf_task_release(pointer)
                                out: r0 = 0
                                exit
                                """),
                        0);
        ObjectSpec object = new ObjectSpec("calls", "GPL", List.of(program), List.of());
        Files.write(folder.resolve("calls.bpf.o"), ObjectWriter.write(object, Target.running()));
        String listed =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool --debug prog load calls.bpf.o pins/calls 2>&1
                        bpftool prog dump xlated pinned pins/calls
                        """);
        assertThat(listed)
                .contains("extern (func ksym) 'bpf_task_from_pid': resolved to")
                .contains("extern (func ksym) 'bpf_task_release': resolved to")
                .contains("call bpf_task_from_pid#")
                .contains("call bpf_task_release#");
    }
}
