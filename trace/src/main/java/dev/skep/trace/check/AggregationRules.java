package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

/** The functions that fill a map: {@code count()}, {@code hist(n)} and their like. */
final class AggregationRules {
    private static final int MOST_BUCKETS = 1000;
    private static final int MOST_BITS = 5;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    AggregationRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, Expression.Call call) {
        MapValue kind =
                switch (function) {
                    case COUNT -> new MapValue.Count();
                    case SUM -> {
                        Boolean signed = sign(function, call);
                        yield signed == null ? null : new MapValue.Sum(signed);
                    }
                    case MIN -> {
                        Boolean signed = sign(function, call);
                        yield signed == null ? null : new MapValue.Min(signed);
                    }
                    case MAX -> {
                        Boolean signed = sign(function, call);
                        yield signed == null ? null : new MapValue.Max(signed);
                    }
                    case AVG -> {
                        Boolean signed = sign(function, call);
                        yield signed == null ? null : new MapValue.Avg(signed);
                    }
                    case STATS -> {
                        Boolean signed = sign(function, call);
                        yield signed == null ? null : new MapValue.Stats(signed);
                    }
                    case HIST -> histogram(call);
                    case LHIST -> linear(call);
                    default -> throw new IllegalArgumentException("fills no map: " + function);
                };
        if (kind == null) {
            return null;
        }
        var type = new Aggregate(kind);
        analysis.type(call, type);
        return new Shape.Fixed(type);
    }

    /**
     * {@return whether what is added may be negative, or null if it is not known yet or no number}
     */
    private @Nullable Boolean sign(Function function, Expression.Call call) {
        Shape.Integral number = number(function, call);
        return number == null ? null : number.sign() != Shape.Sign.UNSIGNED;
    }

    private Shape.@Nullable Integral number(Function function, Expression.Call call) {
        Shape shape = typing.value(call.arguments().getFirst());
        if (shape == null) {
            return null;
        }
        Shape.Integral number = shape.number();
        if (number != null) {
            return number;
        }
        if (shape.type() instanceof ScriptType.Bool) {
            return Shape.Integral.ZERO;
        }
        problems.error(
                call.span(),
                function.text()
                        + "() only supports int arguments ("
                        + TypeTexts.kind(shape.type())
                        + " provided)");
        return null;
    }

    private @Nullable MapValue histogram(Expression.Call call) {
        Shape.Integral number = number(Function.HIST, call);
        long bits = 0;
        if (call.arguments().size() > 1) {
            Long literal = literal(Function.HIST, call, call.arguments().get(1));
            if (literal == null) {
                return null;
            }
            bits = literal;
        }
        if (bits < 0 || bits > MOST_BITS) {
            problems.error(call.span(), "hist: bits " + bits + " must be 0.." + MOST_BITS);
            return null;
        }
        return number == null ? null : new MapValue.Histogram((int) bits);
    }

    private @Nullable MapValue linear(Expression.Call call) {
        Shape.Integral number = number(Function.LHIST, call);
        Long min = bound(call, 1, "min");
        Long max = bound(call, 2, "max");
        Long step = bound(call, 3, "step");
        if (min == null || max == null || step == null) {
            return null;
        }
        Span place = call.span();
        if (step < 1) {
            problems.error(place, "lhist() step must be >= 1 (" + step + " provided)");
            return null;
        }
        if (min >= max) {
            problems.error(
                    place,
                    "lhist() min must be less than max (provided min "
                            + min
                            + " and max "
                            + max
                            + ")");
            return null;
        }
        long buckets = (max - min) / step;
        if (buckets > MOST_BUCKETS) {
            problems.error(
                    place,
                    "lhist() too many buckets, must be <= "
                            + MOST_BUCKETS
                            + " (would need "
                            + buckets
                            + ")");
            return null;
        }
        if (max - min < step) {
            problems.error(place, "lhist() step must be at most max - min (" + step + " provided)");
            return null;
        }
        return number == null ? null : new MapValue.LinearHistogram(min, max, step);
    }

    private @Nullable Long bound(Expression.Call call, int index, String name) {
        Long bound = literal(Function.LHIST, call, call.arguments().get(index));
        if (bound != null && bound < 0) {
            problems.error(
                    call.span(),
                    "lhist: invalid " + name + " value (must be non-negative literal)");
            return null;
        }
        return bound;
    }

    /** {@return the value of an argument that must be known, or null if it is not} */
    private @Nullable Long literal(Function function, Expression.Call call, Expression argument) {
        Shape shape = typing.value(argument);
        if (analysis.constant(argument) instanceof Constant.Int(long value, boolean unsigned)
                && !unsigned) {
            return value;
        }
        if (shape != null) {
            problems.error(
                    call.span(),
                    function.text()
                            + "() expects a int literal ("
                            + TypeTexts.kind(shape.type())
                            + " provided)");
        }
        return null;
    }
}
