package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Code;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.compiler.testing.BpfInterpreter;
import dev.skep.compiler.testing.Flavors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation on every width computes what its definition says, at the edges of the width. */
class ArithmeticResultsTest {
    private static final Type.Int[] TYPES = {Type.I8, Type.I16, Type.I32, Type.I64};

    /** What a test does with two operands. */
    @FunctionalInterface
    private interface Computation {
        Value apply(FunctionBuilder builder, Value left, Value right);
    }

    /** What it should give. */
    @FunctionalInterface
    private interface Expectation {
        long apply(long left, long right);
    }

    @ParameterizedTest
    @EnumSource
    void binaryOperations(BinaryOperation operation) {
        for (Type.Int type : TYPES) {
            check(
                    type,
                    operation + " " + type,
                    (builder, left, right) -> builder.binary(operation, left, right),
                    (left, right) -> operation.apply(type, left, right));
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparisons(Predicate predicate) {
        for (Type.Int type : TYPES) {
            check(
                    type,
                    predicate + " " + type,
                    (builder, left, right) -> builder.compare(predicate, left, right),
                    (left, right) -> predicate.test(type, left, right) ? 1 : 0);
        }
    }

    private static void check(
            Type.Int type, String what, Computation computation, Expectation expectation) {
        long[] numbers = edges(type);
        for (CodegenOptions options : Flavors.ALL) {
            Code registers = code(type, null, null, computation, options);
            for (long right : numbers) {
                Code rightNumber = code(type, null, Constant.of(type, right), computation, options);
                Code leftNumber = code(type, Constant.of(type, right), null, computation, options);
                for (long left : numbers) {
                    String description = what + " of " + left + " and " + right + " for " + options;
                    // Above the width the operands come with whatever is there.
                    long a = (left & type.mask()) | (0x5555_5555_5555_5555L & ~type.mask());
                    long b = (right & type.mask()) | (0x1234_5678_9abc_def0L & ~type.mask());
                    long expected = expectation.apply(left, right);
                    assertThat(BpfInterpreter.run(registers, a, b))
                            .as(description)
                            .isEqualTo(expected);
                    assertThat(BpfInterpreter.run(rightNumber, a, b))
                            .as(description)
                            .isEqualTo(expected);
                    assertThat(BpfInterpreter.run(leftNumber, b, a))
                            .as(what + " of " + right + " and " + left + " for " + options)
                            .isEqualTo(expectation.apply(right, left));
                }
            }
        }
    }

    private static Code code(
            Type.Int type,
            @Nullable Constant left,
            @Nullable Constant right,
            Computation computation,
            CodegenOptions options) {
        FunctionBuilder builder =
                new FunctionBuilder("f", Type.I64, Type.pointer(AddressSpace.CONTEXT));
        Value a = left == null ? input(builder, type, 0) : left;
        Value b = right == null ? input(builder, type, 8) : right;
        Value result = computation.apply(builder, a, b);
        builder.ret(result.type() == Type.I64 ? result : builder.zeroExtend(result, Type.I64));
        return CodeGenerator.generate(Module.of(builder.build()), options);
    }

    private static Value input(FunctionBuilder builder, Type.Int type, int offset) {
        Value word = builder.load(Type.I64, builder.parameter(0), offset);
        return type == Type.I64 ? word : builder.truncate(word, type);
    }

    private static long[] edges(Type.Int type) {
        long least = type.signExtend(1L << (type.bits() - 1));
        return new long[] {
            0,
            1,
            2,
            3,
            7,
            8,
            10,
            type.bits() - 1,
            type.bits(),
            -1,
            -2,
            -8,
            -10,
            least,
            least + 1,
            ~least,
            ~least - 1
        };
    }
}
