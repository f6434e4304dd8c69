package dev.skep.bpf.btf;

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

    /** struct btf_type: name_off, info, then size or type. */
    static final int TYPE_SIZE = 12;

    static final int TYPE_INFO = 4;
    static final int TYPE_SIZE_OR_TYPE = 8;

    /** What follows struct btf_type once, by kind: bytes. */
    private static final byte[] EXTRA = new byte[BtfKind.count()];

    /** What follows struct btf_type {@code vlen} times, by kind: bytes. */
    private static final byte[] ELEMENT = new byte[BtfKind.count()];

    static {
        EXTRA[BtfKind.INT.code()] = 4;
        EXTRA[BtfKind.ARRAY.code()] = 12;
        EXTRA[BtfKind.VAR.code()] = 4;
        EXTRA[BtfKind.DECL_TAG.code()] = 4;
        ELEMENT[BtfKind.STRUCT.code()] = 12;
        ELEMENT[BtfKind.UNION.code()] = 12;
        ELEMENT[BtfKind.ENUM.code()] = 8;
        ELEMENT[BtfKind.FUNC_PROTO.code()] = 8;
        ELEMENT[BtfKind.DATASEC.code()] = 12;
        ELEMENT[BtfKind.ENUM64.code()] = 12;
    }

    private BtfLayout() {}

    /** {@return the kind in an info word} */
    static int kind(int info) {
        return info >>> 24 & 0x1F;
    }

    /** {@return how many elements follow, by an info word} */
    static int elements(int info) {
        return info & 0xFFFF;
    }

    /** {@return kind_flag of an info word} */
    static boolean flag(int info) {
        return info < 0;
    }

    /** {@return an info word} */
    static int info(BtfKind kind, int elements, boolean flag) {
        return (flag ? 1 << 31 : 0) | kind.code() << 24 | elements;
    }

    /** {@return the bytes of a type with that info word, its kind being known} */
    static int typeSize(int info) {
        int kind = kind(info);
        return TYPE_SIZE + EXTRA[kind] + ELEMENT[kind] * elements(info);
    }
}
