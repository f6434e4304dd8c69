package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.Resolution;
import dev.skep.trace.schema.ValueFormat;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.system.NetworkAddress;
import dev.skep.trace.system.WallClock;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values that are bytes, and those that user space makes text of: written into memory. */
final class ResolvedValues {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MAC_BYTES = 6;

    private final Program program;

    ResolvedValues(Program program) {
        this.program = program;
    }

    /** Writes a value of such a type. */
    void write(Expression expression, ScriptType type, Place to) {
        switch (expression) {
            case Expression.Name name -> take(name, List.of(), type, to);
            case Expression.Call call -> take(call, call.arguments(), type, to);
            case Expression.MapAccess access -> program.maps.readTo(access, type, to);
            case Expression.Conditional conditional ->
                    program.memory.writeEither(conditional, type, to);
            case Expression.Comptime comptime -> write(comptime.operand(), type, to);
            case Expression.BlockExpression block -> program.memory.writeBlock(block, type, to);
            default ->
                    program.memory.copyConverted(
                            program.memory.place(expression),
                            program.script.typeOf(expression),
                            to,
                            type);
        }
    }

    private void take(Expression call, List<Expression> arguments, ScriptType type, Place to) {
        Function function = program.script.functionOf(call);
        switch (function) {
            case USERNAME -> program.store(to, 8, program.builtins.userId());
            case STRFTIME -> {
                Expression time = arguments.get(1);
                program.store(to, 4, program.integer(number(arguments.getFirst())));
                program.store(to.plus(4), 4, program.integer(clock(time).number()));
                program.store(to.plus(Resolution.SECOND), 8, program.expressions.scalar(time));
            }
            case CGROUP_PATH -> {
                long filter =
                        arguments.size() > 1
                                ? number(arguments.get(1))
                                : program.script.texts().indexOf("");
                program.store(to, 8, program.integer(filter));
                program.store(
                        to.plus(Resolution.SECOND),
                        8,
                        program.expressions.scalar(arguments.getFirst()));
            }
            case NTOP -> writeAddress(arguments, to);
            case MACADDR ->
                    writeBytes(arguments.getFirst(), program.integer(MAC_BYTES), MAC_BYTES, to);
            case BUF -> writeBuffer(call, arguments, type, to);
            default -> throw Expressions.unexpected(call);
        }
    }

    /** {@return the number of a literal among the script's texts} */
    private long number(Expression literal) {
        if (program.script.constantOf(literal) instanceof Constant.Text text) {
            return program.script.texts().indexOf(text.text());
        }
        throw Expressions.unexpected(literal);
    }

    /** {@return the clock of a point in time, if it is asked right there; else the usual one} */
    private static WallClock.Source clock(Expression time) {
        if (time instanceof Expression.Call call
                && call.name().equals("nsecs")
                && !call.arguments().isEmpty()
                && call.arguments().getFirst() instanceof Expression.Name name) {
            return switch (name.name()) {
                case "monotonic" -> WallClock.Source.MONOTONIC;
                case "tai", "sw_tai" -> WallClock.Source.TAI;
                default -> WallClock.Source.BOOT;
            };
        }
        return WallClock.Source.BOOT;
    }

    /** {@code ntop([family,] address)}. */
    private void writeAddress(List<Expression> arguments, Place to) {
        Expression address = arguments.getLast();
        ScriptType type = program.script.typeOf(address);
        Place bytes = to.plus(Resolution.SECOND);
        boolean isArray = type instanceof ScriptType.Array;
        boolean wide = isArray && type.size() == IPV6_BYTES;
        Value family =
                arguments.size() == 2
                        ? program.expressions.scalar(arguments.getFirst())
                        : program.integer(wide ? NetworkAddress.IPV6 : NetworkAddress.IPV4);
        program.store(to, 8, family);
        if (!wide) {
            program.clear(bytes, IPV6_BYTES);
        }
        if (isArray) {
            program.copy(bytes, program.memory.place(address), type.size());
        } else {
            program.store(bytes, IPV4_BYTES, program.expressions.scalar(address));
        }
    }

    /** {@code pton(address)}, whose bytes are known now. */
    void writeNetworkOrder(Expression.Call call, Place to) {
        byte[] bytes =
                program.script.functionOf(call) == Function.PTON
                                && program.script.constantOf(call.arguments().getFirst())
                                        instanceof Constant.Text text
                        ? NetworkAddress.parse(text.text())
                        : null;
        if (bytes == null) {
            throw Expressions.unexpected(call);
        }
        String characters = new String(bytes, StandardCharsets.ISO_8859_1);
        program.strings.writeConstant(characters, bytes.length, to, false);
    }

    /** {@code buf(data[, length])}: how many bytes there are, then the bytes. */
    private void writeBuffer(
            Expression call, List<Expression> arguments, ScriptType type, Place to) {
        int capacity =
                Math.min(program.script.typeOf(call).size(), type.size())
                        - ValueFormat.Buffer.BYTES;
        Value length = program.integer(capacity);
        if (arguments.size() > 1
                && !(program.script.constantOf(arguments.get(1)) instanceof Constant.Int)) {
            Value asked = program.expressions.scalar(arguments.get(1));
            length =
                    program.code.select(
                            program.code.compare(Predicate.ULT, asked, length), asked, length);
        }
        program.clear(to, type.size());
        storeLength(to, length);
        writeBytes(arguments.getFirst(), length, capacity, to.plus(ValueFormat.Buffer.BYTES));
    }

    /** The length of a buffer is at any offset, and the stack takes no unaligned words. */
    private void storeLength(Place to, Value length) {
        int size = Integer.lowestOneBit(to.offset() | 4);
        for (int at = 0; at < ValueFormat.Buffer.BYTES; at += size) {
            Value part =
                    at == 0
                            ? length
                            : program.code.binary(
                                    BinaryOperation.LSHR, length, program.integer(at * 8L));
            program.store(to.plus(at), size, part);
        }
    }

    /**
     * Writes the bytes of what is in memory, or where an address points to.
     *
     * @param length how many
     * @param most how many at most
     */
    private void writeBytes(Expression source, Value length, int most, Place to) {
        ScriptType type = program.script.typeOf(source);
        if (Variables.inMemory(type)) {
            boolean isBuffer = type instanceof ScriptType.Buffer;
            int head = isBuffer ? ValueFormat.Buffer.BYTES : 0;
            int size = Math.min(type.size() - head, most);
            program.copyBytes(to, program.memory.place(source).plus(head), size);
            return;
        }
        AddressSpace space = Expressions.spaceOf(type);
        program.read(
                Expressions.reader(space),
                program.address(to),
                program.code.truncate(length, Type.I32),
                program.expressions.scalar(source));
    }
}
