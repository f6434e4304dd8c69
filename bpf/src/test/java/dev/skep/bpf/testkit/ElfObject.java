package dev.skep.bpf.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** ELF files of 64 bits and nothing but sections, as small as can be. */
public final class ElfObject {
    private static final int HEADER = 64;
    private static final int SECTION_HEADER = 64;
    private static final int PROGBITS = 1;
    private static final int STRTAB = 3;

    private ElfObject() {}

    /** {@return an object for BPF with sections of these names and contents, in that order} */
    public static byte[] of(Map<String, byte[]> sections) {
        StringBuilder names = new StringBuilder("\0");
        int contents = 0;
        for (Map.Entry<String, byte[]> section : sections.entrySet()) {
            names.append(section.getKey()).append('\0');
            contents += section.getValue().length;
        }
        int nameOfNames = names.length();
        names.append(".shstrtab\0");
        byte[] nameBytes = names.toString().getBytes(StandardCharsets.US_ASCII);

        int count = sections.size() + 2;
        int headers = HEADER + contents + nameBytes.length;
        ByteBuffer out = ByteBuffer.allocate(headers + count * SECTION_HEADER);
        out.order(ByteOrder.LITTLE_ENDIAN);
        // Magic, 64 bits, little endian, version 1; a relocatable object for BPF, version 1.
        out.putInt(0x464C457F).put(new byte[] {2, 1, 1}).position(16);
        out.putShort((short) 1).putShort((short) 247).putInt(1);
        out.putLong(0).putLong(0).putLong(headers).putInt(0);
        out.putShort((short) HEADER).putShort((short) 0).putShort((short) 0);
        out.putShort((short) SECTION_HEADER).putShort((short) count).putShort((short) (count - 1));

        int content = HEADER;
        int header = headers + SECTION_HEADER; // the first section is none
        int name = 1;
        for (Map.Entry<String, byte[]> section : sections.entrySet()) {
            out.put(content, section.getValue());
            header(out, header, name, PROGBITS, content, section.getValue().length);
            content += section.getValue().length;
            header += SECTION_HEADER;
            name += section.getKey().length() + 1;
        }
        out.put(content, nameBytes);
        header(out, header, nameOfNames, STRTAB, content, nameBytes.length);
        return out.array();
    }

    /** Writes struct Elf64_Shdr. */
    private static void header(ByteBuffer out, int at, int name, int type, int offset, int size) {
        out.putInt(at, name).putInt(at + 4, type);
        out.putLong(at + 24, offset).putLong(at + 32, size).putLong(at + 48, 1);
    }
}
