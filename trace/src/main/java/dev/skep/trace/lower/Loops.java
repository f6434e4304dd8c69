package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.check.MapLength;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

/**
 * Loops. A {@code while} is a jump back, of which the verifier follows every turn; so is a {@code
 * for} of a few turns, and any where the kernel has no {@code bpf_loop} (before Linux 5.17). All
 * others are run by the kernel, which calls their body back.
 */
final class Loops {

    /** Up to here the verifier may follow every turn, of loops in each other taken together. */
    private static final int MAX_FOLLOWED_TURNS = 16;

    /** More than BPF_MAX_LOOPS, and so more than {@code bpf_loop} takes. */
    private static final long MANY_TURNS = (1L << 23) + 1;

    private static final int NO_WORD = -1;

    private static final String TOO_MANY_TURNS =
            "A loop of more than 8388608 turns is not run. Use a smaller range.";

    private final Program program;

    /** The innermost loop around what is being made, or null. */
    private @Nullable Loop innermost;

    /** How many turns the verifier follows of what is being made. */
    private long followedTurns = 1;

    Loops(Program program) {
        this.program = program;
    }

    /** {@code break;}. */
    void leave() {
        current().leave();
    }

    /** {@code continue;}. */
    void next() {
        current().next();
    }

    private Loop current() {
        if (innermost == null) {
            throw new IllegalStateException("there is no loop to leave");
        }
        return innermost;
    }

    /** {@code while (condition) { … }}. */
    void repeat(Statement.While loop) {
        Meeting start = new Meeting(program, "while");
        Meeting end = new Meeting(program, "done");
        start.arrive();
        start.enter();
        Block body = program.code.block("body");
        Block over = program.code.block("over");
        Frame.Mark mark = program.frame.mark();
        program.conditions.branch(loop.condition(), body, over);
        program.frame.release(mark);
        program.code.position(over);
        end.arrive();
        program.code.position(body);
        body(new Jumps(start, end), loop.body());
        end.enter();
    }

    /** {@code unroll (count) { … }}. */
    void unroll(Statement.Unroll loop) {
        long count = program.expressions.known(loop.count());
        Meeting end = new Meeting(program, "done");
        for (long i = 0; i < count; i++) {
            Meeting turn = new Meeting(program, "turn");
            body(new Jumps(turn, end), loop.body());
            turn.enter();
        }
        end.arrive();
        end.enter();
    }

    /** {@code for $i : from..to { … }}. */
    void range(Statement.ForRange loop) {
        boolean known =
                program.script.constantOf(loop.from()) != null
                        && program.script.constantOf(loop.to()) != null;
        Value from = program.expressions.scalar(loop.from());
        Value to = program.expressions.scalar(loop.to());
        long turns = known ? turns(loop) : MANY_TURNS;
        if (turns <= MAX_FOLLOWED_TURNS / followedTurns
                || !program.tables.target().version().isAtLeast(5, 17)) {
            long around = followedTurns;
            followedTurns = Math.min(MANY_TURNS, Math.max(1, turns) * around);
            count(loop, from, to);
            followedTurns = around;
        } else {
            callBack(loop, from, known ? program.integer(turns) : turns(from, to));
        }
    }

    private long turns(Statement.ForRange loop) {
        long from = program.expressions.known(loop.from());
        long to = program.expressions.known(loop.to());
        return to > from ? to - from : 0;
    }

    private void count(Statement.ForRange loop, Value from, Value to) {
        Meeting start = new Meeting(program, "for", Type.I64);
        Meeting end = new Meeting(program, "done");
        start.arrive(from);
        start.enter();
        Value number = start.extra(0);
        Block body = program.code.block("body");
        Block over = program.code.block("over");
        program.code.branch(program.code.compare(Predicate.SLT, number, to), body, over);
        program.code.position(over);
        end.arrive();
        program.code.position(body);
        Value next = program.code.binary(BinaryOperation.ADD, number, program.integer(1));
        program.variables.declare(program.script.variableOf(loop.variable()), number);
        body(new Jumps(start, end, next), loop.body());
        end.enter();
        program.variables.leaveScope(loop);
    }

    /** {@return how many turns a range has; what is too much for the kernel stays too much} */
    private Value turns(Value from, Value to) {
        Value distance = program.code.binary(BinaryOperation.SUB, to, from);
        Value isRange = program.code.compare(Predicate.SGT, to, from);
        Value turns = program.code.select(isRange, distance, program.integer(0));
        Value most = program.integer(MANY_TURNS);
        return program.code.select(program.code.compare(Predicate.ULT, turns, most), turns, most);
    }

    private void callBack(Statement.ForRange loop, Value from, Value turns) {
        CallbackLoop callback = new CallbackLoop(program, loop.body(), Type.I64);
        Value number = callback.parameter(0);
        int start = NO_WORD;
        if (from instanceof Constant) {
            number = program.code.binary(BinaryOperation.ADD, number, from);
        } else {
            start = callback.newWord();
            number = program.code.binary(BinaryOperation.ADD, number, callback.word(start));
        }
        program.variables.declare(program.script.variableOf(loop.variable()), number);
        followed(callback, loop.body());
        program.variables.leaveScope(loop);
        Value shared = callback.call();
        if (start != NO_WORD) {
            program.code.store(shared, start, from);
        }
        Value result =
                program.code.call(
                        BpfHelper.LOOP,
                        // Where the verifier puts the loop in place of the call, an error has 32
                        // bits.
                        Type.I32,
                        turns,
                        program.code.functionAddress(callback.name()),
                        shared,
                        program.integer(0));
        callback.after(shared);
        if (!(turns instanceof Constant)) {
            Value isRefused =
                    program.code.compare(Predicate.SLT, result, program.code.constant(Type.I32, 0));
            Fork fork = Fork.on(program, isRefused);
            program.events.runtimeError(
                    new EventFormat.RuntimeError(
                            TOO_MANY_TURNS, BpfHelper.LOOP.kernelName(), loop.span()),
                    program.code.signExtend(result, Type.I64));
            fork.join();
        }
    }

    /** {@code for $entry : @map { … }}. */
    void each(Statement.ForEach loop) {
        MapInfo map = program.script.map(loop.map().name());
        ScriptType keyType = map.key();
        if (keyType == null) {
            throw Expressions.unexpected(loop.map());
        }
        Type pointer = Type.pointer(AddressSpace.MAP_VALUE);
        CallbackLoop callback =
                new CallbackLoop(
                        program, loop.body(), Type.pointer(AddressSpace.MAP), pointer, pointer);
        VariableInfo variable = program.script.variableOf(loop.variable());
        ScriptType.Tuple type = (ScriptType.Tuple) variable.type();
        Place entry = program.variables.declare(variable);
        if (!MapLength.isCounting(loop)) {
            writeEntry(map, keyType, type, callback, entry);
        }
        followed(callback, loop.body());
        program.variables.leaveScope(loop);
        Value shared = callback.call();
        program.code.call(
                BpfHelper.FOR_EACH_MAP_ELEM,
                Type.VOID,
                program.code.mapAddress(program.tables.map(map.name()).map()),
                program.code.functionAddress(callback.name()),
                shared,
                program.integer(0));
        callback.after(shared);
    }

    /** Writes the key and the value that the body gets. */
    private void writeEntry(
            MapInfo map,
            ScriptType keyType,
            ScriptType.Tuple type,
            CallbackLoop callback,
            Place entry) {
        Layout.Struct layout = (Layout.Struct) type.layout();
        program.memory.clearPadding(layout, entry);
        program.memory.copyConverted(
                new Place(callback.parameter(1), 0),
                keyType,
                entry.plus(layout.fields().get(0).offset()),
                type.elements().get(0));
        Place value = entry.plus(layout.fields().get(1).offset());
        if (map.value() instanceof ScriptType.Aggregate) {
            Place key = new Place(callback.parameter(1), 0);
            program.store(value, 8, program.aggregateReads.read(map, key));
        } else {
            program.memory.copyConverted(
                    new Place(callback.parameter(2), 0),
                    map.value(),
                    value,
                    type.elements().get(1));
        }
    }

    /** Makes the body of a loop that is called back: the verifier follows it for itself. */
    private void followed(CallbackLoop callback, Statement.Block body) {
        long around = followedTurns;
        followedTurns = 1;
        body(callback, body);
        followedTurns = around;
    }

    /** Makes a body, from which {@code loop} is left. */
    private void body(Loop loop, Statement.Block body) {
        Loop around = innermost;
        innermost = loop;
        program.statements.block(body);
        if (!program.ended()) {
            loop.next();
        }
        innermost = around;
    }

    /** A loop of jumps. */
    private static final class Jumps implements Loop {
        private final Meeting start;
        private final Meeting end;
        private final Value[] counter;

        Jumps(Meeting start, Meeting end, Value... counter) {
            this.start = start;
            this.end = end;
            this.counter = counter;
        }

        @Override
        public void leave() {
            end.arrive();
        }

        @Override
        public void next() {
            start.arrive(counter);
        }
    }
}
