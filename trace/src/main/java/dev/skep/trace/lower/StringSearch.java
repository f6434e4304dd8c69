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

import java.util.List;

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
        Block turn = program.code.block("length", Type.I64);
        Block more = program.code.block("more");
        Block done = program.code.block("counted", Type.I64);
        program.code.jump(turn, program.integer(0));
        program.code.position(turn);
        Value at = turn.parameter(0);
        program.code.branch(isZero(byteAt(place, at)), done, List.of(at), more, List.of());
        program.code.position(more);
        Value next = plusOne(at);
        program.code.branch(isBelow(next, capacity), turn, List.of(next), done, List.of(next));
        program.code.position(done);
        program.frame.release(mark);
        return done.parameter(0);
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
        Block turn = program.code.block("compare", Type.I64);
        Block equal = program.code.block("equal");
        Block more = program.code.block("more");
        Block done = program.code.block("compared", Type.I64);
        Value same = program.integer(0);
        program.code.jump(turn, program.integer(0));
        program.code.position(turn);
        Value at = turn.parameter(0);
        Value byteOfA = byteAt(a, at);
        Value differs = program.code.compare(Predicate.NE, byteOfA, byteAt(b, at));
        program.code.branch(differs, done, List.of(program.integer(1)), equal, List.of());
        program.code.position(equal);
        program.code.branch(isZero(byteOfA), done, List.of(same), more, List.of());
        program.code.position(more);
        Value next = plusOne(at);
        program.code.branch(isBelow(next, end), turn, List.of(next), done, List.of(same));
        program.code.position(done);
        program.frame.release(mark);
        return done.parameter(0);
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
        Block turn = program.code.block("compare", Type.I64);
        Block more = program.code.block("more");
        Block done = program.code.block("compared", Type.I64);
        program.code.jump(turn, program.integer(0));
        program.code.position(turn);
        Value at = turn.parameter(0);
        Value difference = binary(BinaryOperation.SUB, byteAt(a, at), byteAt(b, at));
        program.code.branch(
                program.code.compare(Predicate.NE, difference, program.integer(0)),
                done,
                List.of(difference),
                more,
                List.of());
        program.code.position(more);
        Value next = plusOne(at);
        program.code.branch(
                isBelow(next, end), turn, List.of(next), done, List.of(program.integer(0)));
        program.code.position(done);
        program.frame.release(mark);
        return done.parameter(0);
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
        Block start = program.code.block("start", Type.I64);
        Block turn = program.code.block("match", Type.I64);
        Block inside = program.code.block("inside");
        Block together = program.code.block("together");
        Block longer = program.code.block("longer");
        Block skip = program.code.block("skip");
        Block onward = program.code.block("onward");
        Block done = program.code.block("found", Type.I64);
        program.code.jump(start, program.integer(0));

        program.code.position(start);
        Value from = start.parameter(0);
        program.code.jump(turn, program.integer(0));

        program.code.position(turn);
        Value length = turn.parameter(0);
        Value wanted = byteAt(what, length);
        program.code.branch(isZero(wanted), done, List.of(from), inside, List.of());
        program.code.position(inside);
        Value at = binary(BinaryOperation.ADD, from, length);
        program.code.branch(isBelow(at, inSize), together, List.of(), done, List.of(nowhere));
        program.code.position(together);
        program.code.branch(
                program.code.compare(Predicate.EQ, byteAt(in, at), wanted), longer, skip);
        program.code.position(longer);
        Value next = plusOne(length);
        program.code.branch(isBelow(next, whatSize), turn, List.of(next), done, List.of(from));

        program.code.position(skip);
        program.code.branch(isZero(byteAt(in, from)), done, List.of(nowhere), onward, List.of());
        program.code.position(onward);
        Value later = plusOne(from);
        program.code.branch(isBelow(later, inSize), start, List.of(later), done, List.of(nowhere));
        program.code.position(done);
        program.frame.release(mark);
        return done.parameter(0);
    }

    /** {@code bswap(n)}. */
    Value swap(Value value, int size) {
        Type.Int type = Program.bits(size);
        Value number = type == Type.I64 ? value : program.code.truncate(value, type);
        Value swapped = size == 1 ? number : program.code.byteSwap(number);
        return type == Type.I64 ? swapped : program.code.zeroExtend(swapped, Type.I64);
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

    private Value isBelow(Value value, long bound) {
        return program.code.compare(Predicate.ULT, value, program.integer(bound));
    }

    private Value plusOne(Value value) {
        return binary(BinaryOperation.ADD, value, program.integer(1));
    }

    private Value binary(BinaryOperation operation, Value left, Value right) {
        return program.code.binary(operation, left, right);
    }
}
