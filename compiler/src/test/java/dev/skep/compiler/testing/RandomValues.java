package dev.skep.compiler.testing;

import dev.skep.bpf.testkit.Choices;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.ArrayList;
import java.util.List;

/** The values that can be used at a place of a random function, and the choice among them. */
final class RandomValues {
    private static final Type.Int[] TYPES = {Type.I64, Type.I32, Type.I16, Type.I8, Type.I1};

    /** How many of {@link #TYPES} memory can hold. */
    private static final int MEMORY_TYPES = 4;

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

    private final Choices choices;
    private final FunctionBuilder builder;
    private List<Value> scope = new ArrayList<>();

    RandomValues(Choices choices, FunctionBuilder builder) {
        this.choices = choices;
        this.builder = builder;
    }

    /** Makes a value usable; the first one must be of 64 bits. */
    void add(Value value) {
        scope.add(value);
    }

    /** Makes the parameters of a block usable. */
    void addParameters(Block block) {
        for (int i = 0; i < block.parameterCount(); i++) {
            scope.add(block.parameter(i));
        }
    }

    /** {@return what can be used here} */
    List<Value> scope() {
        return List.copyOf(scope);
    }

    /** Lets that be used which could be used elsewhere. */
    void enter(List<Value> values) {
        scope = new ArrayList<>(values);
    }

    /** {@return a type} */
    Type.Int type() {
        return choices.of(TYPES);
    }

    /** {@return up to 5 types} */
    List<Type.Int> types() {
        List<Type.Int> types = new ArrayList<>();
        int count = choices.below(6);
        for (int i = 0; i < count; i++) {
            types.add(type());
        }
        return types;
    }

    /** {@return a type that memory of that many bytes can hold} */
    Type.Int memoryType(int bytes) {
        Type.Int type = TYPES[choices.below(MEMORY_TYPES)];
        return type.bytes() <= bytes ? type : Type.I8;
    }

    /** {@return a value of any type} */
    Value any() {
        return scope.get(scope.size() - 1 - choices.below(scope.size()));
    }

    /** {@return a value of a type: one in scope, the newest the likeliest, or a constant} */
    Value of(Type.Int type) {
        if (choices.below(5) == 4) {
            return Constant.of(type, INTERESTING[choices.below(INTERESTING.length)]);
        }
        List<Value> fitting = new ArrayList<>();
        for (Value value : scope) {
            if (value.type() == type) {
                fitting.add(value);
            }
        }
        if (fitting.isEmpty()) {
            return choices.below(2) == 0 ? Constant.of(type, choices.any64()) : narrowed(type);
        }
        return fitting.get(fitting.size() - 1 - choices.below(Math.min(8, fitting.size())));
    }

    /** {@return values of these types} */
    Value[] of(List<Type.Int> types) {
        Value[] values = new Value[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = of(types.get(i));
        }
        return values;
    }

    /** {@return a value as one of 64 bits} */
    Value widened(Value value) {
        return value.type() == Type.I64 ? value : builder.zeroExtend(value, Type.I64);
    }

    private Value narrowed(Type.Int type) {
        return type == Type.I64 ? scope.getFirst() : builder.truncate(scope.getFirst(), type);
    }
}
