package dev.skep.bpf.btf;

import java.util.List;

/**
 * A type of a {@link Btf}. Other types are referred to by their ids, since types may contain each
 * other in circles.
 *
 * <p>Sizes and offsets are in bytes where the name does not say bits.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">BPF Type Format</a>
 */
public sealed interface BtfType {

    /** {@return the kind} */
    BtfKind kind();

    /** {@return the name, empty for what has none; of tags their value} */
    default String name() {
        return "";
    }

    /** A struct or a union. */
    sealed interface Composite extends BtfType permits Struct, Union {
        /** {@return the size in bytes} */
        int size();

        /** {@return the members in order} */
        List<Member> members();

        /**
         * {@return whether members tell the sizes of bit fields (kind_flag); before, their integer
         * types did}
         */
        boolean bitSizes();
    }

    /** An enumeration, whatever the width of its values. */
    sealed interface Enumeration extends BtfType permits Enum32, Enum64 {
        /** {@return the size in bytes: 1, 2, 4 or 8} */
        int size();

        /** {@return whether values are signed (kind_flag)} */
        boolean signed();

        /** {@return the values in order} */
        List<Enumerator> enumerators();
    }

    /** What stands before a type and changes neither its size nor its members. */
    sealed interface Modifier extends BtfType permits Volatile, Const, Restrict, TypeTag {
        /** {@return the id of the modified type} */
        int type();
    }

    /** No type: {@code void}. */
    record VoidType() implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VOID;
        }
    }

    /**
     * An integer, character or boolean.
     *
     * @param name its name
     * @param size the size in bytes
     * @param encoding {@link #SIGNED}, {@link #CHAR} and {@link #BOOL}
     * @param bitOffset where the value starts in the bytes; 0 but for bit fields of old compilers
     * @param bits how many bits the value has; 8 times the size but for bit fields of old compilers
     */
    record Int(String name, int size, int encoding, int bitOffset, int bits) implements BtfType {
        /** BTF_INT_SIGNED. */
        public static final int SIGNED = 1;

        /** BTF_INT_CHAR. */
        public static final int CHAR = 2;

        /** BTF_INT_BOOL. */
        public static final int BOOL = 4;

        @Override
        public BtfKind kind() {
            return BtfKind.INT;
        }

        /** {@return whether it is signed} */
        public boolean signed() {
            return (encoding & SIGNED) != 0;
        }

        /** {@return whether it is a boolean} */
        public boolean bool() {
            return (encoding & BOOL) != 0;
        }
    }

    /**
     * A pointer.
     *
     * @param type what it points to
     */
    record Ptr(int type) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.PTR;
        }
    }

    /**
     * An array.
     *
     * @param element the type of its elements
     * @param index the type of its index, without meaning in C
     * @param count how many elements; 0 also for a flexible one; 32 bits unsigned
     */
    record Array(int element, int index, long count) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.ARRAY;
        }
    }

    /**
     * A struct.
     *
     * @param name its name, empty if anonymous
     * @param size the size in bytes
     * @param bitSizes whether members tell the sizes of bit fields
     * @param members the members in order
     */
    record Struct(String name, int size, boolean bitSizes, List<Member> members)
            implements Composite {
        /** Copies the list. */
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.STRUCT;
        }
    }

    /**
     * A union.
     *
     * @param name its name, empty if anonymous
     * @param size the size in bytes
     * @param bitSizes whether members tell the sizes of bit fields
     * @param members the members in order
     */
    record Union(String name, int size, boolean bitSizes, List<Member> members)
            implements Composite {
        /** Copies the list. */
        public Union {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.UNION;
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param name its name, empty for an anonymous struct or union
     * @param type its type
     * @param bitOffset bits from the start of the struct
     * @param bitSize bits of a bit field; 0 for another member, and in a struct without {@link
     *     Composite#bitSizes}
     */
    record Member(String name, int type, int bitOffset, int bitSize) {}

    /**
     * An enumeration of values of 32 bits.
     *
     * @param name its name, empty if anonymous
     * @param size the size in bytes: 1, 2, 4 or 8
     * @param signed whether values are signed; compilers before clang 15 never said so
     * @param enumerators the values in order
     */
    record Enum32(String name, int size, boolean signed, List<Enumerator> enumerators)
            implements Enumeration {
        /** Copies the list. */
        public Enum32 {
            enumerators = List.copyOf(enumerators);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM;
        }
    }

    /**
     * An enumeration of values of 64 bits.
     *
     * @param name its name, empty if anonymous
     * @param size the size in bytes: 1, 2, 4 or 8
     * @param signed whether values are signed
     * @param enumerators the values in order
     */
    record Enum64(String name, int size, boolean signed, List<Enumerator> enumerators)
            implements Enumeration {
        /** Copies the list. */
        public Enum64 {
            enumerators = List.copyOf(enumerators);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM64;
        }
    }

    /**
     * A value of an enumeration.
     *
     * @param name its name
     * @param value the value: of an unsigned enumeration of 32 bits zero-extended, else as it
     *     stands
     */
    record Enumerator(String name, long value) {}

    /**
     * A struct or union whose members are not known here.
     *
     * @param name its name
     * @param union whether it is a union
     */
    record Fwd(String name, boolean union) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FWD;
        }
    }

    /**
     * Another name of a type.
     *
     * @param name the name
     * @param type the type
     */
    record Typedef(String name, int type) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPEDEF;
        }
    }

    /**
     * A volatile type.
     *
     * @param type the type without it
     */
    record Volatile(int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.VOLATILE;
        }
    }

    /**
     * A constant type.
     *
     * @param type the type without it
     */
    record Const(int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.CONST;
        }
    }

    /**
     * A restricted pointer.
     *
     * @param type the type without it
     */
    record Restrict(int type) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.RESTRICT;
        }
    }

    /**
     * A function.
     *
     * @param name its name
     * @param prototype its {@link FuncProto}
     * @param linkage who sees it
     */
    record Func(String name, int prototype, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FUNC;
        }
    }

    /**
     * A function's result and parameters.
     *
     * @param result the type of what it returns
     * @param parameters the parameters; the last is without name and type if more may follow
     *     ({@code ...})
     */
    record FuncProto(int result, List<Parameter> parameters) implements BtfType {
        /** Copies the list. */
        public FuncProto {
            parameters = List.copyOf(parameters);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.FUNC_PROTO;
        }
    }

    /**
     * A parameter.
     *
     * @param name its name, possibly empty
     * @param type its type
     */
    record Parameter(String name, int type) {}

    /**
     * A global variable.
     *
     * @param name its name
     * @param type its type
     * @param linkage who sees it
     */
    record Var(String name, int type, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VAR;
        }
    }

    /** Who sees a function or variable. */
    enum Linkage {
        /** Only its own object. */
        STATIC(0),
        /** Every object. */
        GLOBAL(1),
        /** It is defined elsewhere. */
        EXTERN(2);

        private final int code;

        Linkage(int code) {
            this.code = code;
        }

        /** {@return BTF_FUNC_* or BTF_VAR_*, which are the same} */
        int code() {
            return code;
        }
    }

    /**
     * The variables of a section.
     *
     * @param name the section's name
     * @param size the section's size in bytes
     * @param variables where its variables are, by ascending offset
     */
    record DataSec(String name, int size, List<SectionVariable> variables) implements BtfType {
        /** Copies the list. */
        public DataSec {
            variables = List.copyOf(variables);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.DATASEC;
        }
    }

    /**
     * A variable's place in its section.
     *
     * @param type its {@link Var}, or {@link Func} for an external function
     * @param offset bytes from the start of the section
     * @param size its size in bytes
     */
    record SectionVariable(int type, int offset, int size) {}

    /**
     * A floating-point number.
     *
     * @param name its name
     * @param size the size in bytes: 2, 4, 8, 12 or 16
     */
    record FloatType(String name, int size) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FLOAT;
        }
    }

    /**
     * An attribute of a declaration.
     *
     * @param name the attribute's value
     * @param type the struct, union, function, variable or typedef that has it
     * @param component the member or parameter of it that has it, counted from 0; -1 if it is the
     *     whole
     * @param attribute whether the value is a whole attribute of the compiler (kind_flag, since
     *     Linux 6.15), not a tag
     */
    record DeclTag(String name, int type, int component, boolean attribute) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.DECL_TAG;
        }
    }

    /**
     * An attribute of a type.
     *
     * @param name the attribute's value: {@code user}, {@code rcu}, {@code percpu}
     * @param type the type that has it
     * @param attribute whether the value is a whole attribute of the compiler (kind_flag, since
     *     Linux 6.15), not a tag
     */
    record TypeTag(String name, int type, boolean attribute) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPE_TAG;
        }
    }

    /**
     * A type of a kind that this library is too old for. Only how to pass over it is known, from
     * the layouts of kinds that newer BTF brings along.
     *
     * @param code the kind's number
     */
    record Unknown(int code) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.UNKNOWN;
        }
    }
}
