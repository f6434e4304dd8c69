package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.TypeName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies the rules to all units until no type changes any more, and once more to see what is
 * wrong. Each rule computes the shape of an expression from those of its parts, or null while they
 * are not known; what flows into a slot makes the units that read the slot run again. Shapes only
 * ever widen, so this ends.
 */
final class Typing {
    /** What a block expression without a value has. */
    private static final Shape NONE = Shape.of(new ScriptType.None());

    private final Analysis analysis;
    private final OperatorRules operators;
    private final AccessRules accesses;
    private final FunctionRules functions;
    private final StatementRules statements;
    private final AggregateReadRules aggregates;
    private final MemberRules members;
    private final CastRules casts;
    private final Conversions conversions;

    private final Deque<Unit> worklist = new ArrayDeque<>();
    private final Set<Unit> waiting = new HashSet<>();
    private boolean inferring;
    private @Nullable Unit current;

    private Typing(Analysis analysis) {
        this.analysis = analysis;
        this.operators = new OperatorRules(analysis, this);
        this.accesses = new AccessRules(analysis, this);
        this.functions = new FunctionRules(analysis, this);
        this.statements = new StatementRules(analysis, this);
        this.aggregates = new AggregateReadRules(analysis, this);
        this.members = new MemberRules(analysis, this);
        this.casts = new CastRules(analysis, this);
        this.conversions = new Conversions(analysis, this);
    }

    /**
     * Infers the types of a script, and notes what is wrong with them.
     *
     * @return false if the types say what an {@code if comptime} leaves out, so that it is not
     *     known yet what is wrong
     */
    static boolean run(Analysis analysis) {
        var typing = new Typing(analysis);
        typing.infer();
        if (typing.decide()) {
            return false;
        }
        typing.check();
        return true;
    }

    /**
     * {@return whether the condition of an {@code if comptime} is known now that was not before}
     */
    private boolean decide() {
        boolean any = false;
        for (Unit unit : analysis.open()) {
            if (unit.node() instanceof Expression condition) {
                inferring = true;
                analysis.problems().mute(true);
                apply(unit);
                Constant known = analysis.constant(condition);
                analysis.problems().mute(false);
                inferring = false;
                if (known != null) {
                    analysis.decide(condition, known);
                    any = true;
                }
            }
        }
        return any;
    }

    private void infer() {
        inferring = true;
        analysis.problems().mute(true);
        for (Unit unit : analysis.units()) {
            enqueue(unit);
        }
        drain();
        for (ProbeContext probe : analysis.probes()) {
            for (LocalVariable variable : probe.variables()) {
                if (variable.zero() && variable.slot().shape() == null) {
                    flow(variable.slot(), Shape.Integral.ZERO, variable.declared());
                }
            }
        }
        for (GlobalMap map : analysis.maps().values()) {
            if (map.value().isZero()) {
                flow(map.value(), Shape.Integral.ZERO, map.firstUse());
            }
        }
        drain();
        analysis.problems().mute(false);
        inferring = false;
    }

    private void drain() {
        for (Unit unit = worklist.poll(); unit != null; unit = worklist.poll()) {
            waiting.remove(unit);
            apply(unit);
        }
    }

    private void check() {
        for (Unit unit : analysis.units()) {
            apply(unit);
        }
        analysis.problems().macroUses(List.of());
    }

    private void enqueue(Unit unit) {
        if (waiting.add(unit)) {
            worklist.add(unit);
        }
    }

    private void apply(Unit unit) {
        current = unit;
        analysis.problems().macroUses(unit.macroUses());
        statements.apply(unit);
    }

    /** {@return the unit that rules are being applied to} */
    Unit current() {
        if (current == null) {
            throw new IllegalStateException("rules are applied to units only");
        }
        return current;
    }

    /**
     * {@return whether types are still being inferred, so that what a rule finds may not be so in
     * the end}
     */
    boolean inferring() {
        return inferring;
    }

    OperatorRules operators() {
        return operators;
    }

    AccessRules accesses() {
        return accesses;
    }

    AggregateReadRules aggregates() {
        return aggregates;
    }

    MemberRules members() {
        return members;
    }

    CastRules casts() {
        return casts;
    }

    Conversions conversions() {
        return conversions;
    }

    FunctionRules functions() {
        return functions;
    }

    /**
     * Lets a value flow into a slot.
     *
     * @return whether it goes with what flows into it elsewhere
     */
    boolean flow(Slot slot, Shape value, Span place) {
        if (!inferring) {
            return slot.accepts(value.kept());
        }
        if (slot.flow(value.kept(), place)) {
            for (Unit reader : slot.readers()) {
                enqueue(reader);
            }
        }
        return true;
    }

    /** Notes that the script says what a slot is. */
    void declare(Slot slot, ScriptType type, TypeName name) {
        if (name.of() == null) {
            slot.declare(type, name.span());
        } else if (slot.declare(Shape.of(type), name.span()) && inferring) {
            for (Unit reader : slot.readers()) {
                enqueue(reader);
            }
        }
    }

    /**
     * {@return the shape of an expression whose value is used, or null if it is not known or wrong}
     */
    @Nullable Shape value(Expression expression) {
        Shape shape = shape(expression);
        if (shape == null) {
            return null;
        }
        Shape number = aggregates.read(expression, shape);
        if (number != null) {
            return number;
        }
        String unusable =
                switch (shape.type()) {
                    case Aggregate aggregate -> "reading a value of type " + aggregate.text();
                    case ScriptType.Opaque opaque -> "reading a value of type " + opaque.text();
                    case ScriptType.Void _ -> "reading a value of type void";
                    case ScriptType.Arguments _ -> "using args without the name of a field";
                    case ScriptType.None _,
                            ScriptType.Int _,
                            ScriptType.Enumeration _,
                            ScriptType.Array _,
                            ScriptType.Composite _,
                            ScriptType.NamedTuple _,
                            ScriptType.Bool _,
                            ScriptType.Text _,
                            ScriptType.Pointer _,
                            ScriptType.Stack _,
                            ScriptType.Symbol _,
                            ScriptType.Buffer _,
                            ScriptType.Resolved _,
                            ScriptType.Tuple _ ->
                            null;
                };
        if (unusable != null) {
            analysis.problems().error(expression.span(), unusable + " is not supported yet");
            return null;
        }
        return shape;
    }

    /** {@return the shape of an expression, or null if it is not known or wrong} */
    @Nullable Shape shape(Expression expression) {
        Constant constant = analysis.constant(expression);
        Shape shape =
                constant == null
                                || expression instanceof Expression.Call
                                || expression instanceof Expression.FieldAccess
                        ? compute(expression)
                        : known(expression, constant);
        if (shape != null && !inferring) {
            analysis.type(expression, shape.type());
        }
        if (constant instanceof Constant.Text text
                && text.characters().length() >= analysis.config().maxStrlen()) {
            analysis.problems()
                    .error(
                            expression.span(),
                            "String is too long (over "
                                    + analysis.config().maxStrlen()
                                    + " bytes): "
                                    + text.text());
        }
        return shape;
    }

    private Shape known(Expression expression, Constant constant) {
        ScriptType.Enumeration enumeration = analysis.enumeration(expression);
        return enumeration == null ? Shape.of(constant) : Shape.of(enumeration);
    }

    private @Nullable Shape compute(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> functions.shape(name, List.of());
            case Expression.Call call -> functions.shape(call, call.arguments());
            case Expression.Variable variable -> accesses.variable(variable);
            case Expression.MapAccess map -> accesses.map(map);
            case Expression.FieldAccess field -> accesses.field(field);
            case Expression.ElementAccess element -> accesses.element(element);
            case Expression.Unary unary -> operators.unary(unary);
            case Expression.Binary binary -> operators.binary(binary);
            case Expression.Conditional conditional -> operators.conditional(conditional);
            case Expression.Increment increment -> operators.increment(increment);
            case Expression.Cast cast -> casts.cast(cast);
            case Expression.Index index -> members.index(index);
            case Expression.Tuple(Span _, List<Expression> elements) -> tuple(elements);
            case Expression.RecordLiteral literal -> record(literal);
            case Expression.BlockExpression block -> block(block);
            // What is not folded by now was wrong.
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Parameter _,
                    Expression.ParameterCount _ ->
                    null;
            case Expression.Comptime comptime -> comptime(comptime);
            case Expression.TypeOperand(Span place, TypeName _) -> {
                analysis.problems()
                        .error(
                                place,
                                "When used as a call argument, `typeof` builtin only valid for"
                                        + " macro calls that are expecting a type parameter");
                yield null;
            }
        };
    }

    /** What could not be computed when names were resolved may depend on types. */
    private @Nullable Shape comptime(Expression.Comptime comptime) {
        Shape shape = shape(comptime.operand());
        Constant known = fold(comptime.operand());
        if (known != null) {
            analysis.constant(comptime, known);
            return known(comptime, known);
        }
        if (shape != null) {
            analysis.problems().error(comptime.span(), "Unable to resolve comptime expression");
        }
        return shape;
    }

    /** {@return what is known of an expression now that its parts have types, or null} */
    private @Nullable Constant fold(Expression expression) {
        Constant known = analysis.constant(expression);
        if (known != null) {
            return known;
        }
        for (Node part : Parts.of(expression)) {
            if (part instanceof Expression operand) {
                fold(operand);
            }
        }
        Constant folded = new ConstantFolder(analysis).fold(expression);
        if (folded != null) {
            analysis.constant(expression, folded);
        }
        return folded;
    }

    private @Nullable Shape record(Expression.RecordLiteral literal) {
        List<String> names = literal.names();
        for (int i = 1; i < names.size(); i++) {
            if (names.subList(0, i).contains(names.get(i))) {
                analysis.problems().error(literal.span(), "Duplicate field name: " + names.get(i));
                return null;
            }
        }
        return tuple(literal.values()) instanceof Shape.Tuple(List<Shape> values)
                ? new Shape.NamedTuple(names, values)
                : null;
    }

    private @Nullable Shape block(Expression.BlockExpression block) {
        Expression value = block.value();
        if (value == null) {
            return NONE;
        }
        List<MacroUse> around = analysis.problems().enter(analysis.macroUse(block));
        Shape shape = shape(value);
        analysis.problems().macroUses(around);
        return shape;
    }

    private @Nullable Shape tuple(List<Expression> expressions) {
        List<Shape> elements = new ArrayList<>(expressions.size());
        boolean known = true;
        for (Expression expression : expressions) {
            Shape whole = shape(expression);
            if (whole != null
                    && whole.type() instanceof Aggregate aggregate
                    && AggregateReadRules.number(expression, whole) == null) {
                analysis.problems()
                        .error(
                                expression.span(),
                                "Map type " + aggregate.text() + " cannot exist inside a tuple.");
                known = false;
                continue;
            }
            Shape element = value(expression);
            if (element == null) {
                known = false;
            } else if (element.type() instanceof ScriptType.None) {
                analysis.problems().error(expression.span(), "none cannot exist inside a tuple.");
                known = false;
            } else {
                elements.add(element);
            }
        }
        return known ? new Shape.Tuple(elements) : null;
    }
}
