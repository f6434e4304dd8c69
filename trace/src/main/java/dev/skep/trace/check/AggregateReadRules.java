package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

/** Which aggregates can be read as numbers while a program runs, and where. */
final class AggregateReadRules {
    private final Analysis analysis;
    private final Typing typing;

    AggregateReadRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.typing = typing;
    }

    /**
     * {@return the shape of an operand, or null if it is not known or wrong} Of an aggregate it is
     * that of the number that all CPUs have gathered so far.
     */
    @Nullable Shape operand(Expression expression) {
        if (!(expression instanceof Expression.MapAccess)) {
            return typing.value(expression);
        }
        Shape shape = typing.shape(expression);
        Shape number =
                shape != null && shape.type() instanceof Aggregate aggregate
                        ? number(aggregate, expression.span())
                        : null;
        if (number == null) {
            return typing.value(expression);
        }
        if (!typing.inferring()) {
            analysis.type(expression, number.type());
        }
        return number;
    }

    /** {@return the shape of the number that an aggregate is, or null if it is more than one} */
    @Nullable Shape number(Aggregate aggregate, Span place) {
        Boolean signed =
                switch (aggregate.kind()) {
                    case MapValue.Count _ -> Boolean.TRUE;
                    case MapValue.Sum(boolean s) -> s;
                    case MapValue.Min(boolean s) -> s;
                    case MapValue.Max(boolean s) -> s;
                    case MapValue.Avg(boolean s) -> s;
                    case MapValue.Stats _,
                            MapValue.Scalar _,
                            MapValue.Histogram _,
                            MapValue.LinearHistogram _ ->
                            null;
                };
        if (signed == null) {
            return null;
        }
        if (!typing.inferring() && !analysis.target().version().isAtLeast(5, 19)) {
            analysis.problems()
                    .error(
                            place,
                            "reading a value of type "
                                    + aggregate.text()
                                    + " needs Linux 5.19 (bpf_map_lookup_percpu_elem)");
        }
        return Shape.of(signed ? ScriptType.Int.INT64 : ScriptType.Int.UINT64);
    }
}
