package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.ValueFormat;
import dev.skep.trace.syntax.Expression;

/**
 * The functions that look at strings byte by byte, by loops whose bounds are known (Linux 5.3). The
 * verifier follows every turn, so searching one long string for another is more than it takes.
 */
final class StringSearch {
    /** What bpf_strnstr of the kernel says: -ENOENT. */
    private static final int NOWHERE = -2;

    private final Program program;

    StringSearch(Program program) {
        this.program = program;
    }

    /** {@code strlen(s)}. */
    Value length(Expression string) {
        if (program.script.constantOf(string) instanceof Constant.Text(String characters)) {
            return program.integer(characters.length());
        }
        Frame.Mark mark = program.frame.mark();
        Place place = program.memory.place(string);
        int capacity = program.script.typeOf(string).size();
        ByteLoop loop = new ByteLoop(program);
        loop.leave(isZero(byteAt(place, loop.at())), loop.at());
        Value length = loop.end(capacity, program.integer(capacity));
        program.frame.release(mark);
        return length;
    }

    /** {@code strncmp(a, b, n)}: 0 if the first {@code n} characters are equal, else 1. */
    Value compare(Expression left, Expression right, Expression count) {
        Frame.Mark mark = program.frame.mark();
        Place a = program.memory.place(left);
        Place b = program.memory.place(right);
        int most = Math.min(size(left), size(right));
        int end = (int) Math.min(constant(count), most);
        if (end == 0) {
            program.frame.release(mark);
            return program.integer(0);
        }
        ByteLoop loop = new ByteLoop(program);
        Value byteOfA = byteAt(a, loop.at());
        loop.leave(differ(byteOfA, byteAt(b, loop.at())), program.integer(1));
        loop.leave(isZero(byteOfA), program.integer(0));
        Value result = loop.end(end, program.integer(0));
        program.frame.release(mark);
        return result;
    }

    /** {@code memcmp(a, b, n)}: the difference of the first bytes that are not equal, or 0. */
    Value compareBytes(Expression left, Expression right, Expression count) {
        int asked = (int) Math.min(constant(count), Integer.MAX_VALUE);
        int end = Math.min(asked, Math.min(bytes(left, asked), bytes(right, asked)));
        if (end == 0) {
            return program.integer(0);
        }
        Frame.Mark mark = program.frame.mark();
        Place a = bytesOf(left, end);
        Place b = bytesOf(right, end);
        ByteLoop loop = new ByteLoop(program);
        Value difference =
                program.code.binary(
                        BinaryOperation.SUB, byteAt(a, loop.at()), byteAt(b, loop.at()));
        loop.leave(differ(difference, program.integer(0)), difference);
        Value result = loop.end(end, program.integer(0));
        program.frame.release(mark);
        return result;
    }

    private int bytes(Expression expression, int asked) {
        ScriptType type = program.script.typeOf(expression);
        if (!Variables.inMemory(type)) {
            return asked;
        }
        return type.size() - (type instanceof ScriptType.Buffer ? ValueFormat.Buffer.BYTES : 0);
    }

    private Place bytesOf(Expression expression, int count) {
        ScriptType type = program.script.typeOf(expression);
        if (Variables.inMemory(type)) {
            Place place = program.memory.place(expression);
            return type instanceof ScriptType.Buffer ? place.plus(ValueFormat.Buffer.BYTES) : place;
        }
        Place place = program.frame.allocate("bytes", count);
        program.code.call(
                Expressions.reader(Expressions.spaceOf(type)),
                Type.VOID,
                program.address(place),
                program.code.constant(Type.I32, count),
                program.expressions.scalar(expression));
        return place;
    }

    /** {@code strstr(haystack, needle)}: where the needle first begins, -2 if nowhere. */
    Value find(Expression haystack, Expression needle) {
        Frame.Mark mark = program.frame.mark();
        Place in = program.memory.place(haystack);
        Place what = program.memory.place(needle);
        int inSize = size(haystack);
        int whatSize = size(needle);
        Value nowhere = program.integer(NOWHERE);
        ByteLoop start = new ByteLoop(program);
        Block turn = program.code.block("match", Type.I64);
        program.code.jump(turn, program.integer(0));

        program.code.position(turn);
        Value length = turn.parameter(0);
        Value wanted = byteAt(what, length);
        start.leave(isZero(wanted), start.at());
        Value at = program.code.binary(BinaryOperation.ADD, start.at(), length);
        start.leave(isAtLeast(at, inSize), nowhere);
        Block longer = program.code.block("longer");
        Block differs = program.code.block("differs");
        program.code.branch(
                program.code.compare(Predicate.EQ, byteAt(in, at), wanted), longer, differs);

        program.code.position(longer);
        Value next = program.code.binary(BinaryOperation.ADD, length, program.integer(1));
        start.leave(isAtLeast(next, whatSize), start.at());
        program.code.jump(turn, next);

        program.code.position(differs);
        start.leave(isZero(byteAt(in, start.at())), nowhere);
        Value found = start.end(inSize, nowhere);
        program.frame.release(mark);
        return found;
    }

    private int size(Expression string) {
        return program.script.typeOf(string).size();
    }

    private long constant(Expression expression) {
        if (program.script.constantOf(expression) instanceof Constant.Int(long value, boolean _)) {
            return value;
        }
        throw Expressions.unexpected(expression);
    }

    private Value byteAt(Place place, Value index) {
        Value address = program.code.add(place.base(), index);
        return program.load(new Place(address, place.offset()), 1, false);
    }

    private Value isZero(Value value) {
        return program.code.compare(Predicate.EQ, value, program.integer(0));
    }

    private Value differ(Value left, Value right) {
        return program.code.compare(Predicate.NE, left, right);
    }

    private Value isAtLeast(Value value, long bound) {
        return program.code.compare(Predicate.UGE, value, program.integer(bound));
    }
}
