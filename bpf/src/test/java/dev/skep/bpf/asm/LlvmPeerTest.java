package dev.skep.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Disassembler.Style;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.GotoRegister;
import dev.skep.bpf.testkit.Generator;
import dev.skep.bpf.testkit.InstructionGenerators;
import dev.skep.bpf.testkit.PeerTool;
import dev.skep.bpf.testkit.Property;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Our decoding and text against llvm-objdump's, instruction by instruction. */
@Tag("peer")
class LlvmPeerTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "bpfel,v1",
        "bpfel,v2",
        "bpfel,v3",
        "bpfel,v4",
        "bpfeb,v1",
        "bpfeb,v2",
        "bpfeb,v3",
        "bpfeb,v4"
    })
    void writesWhatClangMakesAsLlvmObjdumpDoes(String target, String cpu) throws IOException {
        try (InputStream source = getClass().getResourceAsStream("peer.c")) {
            Files.copy(Objects.requireNonNull(source), directory.resolve("peer.c"));
        }
        PeerTool.run(
                directory,
                "clang-19",
                "-target",
                target,
                "-mcpu=" + cpu,
                "-O2",
                "-c",
                "peer.c",
                "-o",
                "peer.o");
        ByteOrder order = target.equals("bpfel") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        for (String section : List.of(".text", "socket", "tc")) {
            byte[] bytes = section("peer.o", section);
            assertThat(bytes).hasSizeGreaterThan(8);
            assertThat(ours(InstructionDecoder.decode(bytes, order)))
                    .containsExactlyElementsOf(theirs("peer.o", section));
        }
    }

    /** Clang uses a small part of what there is; here is the rest. */
    @Test
    void writesAnyInstructionAsLlvmObjdumpDoes() throws IOException {
        Code code = manyInstructions(_ -> true);
        StringBuilder source = new StringBuilder("f:\n");
        for (byte b : InstructionEncoder.encode(code, ByteOrder.LITTLE_ENDIAN)) {
            source.append(".byte ").append(b & 0xff).append('\n');
        }
        Files.writeString(directory.resolve("any.s"), source);
        PeerTool.run(
                directory,
                "llvm-mc-19",
                "-triple",
                "bpfel",
                "-filetype=obj",
                "any.s",
                "-o",
                "any.o");
        assertThat(ours(code)).containsExactlyElementsOf(theirs("any.o", ".text"));
    }

    /** LLVM's assembler takes our text for the same instructions. */
    @Test
    void writesWhatLlvmAssembles() throws IOException {
        // LLVM 19 takes 16 bits only where gotol has 32.
        Code code =
                manyInstructions(i ->
                        !(i instanceof Goto(int offset, boolean _)) || offset == (short) offset);
        StringBuilder source = new StringBuilder("f:\n");
        for (CodeElement element : code.elements()) {
            source.append(Disassembler.instruction(element.instruction(), Style.LLVM)).append('\n');
        }
        Files.writeString(directory.resolve("text.s"), source);
        PeerTool.run(
                directory,
                "llvm-mc-19",
                "-triple",
                "bpfel",
                "-mcpu=v4",
                "-filetype=obj",
                "text.s",
                "-o",
                "text.o");
        Code theirs =
                InstructionDecoder.decode(section("text.o", ".text"), ByteOrder.LITTLE_ENDIAN);
        assertThat(ours(theirs)).containsExactlyElementsOf(ours(code));
        assertThat(theirs).isEqualTo(code);
    }

    /** {@return instructions of all kinds that LLVM 19 knows and writes in full} */
    private static Code manyInstructions(Predicate<Instruction> wanted) {
        List<CodeElement> elements = new ArrayList<>();
        Generator<Instruction> generator = InstructionGenerators.encodable();
        Property.forAll(
                generator.list(30),
                instructions -> {
                    for (Instruction instruction : instructions) {
                        if (knownToLlvm(instruction)
                                && !AssemblerTest.losesInLlvm(instruction)
                                && wanted.test(instruction)) {
                            elements.add(new CodeElement(instruction, null));
                        }
                    }
                });
        assertThat(elements).hasSizeGreaterThan(1000);
        return new Code(elements);
    }

    private static boolean knownToLlvm(Instruction instruction) {
        return switch (instruction) {
            case GotoRegister _ -> false;
            case Atomic atomic -> atomic.operation().modifies();
            default -> true;
        };
    }

    private byte[] section(String object, String section) throws IOException {
        PeerTool.run(
                directory,
                "llvm-objcopy-19",
                "-O",
                "binary",
                "--only-section=" + section,
                object,
                "section.bin");
        return Files.readAllBytes(directory.resolve("section.bin"));
    }

    private List<String> theirs(String object, String section) {
        String output =
                PeerTool.run(
                        directory,
                        "llvm-objdump-19",
                        "-d",
                        "--no-show-raw-insn",
                        "--mcpu=v4",
                        "--section=" + section,
                        object);
        List<String> lines = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.contains(":\t")
                    && Character.isDigit(line.charAt(Math.min(7, line.length() - 1)))) {
                lines.add(line.contains("goto") ? line.replaceFirst(" <[^<>]*>$", "") : line);
            }
        }
        return lines;
    }

    private static List<String> ours(Code code) {
        return Disassembler.listing(code, Style.LLVM).lines().toList();
    }
}
