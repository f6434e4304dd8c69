package dev.skep.trace.lower;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Two ways through a program that meet again. Code is first appended to the way that is taken if
 * the condition holds, after {@link #otherwise} to the other one, after {@link #join} to where they
 * meet. A way may end the program instead.
 */
final class Fork {
    private final Program program;
    private final Block elseBlock;
    private final Environment before;
    private @Nullable Block thenEnd;
    private @Nullable Environment thenEnvironment;

    private Fork(Program program, Block thenBlock, Block elseBlock) {
        this.program = program;
        this.elseBlock = elseBlock;
        this.before = program.environment.copy();
        program.code.position(thenBlock);
    }

    /** {@return a fork at a truth value, an {@link Type#I1}} */
    static Fork on(Program program, Value condition) {
        Block thenBlock = program.code.block("then");
        Block elseBlock = program.code.block("else");
        program.code.branch(condition, thenBlock, elseBlock);
        return new Fork(program, thenBlock, elseBlock);
    }

    /** {@return a fork at a condition of the script} */
    static Fork on(Program program, Expression condition) {
        Block thenBlock = program.code.block("then");
        Block elseBlock = program.code.block("else");
        Frame.Mark mark = program.frame.mark();
        program.conditions.branch(condition, thenBlock, elseBlock);
        program.frame.release(mark);
        return new Fork(program, thenBlock, elseBlock);
    }

    /** Goes over to the other way. */
    void otherwise() {
        thenEnd = program.ended() ? null : program.code.current();
        thenEnvironment = program.environment;
        program.environment = before.copy();
        program.code.position(elseBlock);
    }

    /** Goes on where the ways meet, {@link #otherwise} having been called or not. */
    void join() {
        join(null, null);
    }

    /**
     * Goes on where the ways meet.
     *
     * @param thenValue what the first way computed
     * @param elseValue what the other way computed, of the same type
     * @return whichever was computed
     */
    Value joinValue(Value thenValue, Value elseValue) {
        Value joined = join(thenValue, elseValue);
        return joined == null ? thenValue : joined;
    }

    private @Nullable Value join(@Nullable Value thenValue, @Nullable Value elseValue) {
        Environment then = thenEnvironment;
        if (then == null) {
            otherwise();
            return join(thenValue, elseValue);
        }
        Environment otherwise = program.environment;
        if (thenEnd == null) {
            return elseValue;
        }
        if (program.ended()) {
            program.code.position(thenEnd);
            program.environment = then;
            return thenValue;
        }
        return merge(thenEnd, then, thenValue, otherwise, elseValue);
    }

    private @Nullable Value merge(
            Block thenEnd,
            Environment then,
            @Nullable Value thenValue,
            Environment otherwise,
            @Nullable Value elseValue) {
        List<Type> types = new ArrayList<>();
        List<Value> thenValues = new ArrayList<>();
        List<Value> elseValues = new ArrayList<>();
        if (thenValue != null && elseValue != null) {
            types.add(thenValue.type());
            thenValues.add(thenValue);
            elseValues.add(elseValue);
        }
        int first = types.size();
        Environment after = before;
        List<Integer> merged = new ArrayList<>();
        for (int i = 0; i < after.variableCount(); i++) {
            Value a = then.variable(i);
            Value b = otherwise.variable(i);
            if (a != b && a != null && b != null) {
                merged.add(i);
                types.add(a.type());
                thenValues.add(a);
                elseValues.add(b);
            } else {
                after.setVariable(i, a == b ? a : null);
            }
        }
        FunctionBuilder code = program.code;
        Block meet = code.block("join", types.toArray(new Type[0]));
        code.jump(meet, elseValues.toArray(new Value[0]));
        code.position(thenEnd);
        code.jump(meet, thenValues.toArray(new Value[0]));
        code.position(meet);
        for (int i = 0; i < merged.size(); i++) {
            after.setVariable(merged.get(i), meet.parameter(first + i));
        }
        program.environment = after;
        return first == 1 ? meet.parameter(0) : null;
    }
}
