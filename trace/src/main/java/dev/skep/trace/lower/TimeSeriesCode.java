package dev.skep.trace.lower;

import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.MapValue.TimeSeries.Fold;
import dev.skep.trace.syntax.Span;

/**
 * {@code @m[k] = tseries(n, interval, intervals, fold)}. The intervals of a key are entries of
 * their own, which each CPU fills for itself; one that is over is reused by the interval that has
 * the same number modulo how many are kept.
 */
final class TimeSeriesCode {
    private static final int DETAIL = offset("detail");
    private static final int NUMBER = offset("number");

    private final Program program;

    TimeSeriesCode(Program program) {
        this.program = program;
    }

    private static int offset(String field) {
        for (Layout.Struct.Field each : MapValue.INTERVAL.fields()) {
            if (each.name().equals(field)) {
                return each.offset();
            }
        }
        throw new IllegalArgumentException("an interval has no " + field);
    }

    /**
     * Puts a value into the interval that now is in.
     *
     * @param key the whole key, the number behind the user's part not written yet
     */
    void gather(MapInfo map, MapValue.TimeSeries series, Place key, Value value, Span span) {
        MapSchema schema = program.tables.map(map.name());
        Value now = program.builtins.wallTime();
        Value number = binary(BinaryOperation.UDIV, now, series.interval());
        Value slot = binary(BinaryOperation.UREM, number, series.intervals());
        HistogramCode.write(program, key, schema, slot);
        Value found = program.maps.lookup(map, key);
        Fork known = Fork.on(program, program.isNotNull(found));
        Place entry = new Place(found, 0);
        Value current = program.load(entry.plus(NUMBER), 8, false);
        Fork same = Fork.on(program, program.code.compare(Predicate.EQ, current, number));
        fold(series, entry, value, now);
        same.otherwise();
        begin(series, entry, value, now, number);
        same.join();
        known.otherwise();
        Place first = program.frame.allocate("value of " + map.name(), schema.valueSize());
        begin(series, first, value, now, number);
        program.maps.update(map, key, first, Maps.ANY, span);
        known.join();
    }

    private void begin(
            MapValue.TimeSeries series, Place entry, Value value, Value now, Value number) {
        boolean counts = series.fold() == Fold.AVERAGE;
        program.store(entry, 8, value);
        program.store(entry.plus(DETAIL), 8, counts ? program.integer(1) : now);
        program.store(entry.plus(NUMBER), 8, number);
    }

    private void fold(MapValue.TimeSeries series, Place entry, Value value, Value now) {
        switch (series.fold()) {
            case LAST -> {
                program.store(entry, 8, value);
                program.store(entry.plus(DETAIL), 8, now);
            }
            case AVERAGE -> {
                add(entry, value);
                add(entry.plus(DETAIL), program.integer(1));
            }
            case SUM -> add(entry, value);
            case MIN -> replace(entry, value, series.signed() ? Predicate.SLT : Predicate.ULT);
            case MAX -> replace(entry, value, series.signed() ? Predicate.SGT : Predicate.UGT);
        }
    }

    private void add(Place place, Value value) {
        Value old = program.load(place, 8, false);
        program.store(place, 8, program.code.binary(BinaryOperation.ADD, old, value));
    }

    private void replace(Place place, Value value, Predicate better) {
        Value old = program.load(place, 8, false);
        Value isBetter = program.code.compare(better, value, old);
        program.store(place, 8, program.code.select(isBetter, value, old));
    }

    private Value binary(BinaryOperation operation, Value left, long right) {
        return program.code.binary(operation, left, program.integer(right));
    }
}
