package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.MapDeclaration;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what every name means, folds constants on the way up, and cuts the script into the
 * units that types are inferred by.
 */
final class NameResolver {
    /** The variables of a block. */
    private static final class Scope {
        final @Nullable Scope outer;
        final Span span;
        final Map<String, LocalVariable> variables = new HashMap<>();

        Scope(@Nullable Scope outer, Span span) {
            this.outer = outer;
            this.span = span;
        }
    }

    private final Analysis analysis;
    private final Problems problems;
    private final ConstantFolder folder;
    private final ParameterReader parameters;
    private final ConstantCalls constantCalls;
    private final Map<String, MapDeclaration> declarations = new HashMap<>();

    /** Whether the statement at hand may be come to, as far as constants tell. */
    private boolean reached = true;

    private ProbeContext probe;
    private Scope scope;

    private NameResolver(Analysis analysis, Probe first) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.folder = new ConstantFolder(analysis);
        this.parameters = new ParameterReader(analysis);
        this.constantCalls = new ConstantCalls(analysis);
        this.probe = new ProbeContext(first);
        this.scope = new Scope(null, first.span());
    }

    /** Resolves all names of a script. */
    static void resolve(Analysis analysis) {
        if (analysis.script().probes().isEmpty()) {
            return;
        }
        var resolver = new NameResolver(analysis, analysis.script().probes().getFirst());
        for (MapDeclaration declaration : analysis.script().mapDeclarations()) {
            resolver.declare(declaration);
        }
        for (Probe probe : analysis.script().probes()) {
            resolver.resolve(probe);
        }
    }

    private void declare(MapDeclaration declaration) {
        if (!declaration.kind().equals("hash")) {
            problems.error(
                    declaration.kindSpan(),
                    "a map of kind " + declaration.kind() + " is not supported yet");
        }
        if (declaration.maxEntries() < 1 || declaration.maxEntries() > Integer.MAX_VALUE) {
            problems.error(declaration.span(), "a map must have room for 1 to 2147483647 entries");
        }
        if (declarations.put(declaration.name(), declaration) != null) {
            problems.error(declaration.span(), declaration.name() + " is declared twice");
        }
    }

    private void resolve(Probe syntax) {
        probe = new ProbeContext(syntax);
        scope = new Scope(null, syntax.span());
        analysis.probes().add(probe);
        Expression predicate = syntax.predicate();
        if (predicate != null) {
            expression(predicate);
            analysis.units().add(new Unit(probe, predicate));
        }
        block(syntax.body());
    }

    private void block(Statement.Block block) {
        Scope outer = scope;
        scope = new Scope(outer, block.span());
        for (Statement statement : block.statements()) {
            statement(statement);
        }
        scope = outer;
    }

    private void statement(Statement statement) {
        String unsupported = Unsupported.name(statement);
        if (unsupported != null) {
            problems.error(statement.span(), unsupported + " is not supported yet");
            return;
        }
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
            case Statement.If conditional -> {
                expression(conditional.condition());
                unit(conditional);
                Boolean known = ConstantCalls.truth(analysis.constant(conditional.condition()));
                boolean before = reached;
                reached = before && !Boolean.FALSE.equals(known);
                block(conditional.then());
                reached = before && !Boolean.TRUE.equals(known);
                Statement otherwise = conditional.otherwise();
                if (otherwise != null) {
                    statement(otherwise);
                }
                reached = before;
            }
            case Statement.Return _ -> {
                // Nothing is named.
            }
            case Statement.While _,
                    Statement.Unroll _,
                    Statement.ForEach _,
                    Statement.ForRange _,
                    Statement.Break _,
                    Statement.Continue _ ->
                    throw new IllegalStateException("refused before");
        }
    }

    private void unit(Statement statement) {
        analysis.units().add(new Unit(probe, statement));
    }

    private void assign(Statement.Assign assign) {
        expression(assign.value());
        if (assign.target() instanceof Expression.Variable variable
                && assign.operator() == null
                && find(variable.name()) == null) {
            analysis.variable(variable, declare(variable, false));
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
        LocalVariable known = find(let.variable().name());
        if (known != null) {
            problems.error(
                    let.span(),
                    "Variable " + known.name() + " was already declared.",
                    "the first declaration is at " + analysis.place(known.declared()));
            return;
        }
        boolean zero = value == null && let.type() == null;
        analysis.variable(let.variable(), declare(let.variable(), zero));
        unit(let);
    }

    private LocalVariable declare(Expression.Variable variable, boolean zero) {
        var local =
                new LocalVariable(
                        probe.variables().size(),
                        variable.name(),
                        scope.span,
                        variable.span(),
                        zero,
                        new Slot());
        probe.variables().add(local);
        scope.variables.put(variable.name(), local);
        return local;
    }

    private @Nullable LocalVariable find(String name) {
        for (Scope at = scope; at != null; at = at.outer) {
            LocalVariable variable = at.variables.get(name);
            if (variable != null) {
                return variable;
            }
        }
        return null;
    }

    /** Resolves the names below an expression, then folds it. */
    private void expression(Expression expression) {
        String unsupported = Unsupported.name(expression);
        if (unsupported != null) {
            problems.error(expression.span(), unsupported + " is not supported yet");
            return;
        }
        operands(expression);
        Constant constant = folder.fold(expression);
        if (constant != null) {
            analysis.constant(expression, constant);
        }
    }

    private void operands(Expression expression) {
        switch (expression) {
            case Expression.Name(Span span, String name) -> builtin(expression, span, name);
            case Expression.Call call -> call(call);
            case Expression.Variable variable -> variable(variable);
            case Expression.MapAccess access -> map(access);
            case Expression.Parameter parameter -> parameters.asNumber(parameter);
            case Expression.Unary unary -> expression(unary.operand());
            case Expression.Increment increment -> expression(increment.target());
            case Expression.Binary binary -> {
                expression(binary.left());
                expression(binary.right());
            }
            case Expression.Conditional conditional -> {
                expression(conditional.condition());
                if (conditional.then() != null) {
                    expression(conditional.then());
                }
                expression(conditional.otherwise());
            }
            case Expression.Cast(Span _, var _, Expression operand) -> expression(operand);
            case Expression.FieldAccess access -> expression(access.target());
            case Expression.ElementAccess access -> expression(access.target());
            case Expression.Tuple(Span _, var elements) -> {
                for (Expression element : elements) {
                    expression(element);
                }
            }
            case Expression.Comptime(Span span, Expression operand) -> {
                expression(operand);
                if (analysis.constant(operand) == null) {
                    problems.error(span, "a comptime expression must be known at compile time");
                }
            }
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.ParameterCount _ -> {
                // No names.
            }
            case Expression.TypeOperand _,
                    Expression.Index _,
                    Expression.RecordLiteral _,
                    Expression.BlockExpression _ ->
                    throw new IllegalStateException("refused before");
        }
    }

    private void builtin(Expression expression, Span span, String name) {
        Function function = Vocabulary.isBuiltin(name) ? Function.named(name) : null;
        if (function != null) {
            resolved(expression, function);
        } else if (Vocabulary.isBuiltin(name)) {
            problems.error(span, "The " + name + " builtin is not supported yet");
        } else if (isStackArgument(name)) {
            problems.error(
                    span,
                    "sarg* is deleted. This was deprecated in v0.21 and was last available in v0.24.",
                    "Use *(reg(\"sp\") + <stack_offset>) instead.");
        } else if (Vocabulary.isFunction(name)) {
            problems.error(
                    span, "Unknown identifier: '" + name + "'", "did you mean " + name + "()?");
        } else if (!isMacro(name)) {
            String nearest = NearestName.of(name, Vocabulary.builtins());
            String message = "Unknown identifier: '" + name + "'";
            if (nearest == null) {
                problems.error(span, message);
            } else {
                problems.error(span, message, "did you mean " + nearest + "?");
            }
        }
    }

    private static boolean isStackArgument(String name) {
        return name.length() == 5 && name.startsWith("sarg") && Character.isDigit(name.charAt(4));
    }

    private void resolved(Expression expression, Function function) {
        analysis.function(expression, function);
        if (function == Function.ARGS || function.argumentIndex() >= 0) {
            probe.useArguments();
        }
    }

    private void call(Expression.Call call) {
        Function function = Function.named(call.name());
        if (function == null) {
            unknown(call);
            if (Vocabulary.isFunction(call.name())) {
                return;
            }
        } else {
            resolved(call, function);
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            boolean wholeMap =
                    i == 0
                            && function != null
                            && function.takesWholeMap()
                            && argument instanceof Expression.MapAccess access
                            && access.key() == null;
            boolean mode = argument instanceof Expression.Name && takesMode(function);
            if (function == Function.STR && i == 0 && parameters.asText(argument)) {
                continue;
            }
            if (!wholeMap && !mode) {
                declareFound(function, i, argument);
                expression(argument);
            }
        }
        if (function != null) {
            constantCalls.decide(function, call, reached);
        }
    }

    /** {@code find} gives a value to a variable, which may be its first. */
    private void declareFound(@Nullable Function function, int index, Expression argument) {
        if (function == Function.FIND
                && index == 2
                && argument instanceof Expression.Variable variable
                && find(variable.name()) == null) {
            analysis.variable(variable, declare(variable, false));
        }
    }

    /** {@return whether a bare name is no builtin there, as in {@code nsecs(boot)}} */
    private static boolean takesMode(@Nullable Function function) {
        return function == Function.NSECS
                || function == Function.PID
                || function == Function.TID
                || function == Function.KSTACK
                || function == Function.USTACK;
    }

    /** {@return whether it names a macro, all of which are refused already} */
    private boolean isMacro(String name) {
        for (Macro macro : analysis.script().macros()) {
            if (macro.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void unknown(Expression.Call call) {
        if (isMacro(call.name())) {
            return;
        }
        if (Vocabulary.isFunction(call.name())) {
            problems.error(call.span(), call.name() + "() is not supported yet");
            return;
        }
        String message = "Unknown function: '" + call.name() + "'";
        String nearest = NearestName.of(call.name(), Vocabulary.functions());
        if (nearest == null) {
            nearest = NearestName.of(call.name(), Vocabulary.builtins());
        }
        if (nearest == null) {
            problems.error(call.span(), message);
        } else {
            problems.error(call.span(), message, "did you mean " + nearest + "()?");
        }
    }

    private void variable(Expression.Variable expression) {
        LocalVariable variable = find(expression.name());
        if (variable == null) {
            undefined(expression);
        } else {
            analysis.variable(expression, variable);
        }
    }

    private void undefined(Expression.Variable expression) {
        List<String> visible = new ArrayList<>();
        for (Scope at = scope; at != null; at = at.outer) {
            visible.addAll(at.variables.keySet());
        }
        String message = "Undefined or undeclared variable: " + expression.name();
        String nearest = NearestName.of(expression.name(), visible);
        if (nearest == null) {
            problems.error(expression.span(), message);
        } else {
            problems.error(expression.span(), message, "did you mean " + nearest + "?");
        }
    }

    private void map(Expression.MapAccess access) {
        Expression key = access.key();
        if (key != null) {
            expression(key);
        }
        GlobalMap map = analysis.maps().get(access.name());
        if (map == null) {
            MapDeclaration declaration = declarations.get(access.name());
            map =
                    new GlobalMap(
                            access.name(),
                            key != null,
                            access.span(),
                            declaration,
                            new Slot(),
                            new Slot());
            analysis.maps().put(access.name(), map);
        } else if (map.keyed() && key == null) {
            problems.error(
                    access.span(),
                    access.name()
                            + " used as a map without an explicit key (scalar map), previously"
                            + " used with an explicit key (non-scalar map)",
                    "the first use is at " + analysis.place(map.firstUse()));
        } else if (!map.keyed() && key != null) {
            problems.error(
                    access.span(),
                    access.name()
                            + " used as a map with an explicit key (non-scalar map), previously"
                            + " used without an explicit key (scalar map)",
                    "the first use is at " + analysis.place(map.firstUse()));
        }
    }
}
