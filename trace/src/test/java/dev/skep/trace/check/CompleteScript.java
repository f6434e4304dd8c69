package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.UnaryOperator;

import java.util.List;

/** Asserts that a checked script answers all that may be asked of it. */
final class CompleteScript {
    private final CheckedScript script;

    private CompleteScript(CheckedScript script) {
        this.script = script;
    }

    static void check(CheckedScript script) {
        var complete = new CompleteScript(script);
        for (CheckedProbe probe : script.probes()) {
            Probe syntax = probe.syntax();
            assertThat(probe.attachPoints()).isNotEmpty();
            if (syntax.predicate() != null) {
                complete.expression(syntax.predicate());
            }
            complete.statements(syntax.body().statements());
        }
        assertThat(AstPrinter.print(script)).startsWith("Program\n");
    }

    private void statements(List<Statement> statements) {
        for (Statement statement : statements) {
            statement(statement);
        }
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Block block -> statements(block.statements());
            case Statement.Evaluate evaluate -> expression(evaluate.expression());
            case Statement.Discard discard -> expression(discard.value());
            case Statement.Assign assign -> {
                expression(assign.value());
                expression(assign.target());
            }
            case Statement.Let let -> {
                assertThat(script.variableOf(let.variable())).isNotNull();
                if (let.value() != null) {
                    expression(let.value());
                }
            }
            case Statement.If conditional -> branch(conditional);
            case Statement.Return ret -> {
                if (ret.value() != null) {
                    expression(ret.value());
                }
            }
            case Statement.While loop -> {
                expression(loop.condition());
                statement(loop.body());
            }
            case Statement.Unroll loop -> {
                expression(loop.count());
                statement(loop.body());
            }
            case Statement.ForEach loop -> {
                assertThat(script.map(loop.map().name()).keyed()).isTrue();
                expression(loop.variable());
                statement(loop.body());
            }
            case Statement.ForRange loop -> {
                expression(loop.from());
                expression(loop.to());
                expression(loop.variable());
                statement(loop.body());
            }
            case Statement.Break _, Statement.Continue _ -> {
                // Nothing is asked of them.
            }
        }
    }

    private void branch(Statement.If branch) {
        expression(branch.condition());
        Boolean known = script.comptimeWay(branch);
        if (known == null || known) {
            statement(branch.then());
        }
        if (branch.otherwise() != null && (known == null || !known)) {
            statement(branch.otherwise());
        }
    }

    private void expression(Expression expression) {
        if (script.constantOf(expression) != null) {
            return;
        }
        assertThat(script.typeOf(expression)).isNotNull();
        switch (expression) {
            case Expression.Name _ -> assertThat(script.functionOf(expression)).isNotNull();
            case Expression.Call call -> call(call);
            case Expression.Variable variable ->
                    assertThat(script.variableOf(variable)).isNotNull();
            case Expression.MapAccess access -> {
                MapInfo map = script.map(access.name());
                assertThat(map.keyed()).isEqualTo(access.key() != null);
                if (access.key() != null) {
                    expression(access.key());
                }
            }
            case Expression.Unary unary
                    when unary.operator() == UnaryOperator.ADDRESS_OF
                            && unary.operand() instanceof Expression.MapAccess access ->
                    assertThat(script.map(access.name())).isNotNull();
            case Expression.Unary unary -> expression(unary.operand());
            case Expression.Increment increment -> expression(increment.target());
            case Expression.Binary binary -> {
                expression(binary.left());
                expression(binary.right());
            }
            case Expression.Conditional conditional -> {
                expression(conditional.condition());
                Boolean known = script.comptimeWay(conditional.condition());
                if (conditional.then() != null && (known == null || known)) {
                    expression(conditional.then());
                }
                if (known == null || !known) {
                    expression(conditional.otherwise());
                }
            }
            case Expression.Cast cast -> expression(cast.operand());
            case Expression.FieldAccess access -> expression(access.target());
            case Expression.ElementAccess access -> expression(access.target());
            case Expression.Index access -> {
                expression(access.target());
                expression(access.index());
            }
            case Expression.RecordLiteral literal -> literal.values().forEach(this::expression);
            case Expression.Tuple tuple -> tuple.elements().forEach(this::expression);
            case Expression.BlockExpression block -> {
                statements(block.statements());
                if (block.value() != null) {
                    expression(block.value());
                }
            }
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.Comptime _,
                    Expression.TypeOperand _ ->
                    throw new AssertionError("neither known nor supported: " + expression);
        }
    }

    private void call(Expression.Call call) {
        Function function = script.functionOf(call);
        List<Expression> arguments = call.arguments();
        int first = 0;
        switch (function) {
            case PRINTF -> {
                assertThat(script.formatOf(call).arguments()).isEqualTo(arguments.size() - 1);
                first = 1;
            }
            case CLEAR, DELETE, HAS_KEY, PRINT, ZERO -> {
                if (arguments.getFirst() instanceof Expression.MapAccess access
                        && access.key() == null) {
                    assertThat(script.map(access.name())).isNotNull();
                    first = 1;
                }
            }
            case KSTACK, NSECS, PID, TID, TYPEINFO, USTACK -> first = arguments.size();
            default -> {
                // All arguments are values.
            }
        }
        for (Expression argument : arguments.subList(first, arguments.size())) {
            expression(argument);
        }
    }
}
