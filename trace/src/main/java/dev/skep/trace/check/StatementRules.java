package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

/** What statements ask of their expressions, and what they put into variables and maps. */
final class StatementRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;
    private final LoopRules loops;

    StatementRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
        this.loops = new LoopRules(analysis, typing);
    }

    void apply(Unit unit) {
        switch (unit.node()) {
            case Expression predicate -> condition(predicate, predicate.span());
            case Statement.If conditional -> condition(conditional.condition(), conditional.span());
            case Statement.Evaluate(Span _, Expression expression) -> evaluate(expression);
            case Statement.Discard(Span _, Expression value) -> typing.value(value);
            case Statement.Assign assign -> assign(assign);
            case Statement.Let let -> let(let);
            case Statement.While loop -> condition(loop.condition(), loop.span());
            case Statement.Unroll loop -> loops.unroll(loop);
            case Statement.ForRange loop -> loops.range(loop);
            case Statement.ForEach loop -> loops.each(loop);
            case Statement.Return(Span place, Expression value) ->
                    loops.result(value, analysis.script().source().withSemicolon(place));
            default -> throw new IllegalStateException("not a unit: " + unit.node());
        }
    }

    /** Something that decides must be true or false, a number or a pointer. */
    private void condition(Expression condition, Span place) {
        Shape shape = typing.value(condition);
        if (analysis.constant(condition) instanceof Constant.Text) {
            return;
        }
        if (shape != null && !OperatorRules.isTruth(shape.type())) {
            problems.error(place, "Invalid condition: " + TypeTexts.kind(shape.type()));
        }
    }

    private void evaluate(Expression expression) {
        Shape shape = typing.shape(expression);
        if (shape != null && isWorthUsing(expression, shape.type())) {
            problems.warning(expression.span(), "Return value discarded.");
        }
    }

    /** {@return whether the expression was written for its value and not for what it does} */
    private static boolean isWorthUsing(Expression expression, ScriptType type) {
        if (type instanceof ScriptType.None || expression instanceof Expression.Increment) {
            return false;
        }
        if (expression instanceof Expression.BlockExpression block) {
            return block.value() != null && isWorthUsing(block.value(), type);
        }
        return true;
    }

    private void let(Statement.Let let) {
        LocalVariable variable = analysis.variable(let.variable());
        if (variable == null) {
            return;
        }
        if (let.type() != null) {
            ScriptType declared = typing.casts().named(let.type(), typing.casts().space());
            if (declared == null) {
                return;
            }
            if (declared.size() == 0 && !(declared instanceof ScriptType.Text)) {
                problems.error(
                        let.type().span(), "a variable can't be of type " + let.type().text());
                return;
            }
            typing.declare(variable.slot(), declared, let.type());
        }
        if (let.value() != null) {
            into(variable, let.value(), let.span());
        }
        typing.shape(let.variable());
    }

    private void assign(Statement.Assign assign) {
        switch (assign.target()) {
            case Expression.Variable target -> {
                LocalVariable variable = analysis.variable(target);
                if (variable != null) {
                    Shape value = isAggregate(assign) ? null : assigned(assign, variable.slot());
                    into(variable, value, assign.span());
                    convert(assign, value, variable.slot());
                }
                typing.shape(target);
            }
            case Expression.MapAccess target -> {
                GlobalMap map = typing.accesses().use(target);
                if (map == null) {
                    return;
                }
                if (assign.operator() == null && typing.functions().isAggregation(assign.value())) {
                    Shape value = typing.functions().aggregation((Expression.Call) assign.value());
                    into(map, value, assign.value().span());
                } else if (!isWholeAggregate(assign, map)) {
                    Shape value = assigned(assign, map.value());
                    into(map, value, assign.span());
                    convert(assign, value, map.value());
                }
                typing.accesses().noteType(target, map.value());
            }
            default -> throw new IllegalStateException("the parser lets nothing else through");
        }
    }

    /**
     * {@return the shape of what is assigned, which a compound assignment computes from what was
     * there}
     */
    private @Nullable Shape assigned(Statement.Assign assign, Slot slot) {
        if (assign.operator() == null) {
            Shape whole = typing.shape(assign.value());
            boolean arguments = whole != null && whole.type() instanceof ScriptType.Arguments;
            return arguments && assign.target() instanceof Expression.Variable
                    ? whole
                    : typing.value(assign.value());
        }
        Shape before = slot.read(typing.current());
        Shape operand = typing.value(assign.value());
        if (operand == null) {
            return null;
        }
        if (before == null) {
            before = Shape.Integral.ZERO;
        }
        if (before.type() instanceof Aggregate) {
            return Shape.of(ScriptType.Int.INT64);
        }
        Span target = assign.target().span();
        return typing.operators()
                .binary(
                        assign.operator(),
                        change(assign),
                        new OperatorRules.Operand(before, target, false),
                        typing.operators().operand(assign.value(), operand));
    }

    private void into(LocalVariable variable, Expression value, Span place) {
        into(variable, typing.value(value), place);
        Shape known = variable.slot().shape();
        if (known != null) {
            typing.conversions().check(value, known.type());
        }
    }

    /** {@return what follows the target of a compound assignment} */
    private Span change(Statement.Assign assign) {
        return analysis.script().source().after(assign.target().span(), assign.span().end());
    }

    private void convert(Statement.Assign assign, @Nullable Shape changed, Slot slot) {
        Shape known = slot.shape();
        if (known == null) {
            return;
        }
        if (assign.operator() == null) {
            typing.conversions().check(assign.value(), known.type());
        } else if (changed != null) {
            typing.conversions().check(changed.type(), known.type(), change(assign));
        }
    }

    private void into(LocalVariable variable, @Nullable Shape value, Span place) {
        if (value == null || isNothing(value, place, "variable")) {
            return;
        }
        if (!typing.flow(variable.slot(), value, place)) {
            mismatch(variable.name(), "variable", variable.slot(), value, place);
        }
    }

    private void into(GlobalMap map, @Nullable Shape value, Span place) {
        if (value == null || isNothing(value, place, "map")) {
            return;
        }
        if (!typing.flow(map.value(), value, place)) {
            mismatch(map.name(), "map", map.value(), value, place);
        }
    }

    private boolean isNothing(Shape value, Span place, String kind) {
        boolean nothing = value.type() instanceof ScriptType.None;
        if (nothing) {
            problems.error(place, "Value 'none' cannot be assigned to a " + kind + ".");
        }
        return nothing;
    }

    private void mismatch(String name, String kind, Slot slot, Shape value, Span place) {
        Shape known = slot.shape();
        Span origin = slot.origin();
        if (known == null || origin == null) {
            return;
        }
        String has = known.type().text();
        if (value.type() instanceof ScriptType.Stack && has.equals(value.type().text())) {
            problems.error(
                    place,
                    name + ": all stacks of a " + kind + " must have the same mode and limit",
                    "they are those of " + analysis.place(origin));
            return;
        }
        if (value.type() instanceof ScriptType.Aggregate(MapValue buckets)
                && has.equals(value.type().text())) {
            String different =
                    switch (buckets) {
                        case MapValue.Histogram _ -> "Different bits in a single hist unsupported";
                        case MapValue.LinearHistogram _ ->
                                "Different lhist bounds in a single map unsupported";
                        case MapValue _ -> "Different tseries bounds in a single map unsupported";
                    };
            problems.error(place, different, "the first are those of " + analysis.place(origin));
            return;
        }
        problems.error(
                place,
                "Type mismatch for "
                        + name
                        + ": trying to assign value of type '"
                        + value.type().text()
                        + "' when "
                        + kind
                        + " already has a type '"
                        + has
                        + "'",
                "it has the type '" + has + "' from " + analysis.place(origin));
    }

    /** What is more than one number can't be in a variable. */
    private boolean isAggregate(Statement.Assign assign) {
        if (!(assign.value() instanceof Expression.MapAccess source)) {
            return false;
        }
        Shape value = typing.shape(source);
        if (value == null
                || !(value.type() instanceof Aggregate aggregate)
                || AggregateReadRules.number(source, value) != null) {
            return false;
        }
        problems.error(
                assign.span(),
                "Value '" + aggregate.text() + "' cannot be assigned to a scratch variable.");
        return true;
    }

    /** Maps can't be copied while their values are spread over the CPUs. */
    private boolean isWholeAggregate(Statement.Assign assign, GlobalMap map) {
        if (!(assign.value() instanceof Expression.MapAccess source) || assign.operator() != null) {
            return false;
        }
        Shape value = typing.shape(source);
        if (value == null || !(value.type() instanceof Aggregate aggregate)) {
            return false;
        }
        problems.error(
                assign.span(),
                "Map value '"
                        + aggregate.text()
                        + "' cannot be assigned from one map to another. The function that returns"
                        + " this type must be called directly e.g. `"
                        + map.name()
                        + " = "
                        + TypeTexts.exampleCall(aggregate)
                        + ";`.");
        return true;
    }
}
