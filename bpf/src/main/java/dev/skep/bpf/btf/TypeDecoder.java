package dev.skep.bpf.btf;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Linkage;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

import java.util.Arrays;
import java.util.List;

/**
 * Decodes one type at a time; the walk of {@link TypeTable} has seen that all its bytes are there.
 */
final class TypeDecoder {
    private static final int MEMBER_BITS = 24;

    private final Btf btf;
    private final BtfBytes bytes;

    TypeDecoder(Btf btf, BtfBytes bytes) {
        this.btf = btf;
        this.bytes = bytes;
    }

    BtfType decode(int at) {
        int info = bytes.int32(at + BtfLayout.TYPE_INFO);
        int elements = BtfLayout.elements(info);
        boolean flag = BtfLayout.flag(info);
        int sizeOrType = at + BtfLayout.TYPE_SIZE_OR_TYPE;
        int rest = at + BtfLayout.TYPE_SIZE;
        return switch (BtfKind.ofCode(BtfLayout.kind(info))) {
            case VOID -> throw new IllegalStateException("void is not stored");
            case UNKNOWN -> new BtfType.Unknown(BtfLayout.kind(info));
            case INT -> integer(string(at), size(sizeOrType), rest);
            case PTR -> new BtfType.Ptr(type(sizeOrType));
            case ARRAY ->
                    new BtfType.Array(
                            type(rest),
                            type(rest + 4),
                            Integer.toUnsignedLong(bytes.int32(rest + 8)));
            case STRUCT ->
                    new BtfType.Struct(
                            string(at), size(sizeOrType), flag, members(rest, elements, flag));
            case UNION ->
                    new BtfType.Union(
                            string(at), size(sizeOrType), flag, members(rest, elements, flag));
            case ENUM ->
                    new BtfType.Enum32(
                            string(at), size(sizeOrType), flag, enumerators(rest, elements, flag));
            case FWD -> new BtfType.Fwd(string(at), flag);
            case TYPEDEF -> new BtfType.Typedef(string(at), type(sizeOrType));
            case VOLATILE -> new BtfType.Volatile(type(sizeOrType));
            case CONST -> new BtfType.Const(type(sizeOrType));
            case RESTRICT -> new BtfType.Restrict(type(sizeOrType));
            case FUNC ->
                    new BtfType.Func(
                            string(at),
                            type(sizeOrType),
                            linkage(elements, at + BtfLayout.TYPE_INFO));
            case FUNC_PROTO -> new BtfType.FuncProto(type(sizeOrType), parameters(rest, elements));
            case VAR ->
                    new BtfType.Var(string(at), type(sizeOrType), linkage(bytes.int32(rest), rest));
            case DATASEC ->
                    new BtfType.DataSec(string(at), size(sizeOrType), variables(rest, elements));
            case FLOAT -> new BtfType.FloatType(string(at), size(sizeOrType));
            case DECL_TAG ->
                    new BtfType.DeclTag(string(at), type(sizeOrType), bytes.int32(rest), flag);
            case TYPE_TAG -> new BtfType.TypeTag(string(at), type(sizeOrType), flag);
            case ENUM64 ->
                    new BtfType.Enum64(
                            string(at), size(sizeOrType), flag, enumerators64(rest, elements));
        };
    }

    private BtfType integer(String name, int size, int at) {
        // BTF_INT_ENCODING, BTF_INT_OFFSET, BTF_INT_BITS
        int word = bytes.int32(at);
        int bitOffset = word >>> 16 & 0xFF;
        int bits = word & 0xFF;
        if (size > 16 || bitOffset + bits > size * 8) {
            throw bytes.malformed(
                    at,
                    bits + " bits from bit " + bitOffset + " in an integer of " + size + " bytes");
        }
        return new BtfType.Int(name, size, word >>> 24 & 0xF, bitOffset, bits);
    }

    private List<Member> members(int at, int count, boolean bitSizes) {
        Member[] members = new Member[count];
        for (int i = 0; i < count; i++) {
            members[i] = member(at + i * 12, bitSizes);
        }
        return Arrays.asList(members);
    }

    Member member(int at, boolean bitSizes) {
        int offset = bytes.int32(at + 8);
        int bitSize = 0;
        if (bitSizes) {
            bitSize = offset >>> MEMBER_BITS;
            offset &= (1 << MEMBER_BITS) - 1;
        }
        if (offset < 0) {
            throw bytes.malformed(
                    at + 8L, "a member more than 256 MiB from the start of its struct");
        }
        return new Member(string(at), type(at + 4), offset, bitSize);
    }

    private List<Enumerator> enumerators(int at, int count, boolean signed) {
        Enumerator[] enumerators = new Enumerator[count];
        for (int i = 0; i < count; i++, at += 8) {
            int value = bytes.int32(at + 4);
            enumerators[i] =
                    new Enumerator(string(at), signed ? value : Integer.toUnsignedLong(value));
        }
        return Arrays.asList(enumerators);
    }

    private List<Enumerator> enumerators64(int at, int count) {
        Enumerator[] enumerators = new Enumerator[count];
        for (int i = 0; i < count; i++, at += 12) {
            long low = Integer.toUnsignedLong(bytes.int32(at + 4));
            enumerators[i] = new Enumerator(string(at), (long) bytes.int32(at + 8) << 32 | low);
        }
        return Arrays.asList(enumerators);
    }

    private List<Parameter> parameters(int at, int count) {
        Parameter[] parameters = new Parameter[count];
        for (int i = 0; i < count; i++, at += 8) {
            parameters[i] = new Parameter(string(at), type(at + 4));
        }
        return Arrays.asList(parameters);
    }

    private List<SectionVariable> variables(int at, int count) {
        SectionVariable[] variables = new SectionVariable[count];
        for (int i = 0; i < count; i++, at += 12) {
            variables[i] = new SectionVariable(type(at), size(at + 4), size(at + 8));
        }
        return Arrays.asList(variables);
    }

    private Linkage linkage(int code, int at) {
        return switch (code) {
            case 0 -> Linkage.STATIC;
            case 1 -> Linkage.GLOBAL;
            case 2 -> Linkage.EXTERN;
            default -> throw bytes.malformed(at, "linkage " + code + " instead of 0, 1 or 2");
        };
    }

    /** {@return the id of a type at an offset, within bounds} */
    int type(int at) {
        int id = bytes.int32(at);
        if (id < 0 || id >= btf.idCount()) {
            throw outOfRange(at, "type " + Integer.toUnsignedString(id), btf.idCount() + " types");
        }
        return id;
    }

    /** {@return a size or offset in bytes} */
    private int size(int at) {
        int size = bytes.int32(at);
        if (size < 0) {
            throw bytes.malformed(at, "a size of " + Integer.toUnsignedString(size) + " bytes");
        }
        return size;
    }

    /** {@return the offset of a string at an offset, within bounds} */
    int stringOffset(int at) {
        int offset = bytes.int32(at);
        if (offset < 0 || offset >= btf.stringEnd()) {
            throw outOfRange(
                    at,
                    "a string at " + Integer.toUnsignedString(offset),
                    btf.stringEnd() + " bytes of them");
        }
        return offset;
    }

    private String string(int at) {
        return btf.string(stringOffset(at));
    }

    private MalformedObjectException outOfRange(int at, String what, String limit) {
        return bytes.malformed(at, what + " where there are " + limit);
    }
}
