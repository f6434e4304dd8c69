package dev.skep.compiler.pass;

import dev.skep.compiler.call.HelperEffect;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;
import dev.skep.compiler.call.KernelFunction;
import dev.skep.compiler.call.KernelFunctionTable;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.MapAddress;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.StackPlaces;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of memory at one point of a function: what is at which place, because it was stored
 * or loaded there, and what lookups of maps gave. Others that change the same map at the same time
 * could as well have done so before or after both lookups.
 */
final class KnownMemory {
    /** More is forgotten, oldest first: long programs must not take long for it. */
    private static final int MOST = 64;

    /** More bytes than there are behind any pointer. */
    private static final long EVERYTHING = 1L << 40;

    private final StackPlaces places;
    private final Rewriter rewriter;
    private final List<Fact> facts;

    /** Something that holds until the memory that it is about is written. */
    private static final class Fact {
        /** Where the memory is: {@code offset} bytes from what this points to. */
        final Value base;

        final long offset;

        /** What is there; of a lookup, what it gave. */
        final Value value;

        /** Of a lookup with the key that is there, the map; else null. */
        final @Nullable String map;

        Fact(Value base, long offset, Value value, @Nullable String map) {
            this.base = base;
            this.offset = offset;
            this.value = value;
            this.map = map;
        }

        boolean isAt(Value place, long bytes) {
            return base == place && offset == bytes;
        }

        boolean overlaps(long from, long size) {
            return map != null
                    ? offset < from + size
                    : from < offset + value.type().bytes() && offset < from + size;
        }
    }

    /** Starts knowing nothing. */
    KnownMemory(StackPlaces places, Rewriter rewriter) {
        this(places, rewriter, new ArrayList<>());
    }

    private KnownMemory(StackPlaces places, Rewriter rewriter, List<Fact> facts) {
        this.places = places;
        this.rewriter = rewriter;
        this.facts = facts;
    }

    /** {@return the same, to go on with in another block} */
    KnownMemory copy() {
        return new KnownMemory(places, rewriter, new ArrayList<>(facts));
    }

    /** Keeps what another knows too, from a common past: what holds where their ways meet. */
    void meet(KnownMemory other) {
        for (int i = facts.size() - 1; i >= 0; i--) {
            if (!other.facts.contains(facts.get(i))) {
                facts.remove(i);
            }
        }
    }

    /** {@return the value of a type that is known to be at a place, or null} */
    @Nullable Value content(Value pointer, int offset, Type type) {
        Value base = base(pointer);
        long place = offset(pointer) + offset;
        for (Fact fact : facts) {
            if (fact.map == null && fact.isAt(base, place) && fact.value.type().equals(type)) {
                return fact.value;
            }
        }
        return null;
    }

    /** Notes that a value is at a place. */
    void learn(Value pointer, int offset, Value value) {
        learn(new Fact(base(pointer), offset(pointer) + offset, value, null));
    }

    /** {@return the earlier lookup that gives the same, or null} */
    @Nullable Value lookup(Call call) {
        if (rewriter.resolve(call.operand(0)) instanceof MapAddress map) {
            Value key = base(call.operand(1));
            long offset = offset(call.operand(1));
            for (Fact fact : facts) {
                if (fact.isAt(key, offset) && map.map().equals(fact.map)) {
                    return fact.value;
                }
            }
        }
        return null;
    }

    /** Notes what a lookup gives, if the key is where its changes are plain to see. */
    void learn(Call call) {
        if (places.slot(call.operand(1)) != null
                && rewriter.resolve(call.operand(0)) instanceof MapAddress map) {
            learn(new Fact(base(call.operand(1)), offset(call.operand(1)), call, map.map()));
        }
    }

    private void learn(Fact fact) {
        if (facts.size() == MOST) {
            facts.removeFirst();
        }
        facts.add(fact);
    }

    /** Forgets what an operation may change. */
    void pass(Operation operation) {
        if (operation instanceof Store store) {
            write(store.pointer(), store.offset(), store.value().type().bytes());
        } else if (operation instanceof AtomicAdd add) {
            write(add.pointer(), add.offset(), add.value().type().bytes());
        } else if (operation instanceof Fill fill) {
            write(fill.pointer(), fill.offset(), fill.size());
        } else if (operation instanceof Copy copy) {
            write(copy.destination(), copy.destinationOffset(), copy.size());
        } else if (operation instanceof Call call) {
            pass(call);
        } else if (operation instanceof KernelFunctionCall call) {
            KernelFunction known = KernelFunctionTable.find(call.function());
            if (known == null || known.signature().effect() != HelperEffect.NONE) {
                passAnything(call);
            }
        } else if (operation instanceof SubprogramCall) {
            passAnything(operation);
        }
    }

    private void pass(Call call) {
        HelperSignature signature = HelperTable.signature(call.helper());
        if (signature == null || signature.effect() == HelperEffect.ANYTHING) {
            passAnything(call);
            return;
        }
        if (signature.effect() == HelperEffect.MAPS) {
            for (int i = facts.size() - 1; i >= 0; i--) {
                Fact fact = facts.get(i);
                if (fact.map != null || space(fact.base) == AddressSpace.MAP_VALUE) {
                    facts.remove(i);
                }
            }
        }
        for (int i = 0; i < call.operandCount(); i++) {
            if (signature.arguments().get(i).isWritten()) {
                boolean isSized =
                        i + 1 < call.operandCount() && call.operand(i + 1) instanceof Constant;
                long size = isSized ? ((Constant) call.operand(i + 1)).zeroExtended() : EVERYTHING;
                write(call.operand(i), 0, size);
            }
        }
    }

    /** Forgets all but what is in slots that nothing else can reach. */
    private void passAnything(Operation call) {
        for (int i = 0; i < call.operandCount(); i++) {
            if (call.operand(i).type().isPointer()) {
                write(call.operand(i), -EVERYTHING, 2 * EVERYTHING);
            }
        }
        for (int i = facts.size() - 1; i >= 0; i--) {
            Fact fact = facts.get(i);
            if (fact.map != null || places.slot(fact.base) == null) {
                facts.remove(i);
            }
        }
    }

    /** Forgets what may be in bytes that are written. */
    private void write(Value pointer, long offset, long size) {
        Value base = base(pointer);
        long from = offset(pointer) + offset;
        for (int i = facts.size() - 1; i >= 0; i--) {
            Fact fact = facts.get(i);
            if (base == fact.base ? fact.overlaps(from, size) : mayMeet(base, fact.base)) {
                facts.remove(i);
            }
        }
    }

    /** {@return whether memory that two different pointers lead to may be the same} */
    private boolean mayMeet(Value a, Value b) {
        // Slots that are reached in no other way are only themselves, and two slots are never one.
        return space(a) == space(b)
                && places.slot(a) == null
                && places.slot(b) == null
                && !(a instanceof StackSlot && b instanceof StackSlot);
    }

    private static @Nullable AddressSpace space(Value pointer) {
        return pointer.type() instanceof Type.Pointer type ? type.space() : null;
    }

    private Value base(Value pointer) {
        Value value = rewriter.resolve(pointer);
        while (value instanceof PointerAdd step && step.offset() instanceof Constant) {
            value = rewriter.resolve(step.pointer());
        }
        return value;
    }

    private long offset(Value pointer) {
        long offset = 0;
        Value value = rewriter.resolve(pointer);
        while (value instanceof PointerAdd step && step.offset() instanceof Constant constant) {
            offset += constant.value();
            value = rewriter.resolve(step.pointer());
        }
        return offset;
    }
}
