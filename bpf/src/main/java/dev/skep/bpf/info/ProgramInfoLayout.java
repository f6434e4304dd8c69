package dev.skep.bpf.info;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;

/** Where the fields of {@code struct bpf_prog_info} lie, in bytes (uapi {@code bpf.h}). */
final class ProgramInfoLayout {

    static final int TYPE = 0;
    static final int ID = 4;
    static final int TAG = 8;
    static final int COMPILED_LENGTH = 16;
    static final int TRANSLATED_LENGTH = 20;
    static final int LOAD_TIME = 40;
    static final int USER = 48;
    static final int MAP_COUNT = 52;
    static final int MAP_IDS = 56;
    static final int NAME = 64;
    static final int GPL_COMPATIBLE = 84;
    static final int BTF = 128;
    static final int RUN_TIME = 192;
    static final int RUN_COUNT = 200;
    static final int RECURSION_MISSES = 208;
    static final int VERIFIED_INSTRUCTIONS = 216;
    static final int ATTACH_BTF = 220;
    static final int ATTACH_TYPE = 224;

    /** Through the last field of Linux 6.18; older kernels fill in less. */
    static final int BYTES = 232;

    private static final int TAG_BYTES = 8;

    private ProgramInfoLayout() {}

    static ProgramInfo read(MemorySegment info, List<Integer> maps) {
        byte[] tag = info.asSlice(TAG, TAG_BYTES).toArray(ValueLayout.JAVA_BYTE);
        return new ProgramInfo(
                info.get(ValueLayout.JAVA_INT, ID),
                info.get(ValueLayout.JAVA_INT, TYPE),
                info.getString(NAME),
                HexFormat.of().formatHex(tag),
                info.get(ValueLayout.JAVA_INT, TRANSLATED_LENGTH),
                info.get(ValueLayout.JAVA_INT, COMPILED_LENGTH),
                info.get(ValueLayout.JAVA_LONG, LOAD_TIME),
                info.get(ValueLayout.JAVA_INT, USER),
                (info.get(ValueLayout.JAVA_INT, GPL_COMPATIBLE) & 1) != 0,
                maps,
                info.get(ValueLayout.JAVA_INT, BTF),
                info.get(ValueLayout.JAVA_INT, VERIFIED_INSTRUCTIONS),
                info.get(ValueLayout.JAVA_INT, ATTACH_BTF),
                info.get(ValueLayout.JAVA_INT, ATTACH_TYPE),
                new ProgramInfo.Runs(
                        info.get(ValueLayout.JAVA_LONG, RUN_TIME),
                        info.get(ValueLayout.JAVA_LONG, RUN_COUNT),
                        info.get(ValueLayout.JAVA_LONG, RECURSION_MISSES)));
    }
}
