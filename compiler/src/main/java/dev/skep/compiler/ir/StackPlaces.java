package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * Which slot a pointer points into, where that is plain to see; and which slots are reached in no
 * other way.
 */
public final class StackPlaces {

    /**
     * By value: whether it is a slot that is reached through pointers that are not plain to see.
     */
    private final boolean[] escaped;

    /** Finds the places of a function. */
    public StackPlaces(Function function) {
        escaped = new boolean[function.valueCount()];
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.operationCount(); i++) {
                Operation operation = block.operation(i);
                for (int o = 0; o < operation.operandCount(); o++) {
                    if (!isPlain(operation, o)) {
                        escape(operation.operand(o));
                    }
                }
            }
            Terminator terminator = block.terminator();
            if (terminator.operand() instanceof Operation operand) {
                escape(operand);
            }
            for (int s = 0; s < terminator.successorCount(); s++) {
                for (int a = 0; a < terminator.successor(s).argumentCount(); a++) {
                    escape(terminator.successor(s).argument(a));
                }
            }
        }
    }

    /**
     * {@return whether an operation does no more with a pointer than to use the memory at once, or
     * to move it}
     */
    private static boolean isPlain(Operation user, int operand) {
        if (user instanceof Store || user instanceof AtomicAdd) {
            return operand == 0;
        }
        if (user instanceof PointerAdd step) {
            return operand == 0 && step.offset() instanceof Constant;
        }
        return user instanceof Load
                || user instanceof Fill
                || user instanceof Copy
                || user instanceof Call
                || user instanceof SubprogramCall;
    }

    private void escape(Value value) {
        StackSlot slot = base(value);
        if (slot != null) {
            escaped[slot.id()] = true;
        }
    }

    /**
     * {@return the slot that a pointer points into, if all that reaches the slot is plain to see;
     * else null}
     */
    public @Nullable StackSlot slot(Value pointer) {
        StackSlot slot = base(pointer);
        return slot == null || escaped[slot.id()] ? null : slot;
    }

    /** {@return how many bytes from the start of its slot a pointer is} */
    public static int offset(Value pointer) {
        long offset = 0;
        Value value = pointer;
        while (value instanceof PointerAdd step && step.offset() instanceof Constant constant) {
            offset += constant.value();
            value = step.pointer();
        }
        return Math.toIntExact(offset);
    }

    private static @Nullable StackSlot base(Value pointer) {
        Value value = pointer;
        while (value instanceof PointerAdd step && step.offset() instanceof Constant) {
            value = step.pointer();
        }
        return value instanceof StackSlot slot ? slot : null;
    }
}
