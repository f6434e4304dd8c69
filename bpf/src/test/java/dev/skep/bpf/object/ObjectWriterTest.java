package dev.skep.bpf.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instructions;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfDump;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfRelocation;
import dev.skep.bpf.elf.ElfSection;
import dev.skep.bpf.elf.SymbolBinding;
import dev.skep.bpf.elf.SymbolTable;
import dev.skep.bpf.elf.SymbolType;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.testkit.KernelFunctionBtf;
import dev.skep.bpf.testkit.TestTarget;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is in the file, read by our own reader. */
class ObjectWriterTest {
    private final ElfFile file =
            ElfFile.of(
                    "calling.bpf.o",
                    MemorySegment.ofArray(
                            ObjectWriter.write(CallingProgram.object(), TestTarget.of("6.18.0"))));
    private final SymbolTable symbols = file.symbols();

    private ElfSection section(String name) {
        return Objects.requireNonNull(file.section(name), name);
    }

    private List<String> relocations(String section) {
        List<String> texts = new ArrayList<>();
        for (ElfRelocation relocation : file.relocations(section(".rel" + section))) {
            texts.add(
                    relocation.offset() / 8
                            + " "
                            + relocation.type()
                            + " "
                            + symbols.name(relocation.symbol()));
        }
        return texts;
    }

    private static String dump(Btf btf) {
        StringBuilder text = new StringBuilder();
        BtfDump dump = new BtfDump(btf, text);
        for (int id = 1; id < btf.idCount(); id++) {
            dump.raw(id);
        }
        return text.toString();
    }

    @Test
    void putsProgramsIntoTheSectionsOfTheirHooks() {
        assertThat(file.sections())
                .extracting(ElfSection::name)
                .containsSubsequence(
                        ".data.start",
                        ".rodata.limit",
                        ".data.zeros",
                        ".maps",
                        ".text",
                        "raw_tp/sched_switch",
                        "raw_tp/sched_wakeup",
                        "license",
                        ".BTF",
                        ".BTF.ext");
        int second = symbols.find("second");
        assertThat(symbols.value(second)).isEqualTo(symbols.size(symbols.find("first")));
        assertThat(symbols.symbol(second).section())
                .isEqualTo(symbols.symbol(symbols.find("first")).section())
                .isNotEqualTo(symbols.symbol(symbols.find("third")).section());
    }

    @Test
    void refersToMapsDataAndFunctionsBySymbols() {
        assertThat(relocations("raw_tp/sched_wakeup"))
                .containsExactly(
                        "0 1 start",
                        "2 1 limit",
                        "4 10 third.plus",
                        "5 1 zeros",
                        "10 1 third.step",
                        "16 1 typed",
                        "18 1 untyped",
                        "20 1 events");
        assertThat(relocations("raw_tp/sched_switch"))
                .contains("4 10 first.plus", "28 10 second.plus", "34 1 second.step");
    }

    @Test
    void keepsOffsetsInInstructionsAsLoadersExpectThem() {
        MemorySegment code = file.contents(section("raw_tp/sched_wakeup"));
        // The byte of "zeros" that is meant is in the immediate; no pseudo source is set.
        assertThat(code.get(ValueLayout.JAVA_INT_UNALIGNED, 5 * 8 + 4)).isEqualTo(8);
        assertThat(code.get(ValueLayout.JAVA_BYTE, 5 * 8 + 1)).isEqualTo((byte) 1);
        assertThat(code.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * 8 + 4)).isEqualTo(-1);
        assertThat(code.get(ValueLayout.JAVA_INT_UNALIGNED, 10 * 8 + 4)).isZero();
    }

    @Test
    void describesMapsInBtf() {
        assertThat(dump(Btf.of("calling", file.contents(section(".BTF")))))
                .contains("DATASEC '.maps' size=80 vlen=3")
                .contains("VAR 'typed' ")
                .contains("'key_size' ")
                .contains("FUNC 'plus' ")
                .contains("nr_elems=4096");
    }

    @Test
    void refusesWhatOnlyTheRunningKernelKnows() {
        ProgramSpec program =
                new ProgramSpec(
                        "bound",
                        ProgramType.SYSCALL,
                        AttachType.NONE,
                        "",
                        new CodeBuilder()
                                .emit(
                                        new Instruction.Call(
                                                new CallTarget.KernelFunction(4711, (short) 0)))
                                .emit(Instructions.exit())
                                .build(),
                        0);
        ObjectSpec object = new ObjectSpec("bound", "GPL", List.of(program), List.of());
        assertThatThrownBy(() -> ObjectWriter.write(object, TestTarget.of("6.18.0")))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("program \"bound\" cannot be written to a file")
                .hasMessageContaining("4711");
    }

    private static ObjectSpec calling(String text) {
        ProgramSpec program =
                new ProgramSpec(
                        "calls",
                        ProgramType.SYSCALL,
                        AttachType.NONE,
                        "",
                        Assembler.assemble("calls.s", text),
                        0);
        return new ObjectSpec("calls", "GPL", List.of(program), List.of());
    }

    private static int undefined(SymbolTable symbols, String name) {
        for (int i = 0; i < symbols.count(); i++) {
            if (symbols.name(i).equals(name)) {
                return i;
            }
        }
        throw new AssertionError("there is no symbol " + name);
    }

    @Test
    void refersToKernelFunctionsAsClangDoes() {
        ElfFile written =
                ElfFile.of(
                        "calls.bpf.o",
                        MemorySegment.ofArray(
                                ObjectWriter.write(
                                        calling(
                                                """
                                                r1 = 1
                                                call kernel pointer @bpf_task_from_pid(number)
                                                r1 = r0
                                                call kernel weak void @bpf_task_release___v1(pointer)
                                                exit
                                                """),
                                        KernelFunctionBtf.target("6.18.0"))));
        SymbolTable names = written.symbols();
        int from = undefined(names, "bpf_task_from_pid");
        int release = undefined(names, "bpf_task_release___v1");
        assertThat(names.symbol(from).section()).isZero();
        assertThat(names.symbol(from).type()).isEqualTo(SymbolType.NOTYPE);
        assertThat(names.symbol(from).binding()).isEqualTo(SymbolBinding.GLOBAL);
        assertThat(names.symbol(release).section()).isZero();
        assertThat(names.symbol(release).binding()).isEqualTo(SymbolBinding.WEAK);
        assertThat(written.relocations(Objects.requireNonNull(written.section(".relsyscall"))))
                .extracting(ElfRelocation::offset, ElfRelocation::type, ElfRelocation::symbol)
                .containsExactly(tuple(8L, 10, from), tuple(24L, 10, release));

        ElfSection types = Objects.requireNonNull(written.section(".BTF"));
        assertThat(dump(Btf.of("calls.bpf.o", written.contents(types))))
                .contains("FUNC 'bpf_task_from_pid' type_id=")
                .contains("linkage=extern")
                .contains("DATASEC '.ksyms' size=0 vlen=2")
                .contains("STRUCT 'task_struct' size=0 vlen=0");
    }

    @Test
    void refusesKernelFunctionsThatTheTargetDoesNotHave() {
        ObjectSpec object = calling("call kernel weak void @bpf_none()\nexit");
        assertThatThrownBy(() -> ObjectWriter.write(object, KernelFunctionBtf.target("6.18.0")))
                .isInstanceOf(BpfException.class)
                .hasMessage(
                        "the kernel function bpf_none cannot be described in a file: Linux 6.18.0,"
                                + " which the object was made for, does not have it");
    }
}
