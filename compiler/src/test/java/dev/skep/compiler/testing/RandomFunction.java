package dev.skep.compiler.testing;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.testkit.Choices;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a function of choices: integers of every width, branches, bounded loops that pass values
 * round, memory on the stack, calls, and at times more values than there are registers. It takes a
 * context of {@link #CONTEXT_WORDS} words, terminates, reads only what it wrote, and returns
 * something that depends on most of what it did.
 */
public final class RandomFunction {

    /** How many words of 8 bytes the context has: what a raw tracepoint gets. */
    public static final int CONTEXT_WORDS = 12;

    private static final Type.Int[] TYPES = {Type.I64, Type.I32, Type.I16, Type.I8, Type.I1};
    private static final int MAX_DEPTH = 3;
    private static final int MAX_STATEMENTS = 200;

    private static final long[] INTERESTING = {
        0,
        1,
        -1,
        2,
        3,
        7,
        8,
        16,
        31,
        32,
        63,
        64,
        127,
        128,
        255,
        256,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        -128,
        -0x8000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
    };

    private static final BpfHelper[] HELPERS = {
        BpfHelper.KTIME_GET_NS,
        BpfHelper.GET_ATTACH_COOKIE,
        BpfHelper.SEND_SIGNAL,
        BpfHelper.LOOP,
        BpfHelper.SNPRINTF,
    };

    private final Choices choices;
    private final boolean forKernel;
    private final FunctionBuilder builder;
    private final List<Slot> slots = new ArrayList<>();
    private int statements;

    /** The values that can be used here. */
    private List<Value> scope = new ArrayList<>();

    private static final class Slot {
        private final Value address;
        private final int size;

        Slot(Value address, int size) {
            this.address = address;
            this.size = size;
        }
    }

    private RandomFunction(Choices choices, boolean forKernel) {
        this.choices = choices;
        this.forKernel = forKernel;
        this.builder = new FunctionBuilder("random", Type.I64, Type.pointer(AddressSpace.CONTEXT));
    }

    /** {@return a function for the interpreters, with calls of fake helpers} */
    public static Function of(Choices choices) {
        return new RandomFunction(choices, false).build();
    }

    /**
     * {@return a function that the kernel takes as a raw tracepoint program, and that returns 32
     * bits}
     */
    public static Function forKernel(Choices choices) {
        return new RandomFunction(choices, true).build();
    }

    private Function build() {
        int inputs = 1 + choices.below(CONTEXT_WORDS);
        for (int i = 0; i < inputs; i++) {
            scope.add(builder.load(Type.I64, builder.parameter(0), 8 * i));
        }
        int slotCount = choices.below(4);
        for (int i = 0; i < slotCount; i++) {
            int size = 1 + choices.below(40);
            Value address = builder.stackSlot("slot" + i, size, 1 << choices.below(4));
            builder.fill(address, 0, size, choices.below(3) - 1);
            slots.add(new Slot(address, size));
        }
        statements(0);
        builder.ret(result());
        return builder.build();
    }

    /** {@return a number that depends on all values in scope and on memory} */
    private Value result() {
        Value sum = constant(Type.I64, 1);
        for (Value value : scope) {
            sum = builder.binary(BinaryOperation.MUL, sum, constant(Type.I64, 31));
            sum = builder.binary(BinaryOperation.ADD, sum, widened(value));
        }
        for (Slot slot : slots) {
            Value last = builder.load(Type.I8, slot.address, slot.size - 1);
            sum = builder.binary(BinaryOperation.XOR, sum, widened(last));
        }
        for (int i = 0; i < FakeMaps.VALUE_BYTES; i += 8) {
            Value word = builder.load(Type.I64, builder.mapValueAddress(FakeMaps.DATA, 0), i);
            sum = builder.binary(BinaryOperation.SUB, word, sum);
        }
        if (forKernel) {
            Value high = builder.binary(BinaryOperation.LSHR, sum, constant(Type.I64, 32));
            Value folded = builder.binary(BinaryOperation.XOR, sum, high);
            return builder.binary(BinaryOperation.AND, folded, constant(Type.I64, 0xffff_ffffL));
        }
        return sum;
    }

    private void statements(int depth) {
        int count = choices.below(depth == 0 ? 40 : 12);
        for (int i = 0; i < count && statements < MAX_STATEMENTS; i++) {
            statements++;
            statement(depth);
        }
    }

    private void statement(int depth) {
        switch (choices.below(17)) {
            case 0, 1, 2 -> scope.add(binary());
            case 3 -> scope.add(compare());
            case 4, 5 -> convert();
            case 6 -> scope.add(select());
            case 7 -> load();
            case 8 -> store();
            case 9 -> call();
            case 10 -> burst();
            case 11 -> bytes();
            case 12 -> pointers();
            case 13 -> data();
            case 14 -> {
                if (depth < MAX_DEPTH) {
                    lookUp(depth);
                }
            }
            case 15 -> {
                if (depth < MAX_DEPTH) {
                    branch(depth);
                }
            }
            case 16 -> {
                if (depth < MAX_DEPTH) {
                    loop(depth);
                }
            }
            default -> throw new AssertionError();
        }
    }

    private Value binary() {
        Type.Int type = type();
        BinaryOperation operation =
                type == Type.I1
                        ? choices.of(BinaryOperation.AND, BinaryOperation.OR, BinaryOperation.XOR)
                        : choices.of(BinaryOperation.values());
        return builder.binary(operation, value(type), value(type));
    }

    private Value compare() {
        Type.Int type = type();
        Predicate predicate = choices.of(Predicate.values());
        return builder.compare(predicate, value(type), value(type));
    }

    private void convert() {
        Value value = any();
        Type.Int from = (Type.Int) value.type();
        Type.Int to = type();
        if (to.bits() > from.bits()) {
            scope.add(
                    choices.below(2) == 0
                            ? builder.zeroExtend(value, to)
                            : builder.signExtend(value, to));
        } else if (to.bits() < from.bits()) {
            scope.add(builder.truncate(value, to));
        }
    }

    private Value select() {
        Type.Int type = type();
        return builder.select(value(Type.I1), value(type), value(type));
    }

    private void load() {
        if (!slots.isEmpty()) {
            Slot slot = slot();
            Type.Int type = memoryType(slot.size);
            int offset = choices.below(slot.size - type.bytes() + 1);
            int step = choices.below(offset + 1);
            // Through pointer arithmetic, which selection folds.
            Value pointer = builder.add(slot.address, constant(Type.I64, step));
            scope.add(builder.load(type, pointer, offset - step));
        }
    }

    private void store() {
        if (!slots.isEmpty()) {
            Slot slot = slot();
            Type.Int type = memoryType(slot.size);
            int offset = choices.below(slot.size - type.bytes() + 1);
            Value value = value(type);
            if (type.bits() >= 32 && offset % type.bytes() == 0 && choices.below(4) == 3) {
                // The machine adds atomically where it is aligned only.
                Value aligned = builder.stackSlot("atomic", 8, 8);
                builder.store(aligned, 0, value(Type.I64));
                builder.atomicAdd(aligned, 0, value);
                value = builder.load(type, aligned, 0);
            }
            builder.store(slot.address, offset, value);
        }
    }

    private void call() {
        if (!forKernel && choices.below(3) > 0) {
            BpfHelper helper = choices.of(HELPERS);
            Value[] arguments = new Value[FakeHelpers.arity(helper)];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = value(type());
            }
            Type.Int type = type();
            if (choices.below(4) == 3) {
                builder.call(helper, Type.VOID, arguments);
            } else {
                scope.add(builder.call(helper, type == Type.I1 ? Type.I64 : type, arguments));
            }
        } else if (slots.size() > 1) {
            Slot from = slots.get(0);
            Slot to = slots.get(1);
            Value size = constant(Type.I32, 1 + choices.below(Math.min(from.size, to.size)));
            scope.add(
                    builder.call(
                            BpfHelper.PROBE_READ_KERNEL, Type.I64, to.address, size, from.address));
        }
    }

    /** More values than there are registers, all used afterwards. */
    private void burst() {
        List<Value> values = new ArrayList<>();
        int count = 5 + choices.below(15);
        for (int i = 0; i < count; i++) {
            values.add(
                    builder.binary(
                            BinaryOperation.MUL, value(Type.I64), constant(Type.I64, 3 + 2L * i)));
        }
        if (choices.below(2) == 1) {
            call();
        }
        Value sum = values.getFirst();
        for (int i = 1; i < count; i++) {
            sum =
                    builder.binary(
                            i % 2 == 0 ? BinaryOperation.ADD : BinaryOperation.SUB,
                            values.get(i),
                            sum);
        }
        scope.add(sum);
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
        Value pointer = builder.select(value(Type.I1), first.address, second.address);
        int size = Math.min(first.size, second.size);
        // Verifiers before Linux 5.12 want to know where on the stack a load or store goes.
        if (!forKernel && size > 8) {
            Value index =
                    builder.binary(BinaryOperation.AND, value(Type.I64), constant(Type.I64, 7));
            pointer = builder.add(pointer, index);
            size -= 7;
        }
        int offset = choices.below(size);
        switch (choices.below(4)) {
            case 0 -> scope.add(builder.load(Type.I8, pointer, offset));
            case 1 -> builder.store(pointer, offset, value(Type.I8));
            case 2 -> builder.fill(pointer, offset, size - offset, choices.below(256));
            default -> {
                Value copy = builder.stackSlot("copy", size, 1);
                builder.copy(copy, 0, pointer, offset, size - offset);
                scope.add(builder.load(Type.I8, copy, 0));
            }
        }
    }

    /** The value of a data map, at a place that is known or not. */
    private void data() {
        Value pointer = builder.mapValueAddress(FakeMaps.DATA, choices.below(16));
        int room = FakeMaps.VALUE_BYTES - 16;
        if (choices.flip()) {
            Value index =
                    builder.binary(BinaryOperation.AND, value(Type.I64), constant(Type.I64, 31));
            pointer = builder.add(pointer, index);
            room -= 32;
        }
        access(pointer, room, false);
    }

    /** A value that is looked up, and used while other things happen. */
    private void lookUp(int depth) {
        Value key = builder.stackSlot("key", 4, 4);
        Value index = value(Type.I32);
        builder.store(
                key,
                0,
                choices.flip() ? index : constant(Type.I32, choices.below(FakeMaps.ENTRIES + 1)));
        Value map = builder.mapAddress(FakeMaps.ARRAY);
        Type.Pointer type = Type.pointer(AddressSpace.MAP_VALUE);
        Value found = builder.call(BpfHelper.MAP_LOOKUP_ELEM, type, map, key);
        Block hit = builder.block("hit");
        Block join = builder.block("join", Type.I64);
        builder.branch(
                builder.compare(Predicate.NE, found, builder.constant(type, 0)),
                hit,
                List.of(),
                join,
                List.of(value(Type.I64)));
        List<Value> before = scope;
        builder.position(hit);
        scope = new ArrayList<>(before);
        access(found, FakeMaps.VALUE_BYTES, true);
        statements(depth + 1);
        access(found, FakeMaps.VALUE_BYTES, true);
        builder.jump(join, value(Type.I64));
        builder.position(join);
        scope = new ArrayList<>(before);
        addParameters(join);
    }

    /** Loads, stores, adds to or copies memory of a map. */
    private void access(Value pointer, int room, boolean aligned) {
        Type.Int type = memoryType(room);
        int offset = choices.below(room - type.bytes() + 1) & -type.bytes();
        switch (choices.below(4)) {
            case 0 -> scope.add(builder.load(type, pointer, offset));
            case 1 -> builder.store(pointer, offset, value(type));
            case 2 -> {
                Value slot = builder.stackSlot("copied", 8, 8);
                builder.copy(slot, 0, pointer, offset, type.bytes());
                scope.add(builder.load(type, slot, 0));
            }
            default -> {
                if (!aligned) {
                    return;
                }
                builder.atomicAdd(pointer, offset & -8, value(Type.I64));
                scope.add(builder.load(Type.I64, pointer, offset & -8));
            }
        }
    }

    private void branch(int depth) {
        List<Type.Int> types = types();
        Block then = builder.block("then");
        Block otherwise = builder.block("else");
        Block join = builder.block("join", types.toArray(new Type[0]));
        builder.branch(value(Type.I1), then, otherwise);
        List<Value> before = scope;
        arm(then, before, join, types, depth);
        arm(otherwise, before, join, types, depth);
        if (choices.below(8) == 7) {
            // A way out of the middle, and one more way in.
            Block early = builder.block("early");
            builder.position(join);
            scope = new ArrayList<>(before);
            addParameters(join);
            Block after = builder.block("after");
            builder.branch(value(Type.I1), early, after);
            builder.position(early);
            builder.ret(forKernel ? widened(value(Type.I32)) : widened(any()));
            builder.position(after);
            return;
        }
        builder.position(join);
        scope = new ArrayList<>(before);
        addParameters(join);
    }

    private void arm(Block block, List<Value> before, Block join, List<Type.Int> types, int depth) {
        builder.position(block);
        scope = new ArrayList<>(before);
        statements(depth + 1);
        builder.jump(join, values(types));
    }

    private void loop(int depth) {
        List<Type.Int> types = types();
        types.addFirst(Type.I32);
        Value[] initial = values(types);
        initial[0] = constant(Type.I32, 0);
        Block header = builder.block("loop", types.toArray(new Type[0]));
        Block exit = builder.block("exit");
        builder.jump(header, initial);
        builder.position(header);
        List<Value> before = scope;
        scope = new ArrayList<>(before);
        addParameters(header);
        Value limit = constant(Type.I32, 1 + choices.below(forKernel ? 3 : 6));
        boolean testFirst = choices.below(2) == 0;
        List<Value> visible = new ArrayList<>(scope);
        if (testFirst) {
            Block body = builder.block("body");
            builder.branch(builder.compare(Predicate.ULT, header.parameter(0), limit), body, exit);
            builder.position(body);
        }
        statements(depth + 1);
        Value[] next = values(types);
        next[0] = builder.binary(BinaryOperation.ADD, header.parameter(0), constant(Type.I32, 1));
        if (testFirst) {
            builder.jump(header, next);
        } else {
            visible = new ArrayList<>(scope);
            Value more = builder.compare(Predicate.ULT, next[0], limit);
            builder.branch(more, header, List.of(next), exit, List.of());
        }
        builder.position(exit);
        scope = visible;
    }

    private void addParameters(Block block) {
        for (int i = 0; i < block.parameterCount(); i++) {
            scope.add(block.parameter(i));
        }
    }

    private List<Type.Int> types() {
        List<Type.Int> types = new ArrayList<>();
        int count = choices.below(6);
        for (int i = 0; i < count; i++) {
            types.add(type());
        }
        return types;
    }

    private Value[] values(List<Type.Int> types) {
        Value[] values = new Value[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(types.get(i));
        }
        return values;
    }

    private Type.Int type() {
        return choices.of(TYPES);
    }

    private Type.Int memoryType(int size) {
        Type.Int type = TYPES[choices.below(4)];
        return type.bytes() <= size ? type : Type.I8;
    }

    private Slot slot() {
        return slots.get(choices.below(slots.size()));
    }

    private Value any() {
        return scope.get(scope.size() - 1 - choices.below(scope.size()));
    }

    /** {@return a value of a type: one in scope, the newest the likeliest, or a constant} */
    private Value value(Type.Int type) {
        if (choices.below(5) == 4) {
            return constant(type, INTERESTING[choices.below(INTERESTING.length)]);
        }
        List<Value> fitting = new ArrayList<>();
        for (Value value : scope) {
            if (value.type() == type) {
                fitting.add(value);
            }
        }
        if (fitting.isEmpty()) {
            return choices.below(2) == 0 ? constant(type, choices.any64()) : narrowed(type);
        }
        return fitting.get(fitting.size() - 1 - choices.below(Math.min(8, fitting.size())));
    }

    private Value narrowed(Type.Int type) {
        // The inputs are always in scope, and so is something of 64 bits.
        return type == Type.I64 ? scope.getFirst() : builder.truncate(scope.getFirst(), type);
    }

    private Value widened(Value value) {
        return value.type() == Type.I64 ? value : builder.zeroExtend(value, Type.I64);
    }

    private static Constant constant(Type.Int type, long value) {
        return Constant.of(type, value);
    }
}
