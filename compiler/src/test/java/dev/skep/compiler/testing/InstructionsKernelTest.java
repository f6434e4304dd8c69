package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/**
 * What the kernel computes by the instructions that are chosen for it, at the edges: it has them
 * from Linux 6.6, and before they are put together of others.
 */
@NeedsKernel
class InstructionsKernelTest {
    private static final Type.Int[] TYPES = {Type.I8, Type.I16, Type.I32, Type.I64};

    private final CodegenOptions options = CodegenOptions.of(Target.running());

    /** Makes a value of two others. */
    @FunctionalInterface
    private interface Computation {
        Value apply(FunctionBuilder builder, Value left, Value right);
    }

    @ParameterizedTest
    @EnumSource(names = {"SDIV", "SREM"})
    void dividesSignedNumbers(BinaryOperation division) {
        for (Type.Int type : TYPES) {
            Code code = code(type, (builder, x, y) -> builder.binary(division, x, y));
            try (LoadedProgram program = new LoadedProgram(code)) {
                for (long left : edges(type)) {
                    for (long right : edges(type)) {
                        assertThat(result(program, left, right))
                                .as("%s %s %d, %d", division, type, left, right)
                                .isEqualTo(division.apply(type, left, right));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SDIV", "SREM"})
    void dividesSignedNumbersByKnownOnes(BinaryOperation division) {
        for (Type.Int type : TYPES) {
            for (long right : edges(type)) {
                Code code =
                        code(
                                type,
                                (builder, x, y) ->
                                        builder.binary(division, x, builder.constant(type, right)));
                try (LoadedProgram program = new LoadedProgram(code)) {
                    for (long left : edges(type)) {
                        assertThat(result(program, left, 0))
                                .as("%s %s %d, %d", division, type, left, right)
                                .isEqualTo(division.apply(type, left, right));
                    }
                }
            }
        }
    }

    @Test
    void loadsSignedNumbers() {
        for (Type.Int type : new Type.Int[] {Type.I8, Type.I16, Type.I32}) {
            Code code =
                    code(
                            type,
                            (builder, x, y) -> {
                                Value slot = builder.stackSlot("slot", 8, 8);
                                builder.fill(slot, 0, 8, 0x5a);
                                builder.store(slot, 0, x);
                                Value data = builder.mapValueAddress(FakeMaps.DATA, 8);
                                builder.store(data, 4, y);
                                Value left =
                                        builder.signExtend(builder.load(type, slot, 0), Type.I64);
                                Value right =
                                        builder.signExtend(builder.load(type, data, 4), Type.I64);
                                return builder.binary(BinaryOperation.SUB, left, right);
                            });
            if (options.level() == IsaLevel.V4) {
                assertThat(code.elements()).anyMatch(element -> isSignedLoad(element));
            }
            try (LoadedProgram program = new LoadedProgram(code)) {
                for (long left : edges(type)) {
                    for (long right : edges(type)) {
                        assertThat(result(program, left, right))
                                .as("%s %d - %d", type, left, right)
                                .isEqualTo(left - right);
                    }
                }
            }
        }
    }

    private static boolean isSignedLoad(CodeElement element) {
        return element.instruction() instanceof Instruction.Load load && load.signed();
    }

    @Test
    void swapsBytes() {
        long number = 0x8123_4567_89ab_cdefL;
        assertThat(swapped(Type.I16, number)).isEqualTo(0xefcdL);
        assertThat(swapped(Type.I32, number)).isEqualTo(0xefcd_ab89L);
        assertThat(swapped(Type.I64, number)).isEqualTo(0xefcd_ab89_6745_2381L);
    }

    private long swapped(Type.Int type, long number) {
        Code code = code(type, (builder, x, y) -> builder.byteSwap(x));
        try (LoadedProgram program = new LoadedProgram(code)) {
            return result(program, number, 0);
        }
    }

    /** More than 16 bits of offset reach, over what is not done and back to its beginning. */
    @Test
    @NeedsKernel(version = "6.6")
    void jumpsFar() {
        Code code =
                code(
                        Type.I64,
                        (builder, x, y) -> {
                            Block body = builder.block("body", Type.I64, Type.I64);
                            Block end = builder.block("end", Type.I64);
                            Value zero = builder.constant(Type.I64, 0);
                            Value none = builder.compare(Predicate.EQ, x, zero);
                            builder.branch(none, end, List.of(y), body, List.of(zero, y));
                            builder.position(body);
                            Value sum = body.parameter(1);
                            for (int i = 0; i < 20_000; i++) {
                                Value next = builder.constant(Type.I64, i);
                                sum = builder.binary(BinaryOperation.ADD, sum, next);
                                sum = builder.binary(BinaryOperation.XOR, sum, y);
                            }
                            Value turn =
                                    builder.binary(
                                            BinaryOperation.ADD,
                                            body.parameter(0),
                                            builder.constant(Type.I64, 1));
                            Value two = builder.constant(Type.I64, 2);
                            Value again = builder.compare(Predicate.ULT, turn, two);
                            builder.branch(again, body, List.of(turn, sum), end, List.of(sum));
                            builder.position(end);
                            return end.parameter(0);
                        });
        assertThat(code.elements())
                .filteredOn(element -> isFar(element.instruction()))
                .hasSizeGreaterThanOrEqualTo(2);
        try (LoadedProgram program = new LoadedProgram(code)) {
            assertThat(result(program, 0, 7)).isEqualTo(7);
            long sum = 7;
            for (int i = 0; i < 2 * 20_000; i++) {
                sum = (sum + i % 20_000) ^ 7;
            }
            assertThat(result(program, 1, 7)).isEqualTo(sum);
        }
    }

    private static boolean isFar(Instruction instruction) {
        return instruction instanceof Instruction.Goto jump && jump.wide();
    }

    /** {@return both halves of what a program of {@link #code} computes} */
    private static long result(LoadedProgram program, long left, long right) {
        long low = Integer.toUnsignedLong(program.run(left, right, 0));
        return low | (long) program.run(left, right, 32) << 32;
    }

    /**
     * A program of two numbers that returns 32 bits of the result, from the bit that it is told.
     */
    private Code code(Type.Int type, Computation computation) {
        FunctionBuilder builder =
                new FunctionBuilder("f", Type.I64, Type.pointer(AddressSpace.CONTEXT));
        Value from = builder.load(Type.I64, builder.parameter(0), 16);
        Value x = input(builder, type, 0);
        Value y = input(builder, type, 8);
        Value result = computation.apply(builder, x, y);
        if (result.type() != Type.I64) {
            result = builder.zeroExtend(result, Type.I64);
        }
        Value part = builder.binary(BinaryOperation.LSHR, result, from);
        Value mask = builder.constant(Type.I64, 0xffff_ffffL);
        builder.ret(builder.binary(BinaryOperation.AND, part, mask));
        return Compiler.generate(builder.build(), options);
    }

    private static Value input(FunctionBuilder builder, Type.Int type, int offset) {
        Value word = builder.load(Type.I64, builder.parameter(0), offset);
        return type == Type.I64 ? word : builder.truncate(word, type);
    }

    private static long[] edges(Type.Int type) {
        long least = type.signExtend(1L << (type.bits() - 1));
        return new long[] {0, 1, 3, 8, -1, -8, -10, least, least + 1, ~least};
    }
}
