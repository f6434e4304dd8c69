package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.schema.MapSchema;

import java.util.List;

/**
 * Does something with each bucket that a histogram can have: what is appended between its making
 * and its {@link #end} is run with the key of one after the other. The verifier follows every turn,
 * as the count is a constant (loops are allowed since Linux 5.3).
 */
final class BucketLoop {
    private final Program program;
    private final Block turn;
    private final long count;
    private final Environment before;

    /** Begins a loop that changes the bucket in {@code key}. */
    BucketLoop(Program program, MapSchema schema, Place key) {
        this.program = program;
        count = HistogramCode.count(schema.value());
        before = program.environment.copy();
        turn = program.code.block("bucket", Type.I64, Type.I1);
        program.code.jump(turn, program.integer(0), program.code.constant(Type.I1, 0));
        program.code.position(turn);
        HistogramCode.write(program, key, schema, turn.parameter(0));
    }

    /**
     * Ends the loop.
     *
     * @param success whether what was done with a bucket succeeded, an {@link Type#I1}
     * @return whether it did with any
     */
    Value end(Value success) {
        Value any = program.code.binary(BinaryOperation.OR, turn.parameter(1), success);
        Value next =
                program.code.binary(BinaryOperation.ADD, turn.parameter(0), program.integer(1));
        Block done = program.code.block("buckets", Type.I1);
        program.code.branch(
                program.code.compare(Predicate.ULT, next, program.integer(count)),
                turn,
                List.of(next, any),
                done,
                List.of(any));
        program.code.position(done);
        program.environment.restoreResults(before);
        return done.parameter(0);
    }
}
