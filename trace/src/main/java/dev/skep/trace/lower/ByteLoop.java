package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.List;

/**
 * A loop over bytes, from the first on: what is appended between its making and its {@link #end} is
 * run with one after the other. The verifier follows every turn, as the bound is a constant (Linux
 * 5.3).
 */
final class ByteLoop {
    private final Program program;
    private final Block turn;
    private final Block done;

    /** Begins a loop. */
    ByteLoop(Program program) {
        this.program = program;
        turn = program.code.block("turn", Type.I64);
        done = program.code.block("done", Type.I64);
        program.code.jump(turn, program.integer(0));
        program.code.position(turn);
    }

    /** {@return which byte it is, from 0} */
    Value at() {
        return turn.parameter(0);
    }

    /** Ends the loop with a result if a condition holds, an {@link Type#I1}. */
    void leave(Value condition, Value result) {
        Block more = program.code.block("more");
        program.code.branch(condition, done, List.of(result), more, List.of());
        program.code.position(more);
    }

    /**
     * Ends what is run with a byte.
     *
     * @param bound how many bytes there are at most, at least 1
     * @param atBound the result if the loop was not left before
     * @return the result
     */
    Value end(int bound, Value atBound) {
        Value next = program.code.binary(BinaryOperation.ADD, at(), program.integer(1));
        program.code.branch(
                program.code.compare(Predicate.ULT, next, program.integer(bound)),
                turn,
                List.of(next),
                done,
                List.of(atBound));
        program.code.position(done);
        return done.parameter(0);
    }
}
