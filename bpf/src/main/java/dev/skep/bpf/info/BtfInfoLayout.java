package dev.skep.bpf.info;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where the fields of {@code struct bpf_btf_info} lie, in bytes (uapi {@code bpf.h}). */
final class BtfInfoLayout {

    static final int BTF_SIZE = 8;
    static final int ID = 12;
    static final int NAME = 16;
    static final int NAME_LENGTH = 24;
    static final int OF_KERNEL = 28;
    static final int BYTES = 32;

    private BtfInfoLayout() {}

    static BtfInfo read(MemorySegment info, MemorySegment name) {
        return new BtfInfo(
                info.get(ValueLayout.JAVA_INT, ID),
                info.get(ValueLayout.JAVA_INT, BTF_SIZE),
                name.getString(0),
                info.get(ValueLayout.JAVA_INT, OF_KERNEL) != 0);
    }
}
