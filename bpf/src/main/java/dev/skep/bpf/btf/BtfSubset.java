package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a BTF that stands alone: chosen types and all that they consist of. Pointers are
 * followed so many times; behind that, structs and unions are only named ({@link BtfType.Fwd}), and
 * functions become {@code void}.
 */
public final class BtfSubset {
    /** How far pointers may still be followed from a type: not reached at all. */
    private static final byte ABSENT = -2;

    /** Reached behind the last pointer: named only. */
    private static final byte NAMED = -1;

    private final Btf btf;

    /** By id. */
    private final byte[] reach;

    // Ids that wait for being followed.
    private int[] waiting = new int[256];
    private int waitingCount;

    /** Creates an empty part of {@code btf}. */
    public BtfSubset(Btf btf) {
        this.btf = btf;
        reach = new byte[btf.idCount()];
        Arrays.fill(reach, ABSENT);
        reach[0] = Byte.MAX_VALUE;
    }

    /**
     * Chooses a type and what it consists of.
     *
     * @param id the type
     * @param pointers how many pointers are followed one after the other, 0 to 100
     */
    public BtfSubset add(int id, int pointers) {
        if (pointers < 0 || pointers > 100) {
            throw new IllegalArgumentException(pointers + " pointers");
        }
        reach(id, pointers);
        while (waitingCount > 0) {
            int next = waiting[--waitingCount];
            follow(next, reach[next]);
        }
        return this;
    }

    /** {@return BTF of the chosen types in the order of the original, in its byte order} */
    public byte[] build() {
        BtfBuilder builder = new BtfBuilder(btf.byteOrder());
        copyTo(builder);
        return builder.build();
    }

    /**
     * Adds the chosen types to other BTF, in the order of the original.
     *
     * @return by a type's id here its id there; 0 for what was not chosen
     */
    public int[] copyTo(BtfBuilder builder) {
        int[] ids = new int[reach.length];
        int next = builder.nextId();
        for (int id = 1; id < reach.length; id++) {
            if (isKept(id)) {
                ids[id] = next++;
            }
        }
        for (int id = 1; id < reach.length; id++) {
            if (isKept(id)) {
                builder.add(copy(id, ids));
            }
        }
        return ids;
    }

    private boolean isKept(int id) {
        return reach[id] != ABSENT
                && !(reach[id] == NAMED && becomesVoid(id))
                && btf.kind(id) != BtfKind.UNKNOWN;
    }

    private boolean becomesVoid(int id) {
        return switch (btf.kind(id)) {
            case FUNC_PROTO -> true;
            // There is nothing to name.
            case STRUCT, UNION -> btf.name(id).isEmpty();
            case VOID,
                    INT,
                    PTR,
                    ARRAY,
                    ENUM,
                    FWD,
                    TYPEDEF,
                    VOLATILE,
                    CONST,
                    RESTRICT,
                    FUNC,
                    VAR,
                    DATASEC,
                    FLOAT,
                    DECL_TAG,
                    TYPE_TAG,
                    ENUM64,
                    UNKNOWN ->
                    false;
        };
    }

    private void reach(int id, int pointers) {
        if (reach[id] >= pointers) {
            return;
        }
        reach[id] = (byte) pointers;
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, waitingCount * 2);
        }
        waiting[waitingCount++] = id;
    }

    private void follow(int id, int pointers) {
        switch (btf.type(id)) {
            case BtfType.Ptr t -> reach(t.type(), Math.max(pointers - 1, NAMED));
            case BtfType.Array t -> {
                reach(t.element(), pointers);
                reach(t.index(), pointers);
            }
            case BtfType.Composite t -> {
                if (pointers != NAMED) {
                    for (Member member : t.members()) {
                        reach(member.type(), pointers);
                    }
                }
            }
            case BtfType.FuncProto t -> {
                if (pointers != NAMED) {
                    reach(t.result(), pointers);
                    for (Parameter parameter : t.parameters()) {
                        reach(parameter.type(), pointers);
                    }
                }
            }
            case BtfType.DataSec t -> {
                for (SectionVariable variable : t.variables()) {
                    reach(variable.type(), pointers);
                }
            }
            case BtfType.Typedef t -> reach(t.type(), pointers);
            case BtfType.Modifier t -> reach(t.type(), pointers);
            case BtfType.Func t -> reach(t.prototype(), pointers);
            case BtfType.Var t -> reach(t.type(), pointers);
            case BtfType.DeclTag t -> reach(t.type(), pointers);
            case BtfType.VoidType t -> {}
            case BtfType.Unknown t -> {}
            case BtfType.Int t -> {}
            case BtfType.FloatType t -> {}
            case BtfType.Enumeration t -> {}
            case BtfType.Fwd t -> {}
        }
    }

    /** {@return the type with the ids it refers to replaced} */
    private BtfType copy(int id, int[] ids) {
        BtfType type = btf.type(id);
        if (reach[id] == NAMED && type instanceof BtfType.Composite) {
            return new BtfType.Fwd(type.name(), type instanceof BtfType.Union);
        }
        return switch (type) {
            case BtfType.Ptr t -> new BtfType.Ptr(ids[t.type()]);
            case BtfType.Array t -> new BtfType.Array(ids[t.element()], ids[t.index()], t.count());
            case BtfType.Struct t ->
                    new BtfType.Struct(t.name(), t.size(), t.bitSizes(), members(t.members(), ids));
            case BtfType.Union t ->
                    new BtfType.Union(t.name(), t.size(), t.bitSizes(), members(t.members(), ids));
            case BtfType.FuncProto t -> {
                List<Parameter> parameters = new ArrayList<>();
                for (Parameter parameter : t.parameters()) {
                    parameters.add(new Parameter(parameter.name(), ids[parameter.type()]));
                }
                yield new BtfType.FuncProto(ids[t.result()], parameters);
            }
            case BtfType.DataSec t -> {
                List<SectionVariable> variables = new ArrayList<>();
                for (SectionVariable variable : t.variables()) {
                    variables.add(
                            new SectionVariable(
                                    ids[variable.type()], variable.offset(), variable.size()));
                }
                yield new BtfType.DataSec(t.name(), t.size(), variables);
            }
            case BtfType.Typedef t -> new BtfType.Typedef(t.name(), ids[t.type()]);
            case BtfType.Volatile t -> new BtfType.Volatile(ids[t.type()]);
            case BtfType.Const t -> new BtfType.Const(ids[t.type()]);
            case BtfType.Restrict t -> new BtfType.Restrict(ids[t.type()]);
            case BtfType.TypeTag t -> new BtfType.TypeTag(t.name(), ids[t.type()], t.attribute());
            case BtfType.Func t -> new BtfType.Func(t.name(), ids[t.prototype()], t.linkage());
            case BtfType.Var t -> new BtfType.Var(t.name(), ids[t.type()], t.linkage());
            case BtfType.DeclTag t ->
                    new BtfType.DeclTag(t.name(), ids[t.type()], t.component(), t.attribute());
            case BtfType.Int t -> t;
            case BtfType.FloatType t -> t;
            case BtfType.Enumeration t -> t;
            case BtfType.Fwd t -> t;
            case BtfType.VoidType t -> t;
            case BtfType.Unknown t -> t;
        };
    }

    private static List<Member> members(List<Member> members, int[] ids) {
        List<Member> copies = new ArrayList<>();
        for (Member member : members) {
            copies.add(
                    new Member(
                            member.name(),
                            ids[member.type()],
                            member.bitOffset(),
                            member.bitSize()));
        }
        return copies;
    }
}
