package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.schema.ValueFormat;
import dev.skep.trace.syntax.Expression;

/**
 * Stacks, and addresses in processes. They are written where they are wanted, in full: the helper
 * zeroes what is behind the last frame, so that equal stacks are equal keys.
 */
final class Stacks {
    /** BPF_F_USER_STACK of uapi {@code bpf.h}. */
    private static final int USER_STACK = 1 << 8;

    /** BPF_F_USER_BUILD_ID of uapi {@code bpf.h}. */
    private static final int BUILD_IDS = 1 << 11;

    private final Program program;

    Stacks(Program program) {
        this.program = program;
    }

    /** Writes the value of an expression that is a stack, or an address in a process. */
    void write(Expression expression, ScriptType type, Place to) {
        if (expression instanceof Expression.Name || expression instanceof Expression.Call) {
            take(expression, type, to);
        } else if (expression instanceof Expression.MapAccess access) {
            program.maps.readTo(access, type, to);
        } else if (expression instanceof Expression.Conditional conditional) {
            program.memory.writeEither(conditional, type, to);
        } else if (expression instanceof Expression.Comptime comptime) {
            write(comptime.operand(), type, to);
        } else if (expression instanceof Expression.BlockExpression block) {
            program.memory.writeBlock(block, type, to);
        } else {
            ScriptType own = program.script.typeOf(expression);
            program.memory.copyConverted(program.memory.place(expression), own, to, type);
        }
    }

    /** {@return how many frames a stack has} */
    Value length(Expression expression) {
        ScriptType.Stack stack = (ScriptType.Stack) program.script.typeOf(expression);
        Frame.Mark mark = program.frame.mark();
        Place place = program.memory.place(expression);
        Value frames = program.load(stack.user() ? place.plus(8) : place, 8, false);
        program.frame.release(mark);
        return frames;
    }

    private void take(Expression expression, ScriptType type, Place to) {
        if (type instanceof ScriptType.Stack stack) {
            takeStack(stack, to);
            return;
        }
        Value address =
                program.script.functionOf(expression) == Function.USYM
                        ? program.expressions.scalar(
                                ((Expression.Call) expression).arguments().getFirst())
                        : program.arguments.function();
        program.store(to, 8, address);
        writeOwner(to.plus(ValueFormat.UserSymbol.PID));
    }

    private void takeStack(ScriptType.Stack stack, Place to) {
        int size = stack.frames() * stack.mode().frameSize();
        Place head = to;
        if (stack.user()) {
            writeOwner(to);
            head = to.plus(8);
        }
        if (!program.tables.target().version().isAtLeast(6, 1)
                && size <= program.tables.onStackLimit()) {
            // The helper of raw tracepoints takes no stack that was not written to before.
            program.clear(head.plus(8), size);
        }
        Value written =
                program.code.call(
                        BpfHelper.GET_STACK,
                        Type.I64,
                        program.context(),
                        program.address(head.plus(8)),
                        program.code.constant(Type.I32, size),
                        program.integer(flags(stack)));
        Value frames =
                program.code.select(
                        program.code.compare(Predicate.SGT, written, program.integer(0)),
                        program.code.binary(
                                BinaryOperation.LSHR,
                                written,
                                program.integer(
                                        Integer.numberOfTrailingZeros(stack.mode().frameSize()))),
                        program.integer(0));
        program.store(head, 8, frames);
    }

    private static int flags(ScriptType.Stack stack) {
        int flags = stack.user() ? USER_STACK : 0;
        return stack.mode() == StackMode.BUILD_ID ? flags | BUILD_IDS : flags;
    }

    /** The process that addresses are of, and the probe, which tells what it runs. */
    private void writeOwner(Place to) {
        program.store(to, 4, program.builtins.processId());
        program.store(to.plus(4), 4, program.integer(program.index));
    }
}
