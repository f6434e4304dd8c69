package dev.skep.bpf.object;

import dev.skep.bpf.object.ObjectTypes.FunctionRecord;
import dev.skep.bpf.object.ObjectTypes.LineRecord;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes {@code .BTF.ext}: for each section of instructions the types of its functions and the
 * lines that its instructions came from (the kernel's {@code Documentation/bpf/btf.rst}, "ELF").
 */
final class ExtWriter {
    private static final int MAGIC = 0xEB9F;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int SLOT_BYTES = 8;
    private static final int WORD_BYTES = 4;

    private final ObjectTypes types;
    private final List<CodeSection> sections;

    ExtWriter(ObjectTypes types, List<CodeSection> sections) {
        this.types = types;
        this.sections = sections;
    }

    /** {@return the section's bytes} */
    byte[] write(ByteOrder order) {
        List<Integer> functions = functions();
        List<Integer> lines = lines();
        int functionBytes = functions.size() * WORD_BYTES;
        int lineBytes = lines.size() * WORD_BYTES;
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + functionBytes + lineBytes).order(order);
        out.putShort((short) MAGIC).put((byte) VERSION).put((byte) 0).putInt(HEADER_BYTES);
        out.putInt(0).putInt(functionBytes).putInt(functionBytes).putInt(lineBytes);
        // No CO-RE relocations.
        out.putInt(functionBytes + lineBytes).putInt(0);
        functions.forEach(out::putInt);
        lines.forEach(out::putInt);
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
        return words;
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
        return words;
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
