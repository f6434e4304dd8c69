package dev.skep.bpf.btf;

import java.util.Arrays;

/**
 * Where things are in the bytes of BTF: uapi {@code btf.h}. Everything is in units of 4 bytes and
 * in one byte order.
 */
final class BtfLayout {
    static final int MAGIC = 0xEB9F;
    static final int VERSION = 1;

    /** struct btf_header. */
    static final int HEADER_SIZE = 24;

    static final int HEADER_LENGTH = 4;
    static final int HEADER_TYPE_OFFSET = 8;
    static final int HEADER_TYPE_LENGTH = 12;
    static final int HEADER_STRING_OFFSET = 16;
    static final int HEADER_STRING_LENGTH = 20;

    /**
     * Newer headers go on with the place of the layouts of kinds: for each a u8 of the bytes that
     * follow struct btf_type once, a u8 of the bytes of each element, and a u16 of flags.
     */
    static final int HEADER_LAYOUT_OFFSET = 24;

    static final int HEADER_LAYOUT_LENGTH = 28;
    static final int HEADER_WITH_LAYOUT = 32;

    /** struct btf_type: name_off, info, then size or type. */
    static final int TYPE_SIZE = 12;

    static final int TYPE_INFO = 4;

    /** Kinds have 7 bits. */
    static final int MAX_KINDS = 128;

    /** The largest vlen. Kernels before 2026 refuse more than 65535. */
    static final int MAX_ELEMENTS = 0xFF_FFFF;

    static final int TYPE_SIZE_OR_TYPE = 8;

    /** The words of a type without its elements, by kind. */
    static final byte[] WORDS = new byte[BtfKind.count()];

    /** The words of each of the {@code vlen} elements that follow, by kind. */
    static final byte[] ELEMENT_WORDS = new byte[BtfKind.count()];

    static {
        Arrays.fill(WORDS, (byte) 3);
        WORDS[BtfKind.INT.code()] = 4;
        WORDS[BtfKind.ARRAY.code()] = 6;
        WORDS[BtfKind.VAR.code()] = 4;
        WORDS[BtfKind.DECL_TAG.code()] = 4;
        ELEMENT_WORDS[BtfKind.STRUCT.code()] = 3;
        ELEMENT_WORDS[BtfKind.UNION.code()] = 3;
        ELEMENT_WORDS[BtfKind.ENUM.code()] = 2;
        ELEMENT_WORDS[BtfKind.FUNC_PROTO.code()] = 2;
        ELEMENT_WORDS[BtfKind.DATASEC.code()] = 3;
        ELEMENT_WORDS[BtfKind.ENUM64.code()] = 3;
    }

    private BtfLayout() {}

    /** {@return the kind in an info word} Its two upper bits were unused, and 0, before 2026. */
    static int kind(int info) {
        return info >>> 24 & 0x7F;
    }

    /**
     * {@return how many elements follow, by an info word} The upper 8 of its 24 bits were unused,
     * and 0, before 2026.
     */
    static int elements(int info) {
        return info & MAX_ELEMENTS;
    }

    /** {@return kind_flag of an info word} */
    static boolean flag(int info) {
        return info < 0;
    }

    /** {@return an info word} */
    static int info(BtfKind kind, int elements, boolean flag) {
        return (flag ? 1 << 31 : 0) | kind.code() << 24 | elements;
    }
}
