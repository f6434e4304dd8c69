package dev.skep.bpf.object;

import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.object.ObjectTypes.FunctionRecord;
import dev.skep.bpf.object.ObjectTypes.LineRecord;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes {@code .BTF.ext}: for each section of instructions the types of its functions, the lines
 * that its instructions came from, and the members whose offsets a loader fills in (the kernel's
 * {@code Documentation/bpf/btf.rst}, "ELF").
 */
final class ExtWriter {
    private static final int MAGIC = 0xEB9F;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int SLOT_BYTES = 8;
    private static final int WORD_BYTES = 4;

    /** The bytes of struct bpf_core_relo. */
    private static final int RELOCATION_RECORD_BYTES = 16;

    private final ObjectTypes types;
    private final List<CodeSection> sections;
    private final int[] kernelTypes;

    /**
     * Creates a writer.
     *
     * @param kernelTypes by the ids of structs that the code names, their ids in the object's BTF
     */
    ExtWriter(ObjectTypes types, List<CodeSection> sections, int[] kernelTypes) {
        this.types = types;
        this.sections = sections;
        this.kernelTypes = kernelTypes;
    }

    /** {@return the section's bytes} */
    byte[] write(ByteOrder order) {
        List<Integer> functions = functions();
        List<Integer> lines = lines();
        List<Integer> fields = fields();
        int functionBytes = functions.size() * WORD_BYTES;
        int lineBytes = lines.size() * WORD_BYTES;
        int fieldBytes = fields.size() * WORD_BYTES;
        int bytes = HEADER_BYTES + functionBytes + lineBytes + fieldBytes;
        ByteBuffer out = ByteBuffer.allocate(bytes).order(order);
        out.putShort((short) MAGIC).put((byte) VERSION).put((byte) 0).putInt(HEADER_BYTES);
        out.putInt(0).putInt(functionBytes).putInt(functionBytes).putInt(lineBytes);
        out.putInt(functionBytes + lineBytes).putInt(fieldBytes);
        functions.forEach(out::putInt);
        lines.forEach(out::putInt);
        fields.forEach(out::putInt);
        return out.array();
    }

    private List<Integer> functions() {
        List<Integer> words = new ArrayList<>();
        words.add(ObjectTypes.FUNCTION_RECORD_BYTES);
        for (CodeSection section : sections) {
            List<Integer> records = new ArrayList<>();
            for (CodeSection.Placed placed : section.functions()) {
                for (FunctionRecord record : types.functions(placed.program())) {
                    if (record.slot() == placed.function().start()) {
                        records.add(placed.offset());
                        records.add(record.type());
                    }
                }
            }
            add(words, section, records, ObjectTypes.FUNCTION_RECORD_BYTES);
        }
        return orNothing(words);
    }

    private List<Integer> lines() {
        List<Integer> words = new ArrayList<>();
        words.add(ObjectTypes.LINE_RECORD_BYTES);
        for (CodeSection section : sections) {
            List<Integer> records = new ArrayList<>();
            for (CodeSection.Placed placed : section.functions()) {
                int start = placed.function().start();
                int end = start + placed.function().slots();
                for (LineRecord record : types.lines(placed.program())) {
                    if (record.slot() >= start && record.slot() < end) {
                        records.add((placed.slot() + record.slot() - start) * SLOT_BYTES);
                        records.add(record.file());
                        records.add(record.text());
                        records.add(record.position());
                    }
                }
            }
            add(words, section, records, ObjectTypes.LINE_RECORD_BYTES);
        }
        return orNothing(words);
    }

    /** {@return a table; nothing if it is empty, for which libbpf throws the whole section away} */
    private static List<Integer> orNothing(List<Integer> words) {
        return words.size() == 1 ? List.of() : words;
    }

    /** {@return the CO-RE relocations} */
    private List<Integer> fields() {
        List<Integer> words = new ArrayList<>();
        words.add(RELOCATION_RECORD_BYTES);
        for (CodeSection section : sections) {
            List<Integer> records = new ArrayList<>();
            for (CodeSection.Placed placed : section.functions()) {
                int offset = placed.offset();
                for (CodeElement element : placed.function().elements()) {
                    if (element.instruction() instanceof Instruction.LoadImmediate64 load
                            && load.value() instanceof Value64.Relocated fact) {
                        records.add(offset);
                        records.add(kernelTypes[fact.type()]);
                        records.add(types.builder().string(fact.path()));
                        records.add(fact.kind().number());
                    }
                    offset += element.instruction().slots() * SLOT_BYTES;
                }
            }
            add(words, section, records, RELOCATION_RECORD_BYTES);
        }
        return orNothing(words);
    }

    private void add(
            List<Integer> words, CodeSection section, List<Integer> records, int recordBytes) {
        if (!records.isEmpty()) {
            words.add(types.builder().string(section.name()));
            words.add(records.size() * WORD_BYTES / recordBytes);
            words.addAll(records);
        }
    }
}
