package dev.skep.compiler.testing;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.testkit.Choices;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * What a random function does with memory: slots that are written before they are read, and maps.
 */
final class RandomMemory {
    private final Choices choices;
    private final FunctionBuilder builder;
    private final RandomValues values;
    private final boolean forKernel;
    private final List<Slot> slots = new ArrayList<>();

    /** How much more there may be of what is needed for a moment: not more than mostly fits. */
    private int passingWords;

    private static final class Slot {
        private final Value address;
        private final int size;

        /** Whether all access must be aligned: nothing is known of where the pointer came from. */
        private final boolean aligned;

        Slot(Value address, int size, boolean aligned) {
            this.address = address;
            this.size = size;
            this.aligned = aligned;
        }

        int offset(int chosen, Type.Int type) {
            return aligned ? chosen & -type.bytes() : chosen;
        }
    }

    RandomMemory(Choices choices, FunctionBuilder builder, RandomValues values, boolean forKernel) {
        this.choices = choices;
        this.builder = builder;
        this.values = values;
        this.forKernel = forKernel;
    }

    /** Lets memory be used that the function was given. */
    void add(Value address, int size) {
        slots.add(new Slot(address, size, true));
    }

    /** {@return a slot of at least that many bytes, filled, to be given to another function} */
    Value slotOf(int size) {
        for (Slot slot : slots) {
            if (slot.size >= size) {
                return slot.address;
            }
        }
        Value fresh = builder.stackSlot("given", size, 8);
        builder.fill(fresh, 0, size, choices.below(256));
        return fresh;
    }

    /** Makes slots, filled with something, at most that many. */
    void start(int most) {
        passingWords = most > 1 ? 40 : 4;
        int slotCount = choices.below(most + 1);
        for (int i = 0; i < slotCount; i++) {
            int size = 1 + choices.below(40);
            Value address = builder.stackSlot("slot" + i, size, 1 << choices.below(4));
            builder.fill(address, 0, size, choices.below(3) - 1);
            slots.add(new Slot(address, size, false));
        }
    }

    /** {@return {@code start} with what is in memory worked into it} */
    Value sum(Value start) {
        Value sum = start;
        for (Slot slot : slots) {
            Value last = builder.load(Type.I8, slot.address, slot.size - 1);
            sum = builder.binary(BinaryOperation.XOR, sum, values.widened(last));
        }
        for (int i = 0; i < FakeMaps.VALUE_BYTES; i += 8) {
            Value word = builder.load(Type.I64, builder.mapValueAddress(FakeMaps.DATA, 0), i);
            sum = builder.binary(BinaryOperation.SUB, word, sum);
        }
        return sum;
    }

    /** Does something with memory. */
    void statement() {
        switch (choices.below(6)) {
            case 0 -> load();
            case 1 -> store();
            case 2 -> bytes();
            case 3 -> pointers();
            case 4 -> data();
            case 5 -> passing();
            default -> throw new AssertionError();
        }
    }

    /** Lets a helper copy one slot into another, if there are two. */
    void callCopy() {
        if (slots.size() > 1) {
            Slot from = slots.get(0);
            Slot to = slots.get(1);
            Value size = Constant.of(Type.I32, 1 + choices.below(Math.min(from.size, to.size)));
            values.add(
                    builder.call(
                            BpfHelper.PROBE_READ_KERNEL, Type.I64, to.address, size, from.address));
        }
    }

    /** {@return what is made of a value that was loaded, at times of nothing but its sign} */
    private Value loaded(Type.Int type, Value pointer, int offset) {
        Value value = builder.load(type, pointer, offset);
        if (type == Type.I64) {
            return value;
        }
        return switch (choices.below(8)) {
            case 5 -> builder.signExtend(value, Type.I64);
            case 6 -> {
                Value other = values.of(type);
                yield builder.compare(choices.of(Predicate.values()), value, other);
            }
            case 7 -> {
                BinaryOperation operation = choices.of(BinaryOperation.values());
                Value wide = builder.signExtend(value, Type.I64);
                Value narrow = builder.binary(operation, value, values.of(type));
                yield builder.binary(
                        BinaryOperation.XOR, wide, builder.signExtend(narrow, Type.I64));
            }
            default -> value;
        };
    }

    private void load() {
        if (!slots.isEmpty()) {
            Slot slot = slot();
            Type.Int type = values.memoryType(slot.size);
            int offset = slot.offset(choices.below(slot.size - type.bytes() + 1), type);
            int step = choices.below(offset + 1);
            // Through pointer arithmetic, which selection folds.
            Value pointer = builder.add(slot.address, Constant.of(Type.I64, step));
            values.add(loaded(type, pointer, offset - step));
        }
    }

    private void store() {
        if (!slots.isEmpty()) {
            Slot slot = slot();
            Type.Int type = values.memoryType(slot.size);
            int offset = slot.offset(choices.below(slot.size - type.bytes() + 1), type);
            Value value = values.of(type);
            if (type.bits() >= 32 && offset % type.bytes() == 0 && choices.below(4) == 3) {
                // The machine adds atomically where it is aligned only.
                Value aligned = builder.stackSlot("atomic", 8, 8);
                builder.store(aligned, 0, values.of(Type.I64));
                builder.atomicAdd(aligned, 0, value);
                value = builder.load(type, aligned, 0);
            }
            builder.store(slot.address, offset, value);
        }
    }

    private void bytes() {
        if (!slots.isEmpty()) {
            Slot to = slot();
            Slot from = slot();
            int size = 1 + choices.below(Math.min(to.size, from.size));
            int toOffset = choices.below(to.size - size + 1);
            int fromOffset = choices.below(from.size - size + 1);
            if (to == from) {
                builder.fill(to.address, toOffset, size, choices.below(256));
            } else {
                builder.copy(to.address, toOffset, from.address, fromOffset, size);
            }
        }
    }

    /** Memory through pointers that are not known until run time. */
    private void pointers() {
        if (slots.size() < 2) {
            return;
        }
        Slot first = slots.get(0);
        Slot second = slots.get(1);
        Value pointer = builder.select(values.of(Type.I1), first.address, second.address);
        int size = Math.min(first.size, second.size);
        // Verifiers before Linux 5.12 want to know where on the stack a load or store goes.
        if (!forKernel && size > 8) {
            Value index =
                    builder.binary(
                            BinaryOperation.AND, values.of(Type.I64), Constant.of(Type.I64, 7));
            pointer = builder.add(pointer, index);
            size -= 7;
        }
        int offset = choices.below(size);
        switch (choices.below(4)) {
            case 0 -> values.add(builder.load(Type.I8, pointer, offset));
            case 1 -> builder.store(pointer, offset, values.of(Type.I8));
            case 2 -> builder.fill(pointer, offset, size - offset, choices.below(256));
            default -> {
                Value copy = builder.stackSlot("copy", size, 1);
                builder.copy(copy, 0, pointer, offset, size - offset);
                values.add(builder.load(Type.I8, copy, 0));
            }
        }
    }

    /** A slot that is needed for a moment only; many of them are more than a frame has room for. */
    private void passing() {
        int words = 1 + choices.below(12);
        if (words > passingWords) {
            return;
        }
        passingWords -= words;
        Value slot = builder.stackSlot("passing", 8 * words, 8);
        Value value = values.of(Type.I64);
        for (int i = 0; i < words; i++) {
            builder.store(slot, 8 * i, i % 2 == 0 ? value : Constant.of(Type.I64, i));
        }
        values.add(builder.load(Type.I64, slot, 8 * choices.below(words)));
        if (!slots.isEmpty() && choices.flip()) {
            Slot to = slot();
            builder.copy(to.address, 0, slot, 0, Math.min(to.size, 8 * words));
        }
    }

    /** The value of a data map, at a place that is known or not. */
    private void data() {
        Value pointer = builder.mapValueAddress(FakeMaps.DATA, choices.below(16));
        int room = FakeMaps.VALUE_BYTES - 16;
        if (choices.flip()) {
            Value index =
                    builder.binary(
                            BinaryOperation.AND, values.of(Type.I64), Constant.of(Type.I64, 31));
            pointer = builder.add(pointer, index);
            room -= 32;
        }
        access(pointer, room, false);
    }

    /** Loads, stores, adds to or copies memory of a map. */
    void access(Value pointer, int room, boolean aligned) {
        Type.Int type = values.memoryType(room);
        int offset = choices.below(room - type.bytes() + 1) & -type.bytes();
        switch (choices.below(4)) {
            case 0 -> values.add(loaded(type, pointer, offset));
            case 1 -> builder.store(pointer, offset, values.of(type));
            case 2 -> {
                Value slot = builder.stackSlot("copied", 8, 8);
                builder.copy(slot, 0, pointer, offset, type.bytes());
                values.add(builder.load(type, slot, 0));
            }
            default -> {
                if (!aligned) {
                    return;
                }
                builder.atomicAdd(pointer, offset & -8, values.of(Type.I64));
                values.add(builder.load(Type.I64, pointer, offset & -8));
            }
        }
    }

    private Slot slot() {
        return slots.get(choices.below(slots.size()));
    }
}
