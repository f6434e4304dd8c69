package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.syntax.Expression;

import java.util.List;

/**
 * Reading what is gathered on every CPU: a loop over all of them ({@code
 * bpf_map_lookup_percpu_elem}, since Linux 5.19). A value that is not there counts as 0.
 */
final class AggregateReads {
    private static final int SECOND = 8;

    private final Program program;

    AggregateReads(Program program) {
        this.program = program;
    }

    /** {@return the count, sum, extreme or average under a key} */
    Value read(Expression.MapAccess access) {
        MapInfo map = program.script.map(access.name());
        MapSchema schema = program.tables.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Place key = program.maps.key(map, access.key());
        Block turn = program.code.block("cpu", Type.I64, Type.I64, Type.I64);
        Block there = program.code.block("there");
        Block next = program.code.block("next", Type.I64, Type.I64);
        Block done = program.code.block("all", Type.I64, Type.I64);
        Value zero = program.integer(0);
        program.code.jump(turn, zero, zero, zero);
        program.code.position(turn);
        Value cpu = turn.parameter(0);
        Value first = turn.parameter(1);
        Value second = turn.parameter(2);
        Value found =
                program.code.call(
                        BpfHelper.MAP_LOOKUP_PERCPU_ELEM,
                        Type.pointer(AddressSpace.MAP_VALUE),
                        program.code.mapAddress(schema.map()),
                        program.address(key),
                        program.code.truncate(cpu, Type.I32));
        program.code.branch(
                program.isNotNull(found), there, List.of(), next, List.of(first, second));
        program.code.position(there);
        Value[] gathered = gather(schema.value(), new Place(found, 0), first, second);
        program.code.jump(next, gathered);
        program.code.position(next);
        Value following = binary(BinaryOperation.ADD, cpu, program.integer(1));
        int cpus = program.tables.target().possibleCpus().max() + 1;
        program.code.branch(
                program.code.compare(Predicate.ULT, following, program.integer(cpus)),
                turn,
                List.of(following, next.parameter(0), next.parameter(1)),
                done,
                List.of(next.parameter(0), next.parameter(1)));
        program.code.position(done);
        program.frame.release(mark);
        return result(schema.value(), done.parameter(0), done.parameter(1));
    }

    /** {@return what was gathered with the value of one more CPU} */
    private Value[] gather(MapValue kind, Place entry, Value first, Value second) {
        return switch (kind) {
            case MapValue.Count _, MapValue.Sum _ ->
                    new Value[] {
                        binary(BinaryOperation.ADD, first, program.load(entry, 8, false)), second
                    };
            case MapValue.Avg _, MapValue.Stats _ ->
                    new Value[] {
                        binary(BinaryOperation.ADD, first, program.load(entry, 8, false)),
                        binary(
                                BinaryOperation.ADD,
                                second,
                                program.load(entry.plus(SECOND), 8, false))
                    };
            case MapValue.Min(boolean signed) ->
                    extreme(entry, signed ? Predicate.SLT : Predicate.ULT, first, second);
            case MapValue.Max(boolean signed) ->
                    extreme(entry, signed ? Predicate.SGT : Predicate.UGT, first, second);
            case MapValue.Scalar _, MapValue.Histogram _, MapValue.LinearHistogram _ ->
                    throw new IllegalArgumentException("not one number: " + kind);
        };
    }

    /** A CPU that has seen nothing has not set its value; nor is the best of none set. */
    private Value[] extreme(Place entry, Predicate better, Value best, Value isSet) {
        Value value = program.load(entry, 8, false);
        Value here = program.load(entry.plus(SECOND), 8, false);
        Value replaces =
                program.code.binary(
                        BinaryOperation.AND,
                        program.isNotZero(here),
                        program.code.binary(
                                BinaryOperation.OR,
                                program.code.compare(Predicate.EQ, isSet, program.integer(0)),
                                program.code.compare(better, value, best)));
        return new Value[] {
            program.code.select(replaces, value, best), binary(BinaryOperation.OR, isSet, here)
        };
    }

    private Value result(MapValue kind, Value first, Value second) {
        return switch (kind) {
            case MapValue.Avg(boolean signed) -> average(signed, first, second);
            case MapValue.Stats(boolean signed) -> average(signed, first, second);
            case MapValue.Count _,
                    MapValue.Sum _,
                    MapValue.Min _,
                    MapValue.Max _,
                    MapValue.Scalar _,
                    MapValue.Histogram _,
                    MapValue.LinearHistogram _ ->
                    first;
        };
    }

    /** Dividing by 0 gives 0, which is the average of nothing. */
    private Value average(boolean signed, Value total, Value count) {
        return binary(signed ? BinaryOperation.SDIV : BinaryOperation.UDIV, total, count);
    }

    private Value binary(BinaryOperation operation, Value left, Value right) {
        return program.code.binary(operation, left, right);
    }
}
