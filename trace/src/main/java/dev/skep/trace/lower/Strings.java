package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Writes strings into memory. */
final class Strings {
    /** TASK_COMM_LEN of the kernel. */
    private static final int COMM_SIZE = 16;

    /** From this size on the kernel's own limit leaves no room to see that a string was cut off. */
    private static final int LARGEST_WITH_TRAILER = 1023;

    private final Program program;

    Strings(Program program) {
        this.program = program;
    }

    /**
     * Writes a string.
     *
     * @param capacity the bytes at {@code to}; what does not fit is left out, and then there is no
     *     NUL
     * @param padded whether the bytes behind the NUL become 0; otherwise they are undefined
     */
    void write(Expression expression, int capacity, Place to, boolean padded) {
        @Nullable SourcePosition before = program.enter(expression.span());
        lower(expression, capacity, to, padded);
        program.leave(before);
    }

    private void lower(Expression expression, int capacity, Place to, boolean padded) {
        if (program.script.constantOf(expression) instanceof Constant.Text(String characters)) {
            writeConstant(characters, capacity, to, padded);
            return;
        }
        switch (expression) {
            case Expression.StringLiteral literal ->
                    writeConstant(literal.characters(), capacity, to, padded);
            case Expression.Name name -> writeResult(name, List.of(), capacity, to, padded);
            case Expression.Call call -> writeResult(call, call.arguments(), capacity, to, padded);
            case Expression.MapAccess access ->
                    program.maps.readTo(access, new ScriptType.Text(capacity), to);
            case Expression.Conditional conditional ->
                    program.memory.writeEither(conditional, new ScriptType.Text(capacity), to);
            case Expression.FieldAccess _, Expression.Index _, Expression.Unary _ ->
                    program.located.writeText(expression, capacity, to, padded);
            case Expression.Comptime comptime -> write(comptime.operand(), capacity, to, padded);
            case Expression.BlockExpression block ->
                    program.memory.writeBlock(block, new ScriptType.Text(capacity), to);
            case Expression.Cast cast -> write(cast.operand(), capacity, to, padded);
            case Expression.Variable _, Expression.ElementAccess _ ->
                    program.memory.copyConverted(
                            program.memory.place(expression),
                            program.script.typeOf(expression),
                            to,
                            new ScriptType.Text(capacity));
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.TypeOperand _,
                    Expression.Increment _,
                    Expression.Binary _,
                    Expression.Tuple _,
                    Expression.RecordLiteral _ ->
                    throw Expressions.unexpected(expression);
        }
    }

    private void writeResult(
            Expression call, List<Expression> arguments, int capacity, Place to, boolean padded) {
        Function function = program.script.functionOf(call);
        switch (function) {
            case COMM -> {
                if (arguments.isEmpty()) {
                    writeComm(capacity, to, padded);
                } else {
                    writeTaskName(call, function, arguments, capacity, to, padded);
                }
            }
            case PROBE -> writeConstant(program.builtins.probeName(), capacity, to, padded);
            case PROBETYPE ->
                    writeConstant(program.attachPoint.providerType(), capacity, to, padded);
            case STR -> writeStr(call, arguments, capacity, to, padded);
            case PATH -> program.kernelCalls.writePath(arguments, capacity, to, padded);
            case PCOMM, LEADER_COMM ->
                    writeTaskName(call, function, arguments, capacity, to, padded);
            case STR_CONCAT -> program.concatenation.write(arguments, capacity, to, padded);
            case STRERROR ->
                    writeName(NameTable.ERRORS, arguments.getFirst(), capacity, to, padded);
            case SIGNAL_NAME ->
                    writeName(NameTable.SIGNALS, arguments.getFirst(), capacity, to, padded);
            case SYSCALL_NAME ->
                    writeName(NameTable.SYSCALLS, arguments.getFirst(), capacity, to, padded);
            default -> throw Expressions.unexpected(call);
        }
    }

    /** The names of other tasks come with zeros behind them. */
    private void writeTaskName(
            Expression call,
            Function function,
            List<Expression> arguments,
            int capacity,
            Place to,
            boolean padded) {
        Place name = capacity < COMM_SIZE ? program.frame.allocate("name", COMM_SIZE) : to;
        if (function == Function.COMM) {
            program.processNames.write(call, arguments.getFirst(), name);
        } else if (function == Function.PCOMM) {
            program.task.writeParentName(arguments, name);
        } else {
            program.task.writeLeaderName(arguments, name);
        }
        if (capacity < COMM_SIZE) {
            program.copy(to, name, capacity);
        } else if (padded) {
            program.clear(to.plus(COMM_SIZE), capacity - COMM_SIZE);
        }
    }

    /** The name of a number, from a table of the kernel's memory. */
    private void writeName(
            NameTable table, Expression number, int capacity, Place to, boolean padded) {
        if (program.script.constantOf(number) instanceof Constant.Int constant) {
            writeConstant(table.name(constant), capacity, to, padded);
            return;
        }
        Value given = program.expressions.scalar(number);
        Value asked =
                table == NameTable.ERRORS
                        ? program.code.select(
                                program.code.compare(Predicate.SLT, given, program.integer(0)),
                                program.code.binary(BinaryOperation.SUB, program.integer(0), given),
                                given)
                        : given;
        Value last = program.integer(table.rows() - 1);
        Value row =
                program.code.select(program.code.compare(Predicate.ULT, asked, last), asked, last);
        Value masked = program.code.binary(BinaryOperation.AND, row, last);
        program.tables.useNames(table);
        Value address =
                program.code.add(
                        program.code.mapValueAddress(table.map(), 0),
                        program.code.binary(
                                BinaryOperation.MUL, masked, program.integer(NameTable.ROW)));
        int size = Math.min(capacity, NameTable.ROW);
        program.copy(to, new Place(address, 0), size);
        if (padded) {
            program.clear(to.plus(size), capacity - size);
        }
    }

    /** Bytes of a literal, as immediate operands. */
    void writeConstant(String characters, int capacity, Place to, boolean padded) {
        int length = Math.min(characters.length(), capacity);
        int end = Math.min(length + 1, capacity);
        int at = 0;
        while (at < end) {
            int size = chunk(to.offset() + at, end - at);
            program.store(to.plus(at), size, program.integer(word(characters, at, size)));
            at += size;
        }
        if (padded) {
            program.clear(to.plus(end), capacity - end);
        }
    }

    /**
     * Clears first: the helper of most kernels pads with zeros itself, that of 6.1 leaves what is
     * behind the end of the name as it was, and equal names were different keys.
     */
    private void writeComm(int capacity, Place to, boolean padded) {
        int size = Math.min(COMM_SIZE, capacity);
        program.clear(to, size);
        program.code.call(
                BpfHelper.GET_CURRENT_COMM,
                Type.VOID,
                program.address(to),
                program.code.constant(Type.I32, size));
        if (padded) {
            program.clear(to.plus(size), capacity - size);
        }
    }

    /** {@code str(p)} and {@code str(p, n)}. */
    private void writeStr(
            Expression call, List<Expression> arguments, int capacity, Place to, boolean padded) {
        Expression source = arguments.getFirst();
        ScriptType type = program.script.typeOf(source);
        if (type instanceof ScriptType.Text && arguments.size() == 1) {
            write(source, capacity, to, padded);
            return;
        }
        int limit = Math.min(capacity, program.script.typeOf(call).size());
        AddressSpace space = AddressSpace.KERNEL;
        Value address;
        if (type instanceof ScriptType.Text) {
            // Of what is a string already a part is taken as of any string of the kernel.
            Place place = program.memory.place(source);
            address = program.code.reinterpret(program.address(place), Type.I64);
        } else {
            space = Expressions.spaceOf(type);
            address = program.expressions.scalar(source);
        }
        if (arguments.size() == 1) {
            readString(space, address, program.integer(limit), limit, capacity, to, padded);
            return;
        }
        if (program.script.constantOf(arguments.get(1)) instanceof Constant.Int constant) {
            long size = Math.clamp(constant.value(), 0, limit);
            readString(space, address, program.integer(size), 0, capacity, to, padded || size == 0);
            return;
        }
        Value asked = program.expressions.scalar(arguments.get(1));
        Value size =
                program.code.select(
                        program.code.compare(Predicate.ULT, asked, program.integer(limit)),
                        asked,
                        program.integer(limit));
        // A size of 0 writes no NUL; and of a stack that is written to a length that is not known
        // the verifier wants all of it written before.
        boolean clear = padded || capacity <= program.tables.onStackLimit();
        if (!clear) {
            program.store(to, 1, program.integer(0));
        }
        readString(space, address, size, 0, capacity, to, clear);
    }

    /**
     * Reads a string at an address.
     *
     * @param size how many bytes at most, the NUL included
     * @param whole {@code size} if it is known and a string that is longer is to be without NUL, so
     *     that user space sees that it was cut off; else 0
     */
    void readString(
            AddressSpace space,
            Value address,
            Value size,
            int whole,
            int capacity,
            Place to,
            boolean padded) {
        if (padded) {
            program.clear(to, capacity);
        }
        Value read = program.code.call(reader(space), Type.I64, program.address(to), size, address);
        program.warnIfFailed(reader(space), read);
        if (whole > 0 && whole <= LARGEST_WITH_TRAILER && whole == capacity) {
            markCutOff(space, address, read, whole, to);
        }
    }

    /**
     * The helper always ends with a NUL. Where it filled the buffer, the byte that the NUL replaced
     * is read again: it is the NUL of a string that just fits, or shows that there was more.
     */
    private void markCutOff(AddressSpace space, Value address, Value read, int size, Place to) {
        Fork fork =
                Fork.on(program, program.code.compare(Predicate.EQ, read, program.integer(size)));
        program.code.call(
                Expressions.reader(space),
                Type.VOID,
                program.address(to.plus(size - 1)),
                program.code.constant(Type.I32, 1),
                program.code.binary(BinaryOperation.ADD, address, program.integer(size - 1)));
        fork.join();
    }

    static BpfHelper reader(AddressSpace space) {
        return switch (space) {
            case KERNEL, TYPED -> BpfHelper.PROBE_READ_KERNEL_STR;
            case USER -> BpfHelper.PROBE_READ_USER_STR;
            // On x86-64 the address itself says which of the two it is, and this helper looks.
            case UNKNOWN -> BpfHelper.PROBE_READ_STR;
        };
    }

    /** {@return how many bytes at an offset can be touched at once: 8, 4, 2 or 1, aligned} */
    static int chunk(int offset, int left) {
        int size = 8;
        while (size > left || (offset & (size - 1)) != 0) {
            size >>= 1;
        }
        return size;
    }

    /** {@return bytes of a literal as the number that they are in memory, zeros behind its end} */
    static long word(String characters, int at, int size) {
        long word = 0;
        for (int i = size - 1; i >= 0; i--) {
            int index = at + i;
            word = word << 8 | (index < characters.length() ? characters.charAt(index) & 0xff : 0);
        }
        return word;
    }
}
