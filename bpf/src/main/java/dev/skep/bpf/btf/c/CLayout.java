package dev.skep.bpf.btf.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Composite;
import dev.skep.bpf.btf.BtfType.Member;

/**
 * How a C compiler would lay types out, which BTF does not say: it has offsets, but no attributes.
 * The rules are those of the System V ABI for x86-64 and of clang for BPF.
 */
final class CLayout {
    private static final int POINTER_SIZE = 8;
    private static final int MAX_ALIGNMENT = 16;

    private final Btf btf;
    private final Bound bound;

    /** By id, 0 where it was not asked for yet. */
    private final byte[] alignments;

    CLayout(Btf btf, Bound bound) {
        this.btf = btf;
        this.bound = bound;
        alignments = new byte[btf.idCount()];
    }

    /** {@return the alignment of a type in bytes, as it is printed: of what has none, 1} */
    int alignment(int id) {
        if (alignments[id] != 0) {
            return 1 << (alignments[id] - 1);
        }
        bound.enter(id);
        int alignment =
                switch (btf.type(id)) {
                    case BtfType.Int t -> ofSize(t.size());
                    case BtfType.FloatType t -> ofSize(t.size());
                    case BtfType.Enumeration t -> ofSize(t.size());
                    case BtfType.Ptr _ -> POINTER_SIZE;
                    case BtfType.Array t -> alignment(t.element());
                    case BtfType.Typedef t -> alignment(t.type());
                    case BtfType.Modifier t -> alignment(t.type());
                    case Composite t -> isPacked(id, t) ? 1 : ofMembers(t);
                    case BtfType.Var _,
                            BtfType.Func _,
                            BtfType.FuncProto _,
                            BtfType.DataSec _,
                            BtfType.DeclTag _,
                            BtfType.Fwd _,
                            BtfType.VoidType _,
                            BtfType.Unknown _ ->
                            1;
                };
        bound.leave(1);
        alignments[id] = (byte) (Integer.numberOfTrailingZeros(alignment) + 1);
        return alignment;
    }

    /** Sizes that are no powers of two are those of the long double of other machines. */
    private static int ofSize(int size) {
        return size == 0 ? 1 : Math.min(Integer.lowestOneBit(size), MAX_ALIGNMENT);
    }

    private int ofMembers(Composite type) {
        int most = 1;
        for (Member member : type.members()) {
            most = Math.max(most, alignment(member.type()));
        }
        return most;
    }

    /** {@return bits of values of a type, 0 of what has none} */
    long bits(int id) {
        return Math.max(0, btf.sizeOf(id)) * 8L;
    }

    /** {@return whether members are where they are only if the type is declared as packed} */
    boolean isPacked(int id, Composite type) {
        bound.work(id, type.members().size());
        for (Member member : type.members()) {
            boolean natural =
                    member.bitSize() == 0
                            ? member.bitOffset() % (alignment(member.type()) * 8L) == 0
                            : fitsUnit(member.bitOffset(), member);
            if (!natural) {
                return true;
            }
        }
        return type.size() % ofMembers(type) != 0;
    }

    /** A bit field does not cross the boundaries of units of its type. */
    private boolean fitsUnit(long bit, Member field) {
        long unit = bits(field.type());
        return unit == 0 || bit % unit + field.bitSize() <= unit;
    }

    /** {@return the bit at which a member comes that follows what ends at {@code bit}} */
    long place(long bit, Member member, boolean packed) {
        if (member.bitSize() != 0 && (packed || fitsUnit(bit, member))) {
            return bit;
        }
        return roundUp(bit, packed ? 8 : alignment(member.type()) * 8L);
    }

    /** {@return the bit behind a member} */
    long end(Member member) {
        return member.bitOffset()
                + (member.bitSize() != 0 ? member.bitSize() : bits(member.type()));
    }

    static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
