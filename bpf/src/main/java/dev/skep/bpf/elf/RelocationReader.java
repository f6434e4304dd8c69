package dev.skep.bpf.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads sections of relocations, with and without addends. */
final class RelocationReader {
    private RelocationReader() {}

    static List<ElfRelocation> read(ElfBytes bytes, ElfSection section, ByteBuffer table) {
        ElfLayout layout = bytes.layout();
        boolean addends = section.type() == ElfLayout.SHT_RELA;
        int size = addends ? layout.relaSize : layout.relSize;
        if (!section.isRelocations() || section.entrySize() != size || table.limit() % size != 0) {
            throw bytes.malformed(
                    section.offset(),
                    "a section " + section.name() + " that is not a table of relocations");
        }
        List<ElfRelocation> relocations = new ArrayList<>(table.limit() / size);
        for (int at = 0; at < table.limit(); at += size) {
            if (layout.is64()) {
                long info = table.getLong(at + 8);
                long addend = addends ? table.getLong(at + 16) : 0;
                relocations.add(
                        new ElfRelocation(
                                table.getLong(at), symbol(info >>> 32), (int) info, addend));
            } else {
                int info = table.getInt(at + 4);
                long addend = addends ? table.getInt(at + 8) : 0;
                relocations.add(
                        new ElfRelocation(
                                bytes.word(table, at), symbol(info >>> 8), info & 0xFF, addend));
            }
        }
        return Collections.unmodifiableList(relocations);
    }

    /** Bounded by the table of symbols when it is looked up there. */
    private static int symbol(long index) {
        return (int) index;
    }
}
