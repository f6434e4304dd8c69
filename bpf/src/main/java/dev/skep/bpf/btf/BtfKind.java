package dev.skep.bpf.btf;

/** The kinds of types in BTF, by the names and in the order of uapi {@code btf.h} (BTF_KIND_*). */
public enum BtfKind {
    /** No type: id 0 of every BTF. */
    VOID,
    /** An integer, character or boolean. */
    INT,
    /** A pointer. */
    PTR,
    /** An array. */
    ARRAY,
    /** A struct. */
    STRUCT,
    /** A union. */
    UNION,
    /** An enumeration of values of 32 bits. */
    ENUM,
    /** A struct or union that is only named. */
    FWD,
    /** Another name of a type. */
    TYPEDEF,
    /** A type qualified as volatile. */
    VOLATILE,
    /** A type qualified as const. */
    CONST,
    /** A pointer qualified as restrict. */
    RESTRICT,
    /** A function. */
    FUNC,
    /** A function's parameters and result. */
    FUNC_PROTO,
    /** A global variable. Since Linux 5.2. */
    VAR,
    /** The variables of a section. Since Linux 5.2. */
    DATASEC,
    /** A floating-point number. Since Linux 5.13. */
    FLOAT,
    /** An attribute of a declaration. Since Linux 5.16. */
    DECL_TAG,
    /** An attribute of a type. Since Linux 5.17. */
    TYPE_TAG,
    /** An enumeration of values of 64 bits. Since Linux 6.0. */
    ENUM64;

    private static final BtfKind[] BY_CODE = values();

    /** {@return how many kinds there are, VOID included: codes are below} */
    static int count() {
        return BY_CODE.length;
    }

    /** {@return the kind of a code below {@link #count}} */
    static BtfKind ofCode(int code) {
        return BY_CODE[code];
    }

    /** {@return BTF_KIND_*} */
    public int code() {
        return ordinal();
    }
}
