package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What statements and expressions are made of. */
public final class Parts {
    private final List<Node> found = new ArrayList<>();

    private Parts() {}

    /**
     * {@return the statements and expressions that stand directly in one, in the order of the text;
     * names of types and fields apart}
     */
    public static List<Node> of(Node node) {
        Parts parts = new Parts();
        switch (node) {
            case Statement statement -> parts.collect(statement);
            case Expression expression -> parts.collect(expression);
            case Probe probe -> parts.add(probe.predicate(), probe.body());
            case Macro macro -> parts.add(macro.body());
            case Script _,
                    AttachPoint _,
                    TypeName _,
                    ConfigSetting _,
                    Import _,
                    MapDeclaration _,
                    Preamble _ -> {
                // Nothing that is done.
            }
        }
        return parts.found;
    }

    private void add(@Nullable Node... nodes) {
        for (Node node : nodes) {
            if (node != null) {
                found.add(node);
            }
        }
    }

    private void collect(Statement statement) {
        switch (statement) {
            case Statement.Block block -> found.addAll(block.statements());
            case Statement.Evaluate evaluate -> add(evaluate.expression());
            case Statement.Discard discard -> add(discard.value());
            case Statement.Assign assign -> add(assign.target(), assign.value());
            case Statement.Let let -> add(let.variable(), let.value());
            case Statement.If branch -> add(branch.condition(), branch.then(), branch.otherwise());
            case Statement.While loop -> add(loop.condition(), loop.body());
            case Statement.Unroll loop -> add(loop.count(), loop.body());
            case Statement.ForEach loop -> add(loop.variable(), loop.map(), loop.body());
            case Statement.ForRange loop ->
                    add(loop.variable(), loop.from(), loop.to(), loop.body());
            case Statement.Return ret -> add(ret.value());
            case Statement.Break _, Statement.Continue _ -> {
                // Words only.
            }
        }
    }

    private void collect(Expression expression) {
        switch (expression) {
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Name _,
                    Expression.Variable _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.TypeOperand _ -> {
                // Nothing in them.
            }
            case Expression.MapAccess access -> add(access.key());
            case Expression.Call call -> found.addAll(call.arguments());
            case Expression.Unary unary -> add(unary.operand());
            case Expression.Increment increment -> add(increment.target());
            case Expression.Binary binary -> add(binary.left(), binary.right());
            case Expression.Conditional conditional ->
                    add(conditional.condition(), conditional.then(), conditional.otherwise());
            case Expression.Cast cast -> add(cast.operand());
            case Expression.FieldAccess access -> add(access.target());
            case Expression.ElementAccess access -> add(access.target());
            case Expression.Index index -> add(index.target(), index.index());
            case Expression.Tuple tuple -> found.addAll(tuple.elements());
            case Expression.RecordLiteral literal -> found.addAll(literal.values());
            case Expression.BlockExpression block -> {
                found.addAll(block.statements());
                add(block.value());
            }
            case Expression.Comptime comptime -> add(comptime.operand());
        }
    }
}
