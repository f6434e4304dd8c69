package dev.skep.bpf.btf.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The order in which types must be defined: whatever is embedded in a struct or union comes before
 * it, while behind a pointer a name suffices. What is anonymous has no definition of its own, so
 * that whoever mentions it, even behind a pointer, embeds what it consists of.
 *
 * <p>Equal to that of libbpf's {@code btf_dump_order_type}, so that texts can be compared.
 */
final class DefinitionOrder {
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final Btf btf;
    private final Bound bound;
    private final byte[] states;
    private int[] queue = new int[64];
    private int queued;
    private boolean @Nullable [] referenced;

    DefinitionOrder(Btf btf, Bound bound) {
        this.btf = btf;
        this.bound = bound;
        states = new byte[btf.idCount()];
        states[0] = DONE;
    }

    /**
     * {@return what must be defined so that a type can be used, itself included, in order} What was
     * returned before is left out.
     */
    int[] of(int id) {
        queued = 0;
        visit(id, false);
        return Arrays.copyOf(queue, queued);
    }

    /**
     * Queues what a type needs, and the type if it has a definition.
     *
     * @return whether the type is, or consists of, something that is defined by now; a typedef of
     *     it may then follow at once
     */
    private boolean visit(int id, boolean behindPointer) {
        if (states[id] == DONE) {
            return true;
        }
        bound.enter(id);
        BtfType type = btf.type(id);
        boolean named = !type.name().isEmpty();
        boolean defined =
                switch (type) {
                    case BtfType.Composite t -> {
                        if (behindPointer && named) {
                            yield false;
                        }
                        if (states[id] == OPEN) {
                            throw bound.malformed(id, "contains itself");
                        }
                        states[id] = OPEN;
                        bound.work(id, t.members().size());
                        for (Member member : t.members()) {
                            visit(member.type(), false);
                        }
                        if (named) {
                            enqueue(id);
                        }
                        states[id] = DONE;
                        yield true;
                    }
                    case BtfType.Enumeration _, BtfType.Fwd _ -> {
                        // An anonymous enumeration that nobody refers to is there for its values.
                        if (named || !isReferenced(id)) {
                            enqueue(id);
                        }
                        states[id] = DONE;
                        yield true;
                    }
                    case BtfType.Typedef t -> {
                        if (!visit(t.type(), behindPointer) && behindPointer) {
                            yield false;
                        }
                        enqueue(id);
                        states[id] = DONE;
                        yield true;
                    }
                    case BtfType.Ptr t -> {
                        boolean target = visit(t.type(), true);
                        states[id] = DONE;
                        yield target;
                    }
                    case BtfType.Array t -> visit(t.element(), false);
                    case BtfType.Modifier t -> visit(t.type(), behindPointer);
                    case BtfType.FuncProto t -> {
                        boolean any = visit(t.result(), behindPointer);
                        for (Parameter parameter : t.parameters()) {
                            any |= visit(parameter.type(), behindPointer);
                        }
                        yield any;
                    }
                    case BtfType.Int _,
                            BtfType.FloatType _,
                            BtfType.Func _,
                            BtfType.Var _,
                            BtfType.DataSec _,
                            BtfType.DeclTag _,
                            BtfType.VoidType _,
                            BtfType.Unknown _ -> {
                        states[id] = DONE;
                        yield false;
                    }
                };
        bound.leave(1);
        return defined;
    }

    private void enqueue(int id) {
        if (queued == queue.length) {
            queue = Arrays.copyOf(queue, queued * 2);
        }
        queue[queued++] = id;
    }

    private boolean isReferenced(int id) {
        if (referenced == null) {
            referenced = references();
        }
        return referenced[id];
    }

    /** {@return for every type whether another refers to it} */
    private boolean[] references() {
        boolean[] is = new boolean[btf.idCount()];
        for (int id = 1; id < is.length; id++) {
            switch (btf.type(id)) {
                case BtfType.Ptr t -> is[t.type()] = true;
                case BtfType.Modifier t -> is[t.type()] = true;
                case BtfType.Typedef t -> is[t.type()] = true;
                case BtfType.Var t -> is[t.type()] = true;
                case BtfType.DeclTag t -> is[t.type()] = true;
                case BtfType.Func t -> is[t.prototype()] = true;
                case BtfType.Array t -> {
                    is[t.element()] = true;
                    is[t.index()] = true;
                }
                case BtfType.Composite t -> {
                    for (Member member : t.members()) {
                        is[member.type()] = true;
                    }
                }
                case BtfType.FuncProto t -> {
                    is[t.result()] = true;
                    for (Parameter parameter : t.parameters()) {
                        is[parameter.type()] = true;
                    }
                }
                case BtfType.DataSec t -> {
                    for (SectionVariable variable : t.variables()) {
                        is[variable.type()] = true;
                    }
                }
                case BtfType.Int _,
                        BtfType.FloatType _,
                        BtfType.Enumeration _,
                        BtfType.Fwd _,
                        BtfType.VoidType _,
                        BtfType.Unknown _ -> {}
            }
        }
        return is;
    }
}
