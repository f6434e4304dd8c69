package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import java.util.List;

/**
 * Values that gather: {@code @m[k] = count()} and the like. Each CPU has its own, so plain loads
 * and stores do, unless programs can interrupt each other; user space folds them.
 */
final class Aggregates {
    /**
     * Where the second word of a pair is: {@code is_set} of an extreme, {@code count} of a total.
     */
    private static final int SECOND = 8;

    private final Program program;
    private final HistogramCode histograms;

    Aggregates(Program program) {
        this.program = program;
        histograms = new HistogramCode(program);
    }

    /** {@code @m[k] = function(arguments)}. */
    void gather(Expression.MapAccess access, List<Expression> arguments, Span span) {
        MapInfo map = program.script.map(access.name());
        MapSchema schema = program.tables.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Value value =
                arguments.isEmpty()
                        ? program.integer(1)
                        : program.expressions.scalar(arguments.getFirst());
        Place key = program.maps.key(map, access.key());
        switch (schema.value()) {
            case MapValue.Histogram(int bits) ->
                    HistogramCode.write(program, key, schema, histograms.logarithmic(value, bits));
            case MapValue.LinearHistogram histogram ->
                    HistogramCode.write(program, key, schema, histograms.linear(value, histogram));
            case MapValue.TimeSeries series -> {
                program.series.gather(map, series, key, value, span);
                program.frame.release(mark);
                return;
            }
            case MapValue.Scalar _, MapValue.Gathered _ -> {
                // The key is whole already.
            }
        }
        Value found = program.maps.lookup(map, key);
        Fork fork = Fork.on(program, program.isNotNull(found));
        gatherInto(
                new Place(found, 0),
                schema.value(),
                value,
                program.tables.gatheredMaps().contended(access.name()));
        fork.otherwise();
        Place first = program.frame.allocate("value of " + map.name(), schema.valueSize());
        writeFirst(first, schema.value(), value);
        program.maps.update(map, key, first, Maps.ANY, span);
        fork.join();
        program.frame.release(mark);
    }

    private void gatherInto(Place entry, MapValue kind, Value value, boolean contended) {
        switch (kind) {
            case MapValue.Count _, MapValue.Histogram _, MapValue.LinearHistogram _ ->
                    add(entry, program.integer(1), contended);
            case MapValue.Sum _ -> add(entry, value, contended);
            case MapValue.Avg _, MapValue.Stats _ -> {
                add(entry, value, contended);
                add(entry.plus(SECOND), program.integer(1), contended);
            }
            case MapValue.Min(boolean signed) ->
                    replace(entry, value, signed ? Predicate.SLT : Predicate.ULT);
            case MapValue.Max(boolean signed) ->
                    replace(entry, value, signed ? Predicate.SGT : Predicate.UGT);
            case MapValue.Scalar _, MapValue.TimeSeries _ ->
                    throw new IllegalArgumentException("nothing is gathered so");
        }
    }

    private void writeFirst(Place entry, MapValue kind, Value value) {
        switch (kind) {
            case MapValue.Count _, MapValue.Histogram _, MapValue.LinearHistogram _ ->
                    program.store(entry, 8, program.integer(1));
            case MapValue.Sum _ -> program.store(entry, 8, value);
            case MapValue.Avg _, MapValue.Stats _, MapValue.Min _, MapValue.Max _ -> {
                program.store(entry, 8, value);
                program.store(entry.plus(SECOND), 8, program.integer(1));
            }
            case MapValue.Scalar _, MapValue.TimeSeries _ ->
                    throw new IllegalArgumentException("nothing is gathered so");
        }
    }

    private void add(Place place, Value value, boolean contended) {
        if (contended) {
            program.code.atomicAdd(place.base(), place.offset(), value);
            return;
        }
        Value old = program.load(place, 8, false);
        program.store(place, 8, program.code.binary(BinaryOperation.ADD, old, value));
    }

    /** Another CPU may have made the entry, and then this CPU's value is not set yet. */
    private void replace(Place entry, Value value, Predicate better) {
        Value old = program.load(entry, 8, false);
        Value isSet = program.load(entry.plus(SECOND), 8, false);
        Value replaces =
                program.code.binary(
                        BinaryOperation.OR,
                        program.code.compare(better, value, old),
                        program.code.compare(Predicate.EQ, isSet, program.integer(0)));
        Fork fork = Fork.on(program, replaces);
        program.store(entry, 8, value);
        program.store(entry.plus(SECOND), 8, program.integer(1));
        fork.join();
    }
}
