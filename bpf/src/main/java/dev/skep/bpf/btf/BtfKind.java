package dev.skep.bpf.btf;

/** The kinds of types in BTF, by the names and in the order of uapi {@code btf.h} (BTF_KIND_*). */
public enum BtfKind {
    /** No type: id 0 of every BTF. */
    VOID(0),
    /** An integer, character or boolean. */
    INT(1),
    /** A pointer. */
    PTR(2),
    /** An array. */
    ARRAY(3),
    /** A struct. */
    STRUCT(4),
    /** A union. */
    UNION(5),
    /** An enumeration of values of 32 bits. */
    ENUM(6),
    /** A struct or union that is only named. */
    FWD(7),
    /** Another name of a type. */
    TYPEDEF(8),
    /** A type qualified as volatile. */
    VOLATILE(9),
    /** A type qualified as const. */
    CONST(10),
    /** A pointer qualified as restrict. */
    RESTRICT(11),
    /** A function. */
    FUNC(12),
    /** A function's parameters and result. */
    FUNC_PROTO(13),
    /** A global variable. Since Linux 5.2. */
    VAR(14),
    /** The variables of a section. Since Linux 5.2. */
    DATASEC(15),
    /** A floating-point number. Since Linux 5.13. */
    FLOAT(16),
    /** An attribute of a declaration. Since Linux 5.16. */
    DECL_TAG(17),
    /** An attribute of a type. Since Linux 5.17. */
    TYPE_TAG(18),
    /** An enumeration of values of 64 bits. Since Linux 6.0. */
    ENUM64(19),
    /** A kind that this library is too old for. */
    UNKNOWN(-1);

    private static final BtfKind[] BY_CODE = values();

    private final int code;

    BtfKind(int code) {
        this.code = code;
    }

    /** {@return how many kinds are known, VOID included: their codes are below} */
    static int count() {
        return BY_CODE.length - 1;
    }

    /** {@return the kind of a code} */
    static BtfKind ofCode(int code) {
        return code < count() ? BY_CODE[code] : UNKNOWN;
    }

    /** {@return BTF_KIND_*, -1 for {@link #UNKNOWN}} */
    public int code() {
        return code;
    }
}
