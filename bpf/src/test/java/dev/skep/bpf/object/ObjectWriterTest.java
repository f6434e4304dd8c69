package dev.skep.bpf.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instructions;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfDump;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfRelocation;
import dev.skep.bpf.elf.ElfSection;
import dev.skep.bpf.elf.SymbolTable;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
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
        Btf btf = Btf.of("calling", file.contents(section(".BTF")));
        StringBuilder text = new StringBuilder();
        BtfDump dump = new BtfDump(btf, text);
        for (int id = 1; id < btf.idCount(); id++) {
            dump.raw(id);
        }
        assertThat(text)
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
}
