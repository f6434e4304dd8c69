package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.MapValue.TimeSeries.Fold;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

/** The functions that fill a map: {@code count()}, {@code hist(n)} and their like. */
final class AggregationRules {
    private static final int MOST_BUCKETS = 1000;
    private static final int MOST_BITS = 5;
    private static final int MOST_INTERVALS = 1_000_000;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;
    private final UnstableFeatures unstable;

    AggregationRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
        this.unstable = new UnstableFeatures(analysis.problems());
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
                    case TSERIES -> series(call);
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
        // Upstream words it in two ways.
        boolean whole =
                switch (function) {
                    case AVG, MAX, MIN, STATS, SUM -> true;
                    default -> false;
                };
        problems.error(
                call.span(),
                function.text()
                        + "() only supports "
                        + (whole ? "integer arguments (" : "int arguments (")
                        + (whole ? shape.type().text() : TypeTexts.kind(shape.type()))
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
            problems.error(
                    place,
                    "lhist() step is too large for the given range (provided step "
                            + step
                            + " for range "
                            + (max - min)
                            + ")");
            return null;
        }
        return number == null ? null : new MapValue.LinearHistogram(min, max, step);
    }

    /** {@code tseries(n, interval, intervals[, fold])}. */
    private @Nullable MapValue series(Expression.Call call) {
        if (!typing.inferring()) {
            unstable.use(call.span(), "tseries", analysis.config().unstable().timeSeries());
        }
        Shape.Integral number = number(Function.TSERIES, call);
        Long interval = positive(call, 1, "interval_ns");
        Long intervals = positive(call, 2, "num_intervals");
        Fold fold = fold(call);
        if (interval == null || intervals == null || fold == null || number == null) {
            return null;
        }
        if (interval < 1) {
            problems.error(
                    call.span(), "tseries() interval_ns must be >= 1 (" + interval + " provided)");
            return null;
        }
        if (intervals < 1 || intervals >= MOST_INTERVALS) {
            String bound = intervals < 1 ? ">= 1" : "< " + MOST_INTERVALS;
            problems.error(
                    call.span(),
                    "tseries() num_intervals must be " + bound + " (" + intervals + " provided)");
            return null;
        }
        boolean signed = number.sign() != Shape.Sign.UNSIGNED;
        return new MapValue.TimeSeries(interval, intervals.intValue(), fold, signed);
    }

    private @Nullable Long positive(Expression.Call call, int index, String name) {
        Expression argument = call.arguments().get(index);
        typing.value(argument);
        if (analysis.constant(argument) instanceof Constant.Int(long value, boolean unsigned)
                && !unsigned
                && value >= 0) {
            return value;
        }
        problems.error(
                call.span(), "tseries: invalid " + name + " value (must be non-negative literal)");
        return null;
    }

    private @Nullable Fold fold(Expression.Call call) {
        if (call.arguments().size() < 4) {
            return Fold.LAST;
        }
        Expression argument = call.arguments().get(3);
        typing.shape(argument);
        if (!(analysis.constant(argument) instanceof Constant.Text text)) {
            problems.error(argument.span(), "tseries() expects a string literal");
            return null;
        }
        Fold fold = text.text().isEmpty() ? null : Fold.named(text.text());
        if (fold == null) {
            problems.error(
                    call.span(),
                    "tseries() expects one of the following aggregation functions: avg, max, min,"
                            + " sum (\""
                            + text.text()
                            + "\" provided)");
        }
        return fold;
    }

    private @Nullable Long bound(Expression.Call call, int index, String name) {
        Expression argument = call.arguments().get(index);
        typing.value(argument);
        if (analysis.constant(argument) instanceof Constant.Int(long value, boolean unsigned)
                && !unsigned) {
            if (value >= 0) {
                return value;
            }
            problems.error(
                    call.span(),
                    "lhist: invalid " + name + " value (must be non-negative literal)");
            return null;
        }
        problems.error(call.span(), "lhist: invalid " + name + " value");
        return null;
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
