package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What loops ask of their bounds and maps, and what their variables hold. */
final class LoopRules {
    private static final int MAX_UNROLL = 100;

    /** BPF_MAX_LOOPS: more turns {@code bpf_loop} refuses. */
    private static final int MAX_TURNS = 1 << 23;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    LoopRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@code unroll (count) { … }}. */
    void unroll(Statement.Unroll loop) {
        typing.value(loop.count());
        if (!(analysis.constant(loop.count()) instanceof Constant.Int(long count, boolean _))) {
            problems.error(loop.span(), "invalid unroll value");
        } else if (count < 1) {
            problems.error(loop.span(), "unroll minimum value is 1");
        } else if (count > MAX_UNROLL) {
            problems.error(loop.span(), "unroll maximum value is " + MAX_UNROLL);
        }
    }

    /** {@code for $i : from..to { … }}. */
    void range(Statement.ForRange loop) {
        Span place = new Span(loop.span().start(), loop.to().span().end());
        Shape from = bound(loop.from(), "start", place);
        Shape to = bound(loop.to(), "end", place);
        LocalVariable variable = analysis.variable(loop.variable());
        Shape number = from == null || to == null ? null : from.join(to);
        if (number != null && variable != null) {
            typing.flow(variable.slot(), number, loop.variable().span());
        }
        typing.shape(loop.variable());
        if (!typing.inferring()) {
            checkTurns(loop);
        }
    }

    /** {@return the shape of a bound, or null if it is no integer, which is noted} */
    private @Nullable Shape bound(Expression bound, String which, Span place) {
        Shape shape = typing.value(bound);
        if (shape != null && !(shape.type() instanceof ScriptType.Int)) {
            problems.error(place, "Loop range requires an integer for the " + which + " value");
            return null;
        }
        return shape;
    }

    private void checkTurns(Statement.ForRange loop) {
        if (analysis.constant(loop.from()) instanceof Constant.Int(long from, boolean _)
                && analysis.constant(loop.to()) instanceof Constant.Int(long to, boolean _)
                && to > from
                && Long.compareUnsigned(to - from, MAX_TURNS) > 0) {
            problems.error(loop.span(), "a for loop can have at most " + MAX_TURNS + " turns");
        }
        if (!analysis.target().version().isAtLeast(5, 17)
                && (analysis.constant(loop.from()) == null
                        || analysis.constant(loop.to()) == null)) {
            problems.error(
                    loop.span(),
                    "a for loop from or to what is not known at compile time needs Linux 5.17"
                            + " (bpf_loop)",
                    "a constant bound with a condition to leave the loop works on any kernel");
        }
    }

    /** {@code for $entry : @map { … }}. */
    void each(Statement.ForEach loop) {
        GlobalMap map = analysis.maps().get(loop.map().name());
        if (map == null) {
            problems.error(loop.map().span(), "Undefined map: " + loop.map().name());
            return;
        }
        if (!map.keyed() && MapLength.isCounting(loop)) {
            problems.error(
                    loop.span(), "call to len() expects a map with explicit keys (non-scalar map)");
            return;
        }
        if (!map.keyed()) {
            problems.error(
                    loop.map().span(),
                    map.name()
                            + " has no explicit keys (scalar map), and cannot be used for"
                            + " iteration");
            return;
        }
        Shape key = map.key().read(typing.current());
        Shape value = map.value().read(typing.current());
        LocalVariable variable = analysis.variable(loop.variable());
        boolean counts = MapLength.isCounting(loop);
        Shape single = value == null ? null : counts ? Shape.Integral.ZERO : single(loop, value);
        if (key != null && single != null && variable != null) {
            Shape entry = new Shape.Tuple(List.of(key, single));
            typing.flow(variable.slot(), entry, loop.variable().span());
        }
        typing.shape(loop.variable());
        if (!typing.inferring()) {
            if (value == null) {
                problems.error(loop.map().span(), "Undefined map: " + map.name());
            }
            checkHelper(loop);
        }
    }

    /** {@return what an entry's value is in a loop, or null if it is more than one number} */
    private @Nullable Shape single(Statement.ForEach loop, Shape value) {
        if (!(value.type() instanceof Aggregate aggregate)) {
            return value;
        }
        Shape number = typing.aggregates().number(aggregate, loop.map().span());
        if (number == null) {
            problems.error(
                    loop.map().span(),
                    "Loop expression does not support type: " + aggregate.text());
        }
        return number;
    }

    private void checkHelper(Statement.ForEach loop) {
        if (!analysis.target().version().isAtLeast(5, 13)) {
            problems.error(
                    loop.span(), "a for loop over a map needs Linux 5.13 (bpf_for_each_map_elem)");
        }
    }

    /** {@code return value;}. */
    void result(@Nullable Expression value, Span place) {
        if (value == null) {
            return;
        }
        Shape shape = typing.value(value);
        if (shape != null && !(shape.type() instanceof ScriptType.Int)) {
            problems.error(
                    place,
                    "Probe return values can only be integers. Found " + shape.type().text());
        }
    }
}
