package dev.skep.bpf.info;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where the fields of {@code struct bpf_map_info} lie, in bytes (uapi {@code bpf.h}). */
final class MapInfoLayout {

    static final int TYPE = 0;
    static final int ID = 4;
    static final int KEY_SIZE = 8;
    static final int VALUE_SIZE = 12;
    static final int MAX_ENTRIES = 16;
    static final int FLAGS = 20;
    static final int NAME = 24;
    static final int BTF = 64;
    static final int KEY_TYPE = 68;
    static final int VALUE_TYPE = 72;
    static final int EXTRA = 80;

    /** Through the extra, Linux 5.16; older kernels fill in less, newer ones ask for no more. */
    static final int BYTES = 88;

    private MapInfoLayout() {}

    static MapInfo read(MemorySegment info) {
        return new MapInfo(
                info.get(ValueLayout.JAVA_INT, ID),
                info.get(ValueLayout.JAVA_INT, TYPE),
                info.getString(NAME),
                info.get(ValueLayout.JAVA_INT, KEY_SIZE),
                info.get(ValueLayout.JAVA_INT, VALUE_SIZE),
                info.get(ValueLayout.JAVA_INT, MAX_ENTRIES),
                info.get(ValueLayout.JAVA_INT, FLAGS),
                info.get(ValueLayout.JAVA_INT, BTF),
                info.get(ValueLayout.JAVA_INT, KEY_TYPE),
                info.get(ValueLayout.JAVA_INT, VALUE_TYPE),
                info.get(ValueLayout.JAVA_LONG, EXTRA));
    }
}
