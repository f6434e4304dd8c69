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
     * {@return the number that an aggregate in a map is, read over all CPUs where its value is
     * used; null of anything else}
     */
    @Nullable Shape read(Expression expression, Shape shape) {
        Shape number = number(expression, shape);
        if (number != null && !typing.inferring()) {
            checkVersion(shape.type().text(), expression.span());
            analysis.type(expression, number.type());
        }
        return number;
    }

    /** {@return whether an expression is an aggregate that this kernel can read as a number} */
    boolean isReadable(Expression expression, Shape shape) {
        return isThere() && number(expression, shape) != null;
    }

    /** {@return the number that an aggregate in a map is; null of anything else} */
    static @Nullable Shape number(Expression expression, Shape shape) {
        return expression instanceof Expression.MapAccess
                        && shape.type() instanceof Aggregate aggregate
                ? number(aggregate)
                : null;
    }

    /**
     * {@return the number that what a loop finds under a key is, or null if it is more than one}
     */
    @Nullable Shape number(Aggregate aggregate, Span place) {
        Shape number = number(aggregate);
        if (number != null && !typing.inferring()) {
            checkVersion(aggregate.text(), place);
        }
        return number;
    }

    private static @Nullable Shape number(Aggregate aggregate) {
        return switch (aggregate.kind()) {
            case MapValue.Count _ -> number(true);
            case MapValue.Sum(boolean signed) -> number(signed);
            case MapValue.Min(boolean signed) -> number(signed);
            case MapValue.Max(boolean signed) -> number(signed);
            case MapValue.Avg(boolean signed) -> number(signed);
            case MapValue.Stats _, MapValue.Scalar _, MapValue.Bucketed _ -> null;
        };
    }

    private static Shape number(boolean signed) {
        return Shape.of(signed ? ScriptType.Int.INT64 : ScriptType.Int.UINT64);
    }

    private void checkVersion(String type, Span place) {
        if (!isThere()) {
            analysis.problems()
                    .error(
                            place,
                            "reading a value of type "
                                    + type
                                    + " needs Linux 5.19 (bpf_map_lookup_percpu_elem)");
        }
    }

    private boolean isThere() {
        return analysis.target().version().isAtLeast(5, 19);
    }
}
