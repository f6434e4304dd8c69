package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;

/**
 * The number of the bucket that a value falls into; {@link dev.skep.trace.schema.HistogramBuckets}
 * says what the numbers stand for.
 */
final class HistogramCode {
    private final Program program;

    HistogramCode(Program program) {
        this.program = program;
    }

    /** {@return how many buckets the histograms of a map can have, or intervals its series} */
    static long count(MapValue kind) {
        return switch (kind) {
            case MapValue.Histogram(int bits) -> count(bits);
            case MapValue.LinearHistogram histogram -> count(histogram);
            case MapValue.TimeSeries series -> series.intervals();
            case MapValue.Scalar _, MapValue.Gathered _ -> 1;
        };
    }

    /** {@return how many buckets a {@code hist} can have} */
    private static long count(int bits) {
        // 62 is the highest bit of a positive number, and 0 the bucket of negative ones.
        return ((62L - bits + 2) << bits) + 1;
    }

    /** {@return how many buckets an {@code lhist} can have} */
    private static long count(MapValue.LinearHistogram histogram) {
        return (histogram.max() - histogram.min()) / histogram.step() + 2;
    }

    /** {@return the number of the bucket of a signed value in a {@code hist}} */
    Value logarithmic(Value value, int bits) {
        Value log2 = log2(value);
        Value low = binary(BinaryOperation.SUB, log2, integer(bits));
        Value group = binary(BinaryOperation.ADD, low, integer(1));
        Value number = binary(BinaryOperation.SHL, group, integer(bits));
        if (bits > 0) {
            Value next = binary(BinaryOperation.LSHR, value, low);
            number =
                    binary(
                            BinaryOperation.ADD,
                            number,
                            binary(BinaryOperation.AND, next, integer((1L << bits) - 1)));
        }
        Value exact = compare(Predicate.ULT, value, 1L << bits);
        Value positive = program.code.select(exact, value, number);
        return program.code.select(
                compare(Predicate.SLT, value, 0),
                integer(0),
                binary(BinaryOperation.ADD, positive, integer(1)));
    }

    /** {@return the number of the highest bit that is set, found by halving} */
    private Value log2(Value value) {
        Value rest = value;
        Value log2 = integer(0);
        for (int i = 5; i >= 0; i--) {
            Value above =
                    program.code.zeroExtend(compare(Predicate.UGE, rest, 1L << (1 << i)), Type.I64);
            Value shift = binary(BinaryOperation.SHL, above, integer(i));
            if (i > 0) {
                rest = binary(BinaryOperation.LSHR, rest, shift);
            }
            log2 = binary(BinaryOperation.ADD, log2, shift);
        }
        return log2;
    }

    /** {@return the number of the bucket of a signed value in an {@code lhist}} */
    Value linear(Value value, MapValue.LinearHistogram histogram) {
        Value steps =
                binary(
                        BinaryOperation.UDIV,
                        binary(BinaryOperation.SUB, value, integer(histogram.min())),
                        integer(histogram.step()));
        Value inside = binary(BinaryOperation.ADD, steps, integer(1));
        Value bounded =
                program.code.select(
                        compare(Predicate.SGE, value, histogram.max()),
                        integer(count(histogram) - 1),
                        inside);
        return program.code.select(
                compare(Predicate.SLT, value, histogram.min()), integer(0), bounded);
    }

    /** Puts the number of a bucket behind the user's key, at whatever offset that ends. */
    static void write(Program program, Place key, MapSchema schema, Value number) {
        Place bucket = key.plus(schema.bucketOffset());
        int size = Integer.lowestOneBit(bucket.offset() | 8);
        for (int at = 0; at < 8; at += size) {
            Value part =
                    at == 0
                            ? number
                            : program.code.binary(
                                    BinaryOperation.LSHR, number, program.integer(at * 8L));
            program.store(bucket.plus(at), size, part);
        }
    }

    private Value compare(Predicate predicate, Value value, long with) {
        return program.code.compare(predicate, value, integer(with));
    }

    private Value binary(BinaryOperation operation, Value left, Value right) {
        return program.code.binary(operation, left, right);
    }

    private Value integer(long value) {
        return program.integer(value);
    }
}
