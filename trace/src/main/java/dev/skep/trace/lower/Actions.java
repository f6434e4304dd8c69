package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.SignalNames;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import java.util.List;

/** The functions that do something beside saying something. */
final class Actions {
    private static final int POINTER_SIZE = 8;

    private final Program program;

    Actions(Program program) {
        this.program = program;
    }

    /** {@code join(strings[, separator])}: the strings, up to the first null. */
    void join(Expression.Call call) {
        Expression strings = call.arguments().getFirst();
        String separator =
                call.arguments().size() > 1
                                && program.script.constantOf(call.arguments().get(1))
                                        instanceof Constant.Text text
                        ? text.text()
                        : " ";
        Value array = program.expressions.scalar(strings);
        AddressSpace space = Expressions.spaceOf(program.script.typeOf(strings));
        Events.Event record = program.events.begin(call, new EventFormat.Join(separator));
        Frame.Mark mark = program.frame.mark();
        Place pointer = program.frame.allocate("pointer", POINTER_SIZE);
        Value there = program.integer(1);
        Value count = program.integer(0);
        for (int i = 0; i < EventFormat.Join.STRINGS; i++) {
            program.store(pointer, POINTER_SIZE, program.integer(0));
            program.read(
                    Expressions.reader(space),
                    program.address(pointer),
                    program.code.constant(Type.I32, POINTER_SIZE),
                    plus(array, (long) i * POINTER_SIZE));
            Value string = program.load(pointer, POINTER_SIZE, false);
            there =
                    program.code.binary(
                            BinaryOperation.AND,
                            there,
                            program.code.zeroExtend(program.isNotZero(string), Type.I64));
            count = program.code.binary(BinaryOperation.ADD, count, there);
            program.read(
                    Strings.reader(space),
                    program.address(record.bytes().plus(EventFormat.Join.offset(i))),
                    program.integer(EventFormat.Join.CAPACITY),
                    string);
        }
        program.store(record.bytes().plus(EventFormat.Join.COUNT), 8, count);
        program.frame.release(mark);
        record.submit();
    }

    private Value plus(Value address, long offset) {
        return offset == 0
                ? address
                : program.code.binary(BinaryOperation.ADD, address, program.integer(offset));
    }

    /** {@code signal(…)} and {@code signal_thread(…)}. */
    void signal(Expression.Call call, BpfHelper helper) {
        Expression argument = call.arguments().getFirst();
        Constant constant = program.script.constantOf(argument);
        Value number =
                constant == null
                        ? program.expressions.scalar(argument)
                        : program.integer(SignalNames.number(constant));
        program.code.call(helper, Type.I64, program.code.truncate(number, Type.I32));
    }

    /** {@code assert(condition, message)}: says the message and ends the script. */
    void check(Expression.Call call) {
        Fork fork = Fork.on(program, call.arguments().getFirst());
        fork.otherwise();
        program.events.send(call, message(call.arguments().get(1), call.span()));
        program.output.exit(program.integer(1));
        fork.join();
    }

    private EventFormat message(Expression text, Span span) {
        if (program.script.constantOf(text) instanceof Constant.Text constant) {
            PrintfFormat format =
                    new PrintfFormat(
                            List.of(
                                    new PrintfFormat.Piece.Literal(
                                            "assert failed: " + constant.text())));
            return new EventFormat.Formatted(
                    EventFormat.Formatted.Purpose.ERROR,
                    new EventFormat.Printf(format, List.of(), EventFormat.BARE),
                    span,
                    0);
        }
        throw Expressions.unexpected(text);
    }

    /** {@code debugf(format, …)}: a line in {@code trace_pipe}. */
    void debug(Expression.Call call) {
        if (!(program.script.constantOf(call.arguments().getFirst())
                instanceof Constant.Text(String characters))) {
            throw Expressions.unexpected(call);
        }
        Frame.Mark mark = program.frame.mark();
        Place format = program.frame.allocate("format", characters.length() + 1);
        program.strings.writeConstant(characters, characters.length() + 1, format, false);
        Value[] arguments = new Value[call.arguments().size() + 1];
        arguments[0] = program.address(format);
        arguments[1] = program.code.constant(Type.I32, characters.length() + 1);
        for (int i = 1; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            arguments[i + 1] =
                    Variables.inMemory(program.script.typeOf(argument))
                            ? program.code.reinterpret(
                                    program.address(program.memory.place(argument)), Type.I64)
                            : program.expressions.scalar(argument);
        }
        program.code.call(BpfHelper.TRACE_PRINTK, Type.I64, arguments);
        program.frame.release(mark);
    }
}
