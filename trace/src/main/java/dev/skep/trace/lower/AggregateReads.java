package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.btf.Layout;
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
 * Reads aggregates while the program runs: folds what all CPUs have gathered so far into one
 * number. Since Linux 5.19, which has {@code bpf_map_lookup_percpu_elem}.
 */
final class AggregateReads {
    private final Program program;

    AggregateReads(Program program) {
        this.program = program;
    }

    /** {@return the number that {@code @m[k]} is now, 0 if there is none} */
    Value read(Expression.MapAccess access) {
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Value number = read(map, program.maps.key(map, access.key()));
        program.frame.release(mark);
        return number;
    }

    /** {@return the number that the entry of a key is now, 0 if there is none} */
    Value read(MapInfo map, Place key) {
        MapSchema schema = program.tables.map(map.name());
        long cpus = program.tables.target().possibleCpus().max() + 1L;
        Block cpu = program.code.block("cpu", Type.I64, Type.I64, Type.I64);
        Block present = program.code.block("present");
        Block next = program.code.block("next", Type.I64, Type.I64);
        Block folded = program.code.block("folded", Type.I64, Type.I64);
        Value zero = program.integer(0);
        program.code.jump(cpu, zero, zero, zero);

        program.code.position(cpu);
        Value number = cpu.parameter(0);
        Fold before = new Fold(cpu.parameter(1), cpu.parameter(2));
        Value found =
                program.code.call(
                        BpfHelper.MAP_LOOKUP_PERCPU_ELEM,
                        Type.pointer(AddressSpace.MAP_VALUE),
                        program.code.mapAddress(schema.map()),
                        program.address(key),
                        program.code.truncate(number, Type.I32));
        program.code.branch(
                program.isNotNull(found),
                present,
                List.of(),
                next,
                List.of(before.first, before.second));

        program.code.position(present);
        Fold after = fold(schema.value(), before, new Place(found, 0));
        program.code.jump(next, after.first, after.second);

        program.code.position(next);
        Value following = program.code.binary(BinaryOperation.ADD, number, program.integer(1));
        program.code.branch(
                program.code.compare(Predicate.ULT, following, program.integer(cpus)),
                cpu,
                List.of(following, next.parameter(0), next.parameter(1)),
                folded,
                List.of(next.parameter(0), next.parameter(1)));

        program.code.position(folded);
        return result(schema.value(), new Fold(folded.parameter(0), folded.parameter(1)));
    }

    /** What the CPUs that were looked at come to: a word, and a second one where there are two. */
    private record Fold(Value first, Value second) {}

    private Fold fold(MapValue kind, Fold fold, Place entry) {
        return switch (kind) {
            case MapValue.Count _, MapValue.Sum _ ->
                    new Fold(sum(fold.first, program.load(entry, 8, false)), fold.second);
            case MapValue.Avg _, MapValue.Stats _ ->
                    new Fold(
                            sum(fold.first, load(entry, MapValue.TOTAL, "total")),
                            sum(fold.second, load(entry, MapValue.TOTAL, "count")));
            case MapValue.Min(boolean signed) ->
                    extreme(fold, entry, signed ? Predicate.SLT : Predicate.ULT);
            case MapValue.Max(boolean signed) ->
                    extreme(fold, entry, signed ? Predicate.SGT : Predicate.UGT);
            case MapValue.Scalar _, MapValue.Bucketed _ ->
                    throw new IllegalArgumentException("no number is gathered");
        };
    }

    private Value sum(Value a, Value b) {
        return program.code.binary(BinaryOperation.ADD, a, b);
    }

    private Fold extreme(Fold fold, Place entry, Predicate better) {
        Value value = load(entry, MapValue.EXTREME, "value");
        Value isSet = program.isNotZero(load(entry, MapValue.EXTREME, "is_set"));
        Value isFirst = program.code.compare(Predicate.EQ, fold.second, program.integer(0));
        Value isBetter =
                program.code.binary(
                        BinaryOperation.OR,
                        isFirst,
                        program.code.compare(better, value, fold.first));
        Value taken = program.code.binary(BinaryOperation.AND, isSet, isBetter);
        return new Fold(
                program.code.select(taken, value, fold.first),
                program.code.select(isSet, program.integer(1), fold.second));
    }

    private Value load(Place entry, Layout.Struct struct, String field) {
        for (Layout.Struct.Field each : struct.fields()) {
            if (each.name().equals(field)) {
                return program.load(entry.plus(each.offset()), 8, false);
            }
        }
        throw new IllegalArgumentException("no field " + field);
    }

    private Value result(MapValue kind, Fold fold) {
        return switch (kind) {
            case MapValue.Avg(boolean signed) -> average(fold, signed);
            case MapValue.Stats(boolean signed) -> average(fold, signed);
            case MapValue.Count _, MapValue.Sum _, MapValue.Min _, MapValue.Max _ -> fold.first;
            case MapValue.Scalar _, MapValue.Bucketed _ ->
                    throw new IllegalArgumentException("no number is gathered");
        };
    }

    /** Nothing gathered gives 0, as the machine's division by 0 does. */
    private Value average(Fold fold, boolean signed) {
        return program.code.binary(
                signed ? BinaryOperation.SDIV : BinaryOperation.UDIV, fold.first, fold.second);
    }
}
