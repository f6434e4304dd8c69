package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.MapDeclaration;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.TypeName;
import dev.skep.trace.syntax.UnaryOperator;
import dev.skep.trace.syntax.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final Map<String, MapDeclaration> declarations = new HashMap<>();

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
        this.probe = new ProbeContext(first);
        this.scopes = new Scopes(analysis, probe);
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
        if (MapKind.of(declaration.kind()) == null) {
            problems.error(
                    declaration.span(),
                    "Invalid bpf map type: " + declaration.kind(),
                    "Valid map types: percpulruhash, percpuhash, lruhash, hash");
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
            case Expression.Name(Span span, String name) -> builtin(expression, span, name);
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

    private void builtin(Expression expression, Span span, String name) {
        if (analysis.namedTypes().isMacro(name)) {
            define(expression, span, name);
            return;
        }
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
        } else if (!isMacro(name) && !enumerator(expression, name)) {
            String nearest = NearestName.of(name, Vocabulary.builtins());
            String message = "Unknown identifier: '" + name + "'";
            if (nearest == null) {
                problems.error(span, message);
            } else {
                problems.error(span, message, "did you mean " + nearest + "?");
            }
        }
    }

    /** Notes what a macro of the script's C part stands for. */
    private void define(Expression expression, Span span, String name) {
        Constant value = analysis.namedTypes().macro(name);
        if (value == null) {
            problems.error(
                    span,
                    "the macro '" + name + "' stands for no constant, which is not supported yet");
        } else {
            analysis.constant(expression, value);
        }
    }

    /** Notes the constant of an enum if the name is one's, and returns whether it is. */
    private boolean enumerator(Expression expression, String name) {
        NamedTypes.Enumerator found = analysis.namedTypes().enumerator(name);
        if (found != null) {
            analysis.enumerator(expression, found);
        }
        return found != null;
    }

    private static boolean isStackArgument(String name) {
        return name.length() == 5 && name.startsWith("sarg") && Character.isDigit(name.charAt(4));
    }

    private void resolved(Expression expression, Function function) {
        analysis.function(expression, function);
        if (function == Function.ARGS
                || function == Function.RETVAL
                || function.argumentIndex() >= 0) {
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
            boolean mode = i == 0 && argument instanceof Expression.Name && takesMode(function);
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
            constantCalls.decide(function, call);
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

    /**
     * {@return whether a bare name is no builtin as the first argument, as in {@code nsecs(boot)}}
     */
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
