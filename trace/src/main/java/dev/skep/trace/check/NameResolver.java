package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.TypeName;
import dev.skep.trace.syntax.UnaryOperator;
import dev.skep.trace.syntax.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Finds out what every name means, folds constants on the way up, and cuts the script into the
 * units that types are inferred by.
 */
final class NameResolver {
    private final Analysis analysis;
    private final Problems problems;
    private final ConstantFolder folder;
    private final ParameterReader parameters;
    private final ConstantCalls constantCalls;
    private final Identifiers identifiers;
    private final MapNames maps;

    private ProbeContext probe;
    private Scopes scopes;
    private int loops;

    /** Whether the statement at hand is in a {@code while}, of which something was said. */
    private boolean inWhile;

    private NameResolver(Analysis analysis, Probe first) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.folder = new ConstantFolder(analysis);
        this.parameters = new ParameterReader(analysis);
        this.constantCalls = new ConstantCalls(analysis);
        this.identifiers = new Identifiers(analysis);
        this.maps = new MapNames(analysis);
        this.probe = new ProbeContext(first);
        this.scopes = new Scopes(analysis, probe);
    }

    /** Resolves all names of a script. */
    static void resolve(Analysis analysis) {
        if (analysis.script().probes().isEmpty()) {
            return;
        }
        var resolver = new NameResolver(analysis, analysis.script().probes().getFirst());
        for (Probe probe : analysis.script().probes()) {
            resolver.resolve(probe);
        }
    }

    private void resolve(Probe syntax) {
        probe = new ProbeContext(syntax);
        scopes = new Scopes(analysis, probe);
        loops = 0;
        analysis.probes().add(probe);
        Expression predicate = syntax.predicate();
        if (predicate != null) {
            expression(predicate);
            analysis.units().add(new Unit(probe, predicate, problems.macroUses()));
        }
        block(syntax.body());
    }

    private void block(Statement.Block block) {
        scopes.enter(block);
        for (Statement statement : block.statements()) {
            statement(statement);
        }
        scopes.leave();
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Block block -> block(block);
            case Statement.Evaluate(Span _, Expression expression) -> {
                expression(expression);
                unit(statement);
            }
            case Statement.Discard(Span _, Expression value) -> {
                expression(value);
                unit(statement);
            }
            case Statement.Assign assign -> assign(assign);
            case Statement.Let let -> let(let);
            case Statement.If conditional -> branch(conditional);
            case Statement.Return(Span _, Expression value) -> {
                if (value != null) {
                    expression(value);
                }
                unit(statement);
            }
            case Statement.While loop -> {
                if (!inWhile) {
                    problems.warning(
                            loop.span(),
                            "While loops are deprecated and may be removed in the future.",
                            "For loops support ranges (e.g. `for ($x : $start..$end) { ... }`), and"
                                    + " can be used in place of while. These are more easily proven"
                                    + " to be bounded by the verifier.");
                }
                boolean around = inWhile;
                inWhile = true;
                expression(loop.condition());
                unit(loop);
                body(loop.body());
                inWhile = around;
            }
            case Statement.Unroll loop -> {
                expression(loop.count());
                unit(loop);
                body(loop.body());
            }
            case Statement.ForRange loop -> {
                expression(loop.from());
                expression(loop.to());
                loop(loop, loop.variable(), loop.body());
            }
            case Statement.ForEach loop -> loop(loop, loop.variable(), loop.body());
            case Statement.Break(Span span) -> inLoop(span, "break");
            case Statement.Continue(Span span) -> inLoop(span, "continue");
        }
    }

    /** Of {@code if comptime} only what is done is looked at. */
    private void branch(Statement.If conditional) {
        condition(conditional.condition());
        unit(conditional);
        if (isOpen(conditional.condition())) {
            return;
        }
        Boolean known = taken(conditional.condition());
        Statement otherwise = conditional.otherwise();
        if (known == null || known) {
            block(conditional.then());
        }
        if (otherwise != null && (known == null || !known)) {
            statement(otherwise);
        }
    }

    /** Resolves a condition, which may depend on types and be decided by now. */
    private void condition(Expression condition) {
        expression(condition);
        Constant decided = analysis.decided(condition);
        if (decided != null) {
            analysis.constant(condition, decided);
        }
        if (isOpen(condition)) {
            analysis.open(new Unit(probe, condition, problems.macroUses()));
        }
    }

    private boolean isOpen(Expression condition) {
        return ComptimeBranch.isOpen(condition, analysis.constant(condition));
    }

    private @Nullable Boolean taken(Expression condition) {
        return ComptimeBranch.taken(condition, analysis.constant(condition));
    }

    private void body(Statement.Block body) {
        loops++;
        block(body);
        loops--;
    }

    /** A loop with a variable of its own. */
    private void loop(Statement loop, Expression.Variable variable, Statement.Block body) {
        LocalVariable known = scopes.find(variable.name());
        if (known != null) {
            problems.error(
                    variable.span(),
                    "Loop declaration shadows existing variable: " + known.name(),
                    "the first declaration is at " + analysis.place(known.declared()));
        }
        scopes.enter(loop);
        analysis.variable(variable, scopes.declare(variable, false));
        unit(loop);
        body(body);
        scopes.leave();
    }

    private void inLoop(Span span, String word) {
        if (loops == 0) {
            problems.error(
                    analysis.script().source().withSemicolon(span),
                    "'" + word + "' statement is not allowed in a probe");
        }
    }

    private void unit(Statement statement) {
        analysis.units().add(new Unit(probe, statement, problems.macroUses()));
    }

    private void assign(Statement.Assign assign) {
        expression(assign.value());
        if (assign.target() instanceof Expression.Variable variable
                && assign.operator() == null
                && scopes.find(variable.name()) == null) {
            analysis.variable(variable, scopes.declare(variable, false));
        } else {
            expression(assign.target());
        }
        unit(assign);
    }

    private void let(Statement.Let let) {
        Expression value = let.value();
        if (value != null) {
            expression(value);
        }
        type(let.type());
        LocalVariable known = scopes.find(let.variable().name());
        if (known != null) {
            problems.error(
                    new Span(let.span().start(), let.variable().span().end()),
                    "Variable "
                            + known.name()
                            + " was already declared. Variable shadowing is not allowed.",
                    "the first declaration is at " + analysis.place(known.declared()));
            return;
        }
        boolean zero = value == null && let.type() == null;
        analysis.variable(let.variable(), scopes.declare(let.variable(), zero));
        if (value == null && !scopes.isOfMacro(let.variable())) {
            probe.unassigned().add(let);
        }
        unit(let);
    }

    /** Resolves the names below an expression, then folds it. */
    private void expression(Expression expression) {
        operands(expression);
        Constant constant = folder.fold(expression);
        if (constant != null) {
            analysis.constant(expression, constant);
        }
    }

    private void operands(Expression expression) {
        switch (expression) {
            case Expression.Name(Span span, String name) ->
                    identifiers.word(expression, span, name, probe);
            case Expression.Call call -> call(call);
            case Expression.Variable variable -> variable(variable);
            case Expression.MapAccess access -> map(access);
            case Expression.Parameter parameter -> parameters.asLiteral(parameter);
            case Expression.Unary unary -> {
                boolean wholeMap =
                        unary.operator() == UnaryOperator.ADDRESS_OF
                                && unary.operand() instanceof Expression.MapAccess;
                if (!wholeMap) {
                    expression(unary.operand());
                }
            }
            case Expression.Increment increment -> expression(increment.target());
            case Expression.Binary binary -> {
                expression(binary.left());
                expression(binary.right());
            }
            case Expression.Conditional conditional -> conditional(conditional);
            case Expression.Cast(Span _, TypeName type, Expression operand) -> {
                type(type);
                expression(operand);
            }
            case Expression.FieldAccess access -> expression(access.target());
            case Expression.ElementAccess access -> expression(access.target());
            case Expression.Index access -> {
                expression(access.target());
                expression(access.index());
            }
            case Expression.RecordLiteral literal -> {
                for (Expression value : literal.values()) {
                    expression(value);
                }
            }
            case Expression.Tuple(Span _, var elements) -> {
                for (Expression element : elements) {
                    expression(element);
                }
            }
            case Expression.Comptime(Span _, Expression operand) -> expression(operand);
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.ParameterCount _ -> {
                // No names.
            }
            case Expression.TypeOperand(Span _, TypeName type) -> type(type);
            case Expression.BlockExpression block -> blockExpression(block);
        }
    }

    private void conditional(Expression.Conditional conditional) {
        condition(conditional.condition());
        if (isOpen(conditional.condition())) {
            return;
        }
        Boolean known = taken(conditional.condition());
        if (conditional.then() != null && (known == null || known)) {
            expression(conditional.then());
        }
        if (known == null || !known) {
            expression(conditional.otherwise());
        }
    }

    private void blockExpression(Expression.BlockExpression block) {
        List<MacroUse> around = problems.enter(analysis.macroUse(block));
        scopes.enter(block);
        for (Statement statement : block.statements()) {
            statement(statement);
        }
        Expression value = block.value();
        if (value != null) {
            expression(value);
        }
        scopes.leave();
        problems.macroUses(around);
    }

    /** Resolves the names in what {@code typeof} asks the type of. */
    private void type(@Nullable TypeName type) {
        if (type != null && type.of() != null) {
            expression(type.of());
        }
    }

    private void call(Expression.Call call) {
        Function function = identifiers.function(call, probe);
        if (function == null && Vocabulary.isFunction(call.name())) {
            return;
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            boolean wholeMap =
                    i == 0
                            && function != null
                            && function.takesWholeMap()
                            && argument instanceof Expression.MapAccess access
                            && access.key() == null;
            boolean mode =
                    i == 0
                            && argument instanceof Expression.Name
                            && Identifiers.takesMode(function);
            if (function == Function.STR && i == 0 && parameters.asText(argument)) {
                continue;
            }
            boolean path = function == Function.OFFSETOF && i == 1;
            if (!wholeMap && !mode && !path) {
                declareFound(function, i, argument);
                expression(argument);
            }
        }
        if (function != null) {
            constantCalls.decide(function, call, probe);
        }
    }

    /** {@code find} gives a value to a variable, which may be its first. */
    private void declareFound(@Nullable Function function, int index, Expression argument) {
        if (function == Function.FIND
                && index == 2
                && argument instanceof Expression.Variable variable
                && scopes.find(variable.name()) == null) {
            analysis.variable(variable, scopes.declare(variable, false));
        }
    }

    private void variable(Expression.Variable expression) {
        LocalVariable variable = scopes.find(expression.name());
        if (variable == null) {
            scopes.undefined(expression);
        } else {
            analysis.variable(expression, variable);
        }
    }

    private void map(Expression.MapAccess access) {
        Expression key = access.key();
        if (key != null) {
            expression(key);
        }
        maps.use(access);
    }
}
