package dev.skep.trace.check;

import dev.skep.trace.syntax.AttachPoint;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.ConfigSetting;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Import;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.MapDeclaration;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Preamble;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.TypeName;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * Prints a syntax tree, a node a line, a blank more for each level: what {@code -d ast} shows. Of a
 * checked script the types are printed too, and values instead of what they were folded from.
 */
public final class AstPrinter {
    private final StringBuilder out = new StringBuilder();
    private final @Nullable CheckedScript checked;
    private int level;

    private AstPrinter(@Nullable CheckedScript checked) {
        this.checked = checked;
    }

    /** {@return the tree as it was read} */
    public static String print(Script script) {
        var printer = new AstPrinter(null);
        printer.node(script);
        return printer.out.toString();
    }

    /** {@return the tree with types} */
    public static String print(CheckedScript checked) {
        var printer = new AstPrinter(checked);
        printer.node(checked.script());
        return printer.out.toString();
    }

    private void node(Node node) {
        switch (node) {
            case Script script -> script(script);
            case Preamble preamble -> line("C: " + quote(preamble.text()));
            case ConfigSetting(Span _, String key, Expression value) ->
                    under("config: " + key, value);
            case Import(Span _, String path) -> line("import: " + path);
            case MapDeclaration map ->
                    line("let: " + map.name() + " = " + map.kind() + "(" + map.maxEntries() + ")");
            case Macro macro -> macro(macro);
            case Probe probe -> probe(probe);
            case AttachPoint point -> line(point.text());
            case TypeName type -> line("type: " + type.text());
            case Statement statement -> statement(statement);
            case Expression expression -> expression(expression);
        }
    }

    private void script(Script script) {
        line("Program");
        level++;
        if (script.preamble() != null) {
            node(script.preamble());
        }
        all(script.settings());
        all(script.imports());
        all(script.mapDeclarations());
        all(script.macros());
        all(script.probes());
        level--;
    }

    private void macro(Macro macro) {
        line("macro: " + macro.name());
        level++;
        all(macro.parameters());
        expression(macro.body());
        level--;
    }

    private void probe(Probe probe) {
        if (probe.name() != null) {
            line("name: " + probe.name());
        }
        all(probe.attachPoints());
        level++;
        if (probe.predicate() != null) {
            under("pred", probe.predicate());
        }
        all(probe.body().statements());
        level--;
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Block(Span _, List<Statement> statements) -> body("block", statements);
            case Statement.Evaluate(Span _, Expression expression) -> expression(expression);
            case Statement.Discard(Span _, Expression value) -> under("discard", value);
            case Statement.Assign assign -> assign(assign);
            case Statement.Let let -> let(let);
            case Statement.If conditional -> conditional(conditional);
            case Statement.While loop -> {
                under("while", loop.condition());
                nested("do", loop.body().statements());
            }
            case Statement.Unroll loop -> {
                under("unroll", loop.count());
                nested("do", loop.body().statements());
            }
            case Statement.ForEach loop -> {
                under("for", loop.variable(), loop.map());
                nested("do", loop.body().statements());
            }
            case Statement.ForRange loop -> {
                under("for", loop.variable(), loop.from(), loop.to());
                nested("do", loop.body().statements());
            }
            case Statement.Break _ -> line("break");
            case Statement.Continue _ -> line("continue");
            case Statement.Return(Span _, Expression value) -> {
                if (value == null) {
                    line("return");
                } else {
                    under("return", value);
                }
            }
        }
    }

    private void assign(Statement.Assign assign) {
        BinaryOperator operator = assign.operator();
        String text = operator == null ? "=" : operator.text() + "=";
        under(text, assign.target(), assign.value());
    }

    private void let(Statement.Let let) {
        line("let");
        level++;
        expression(let.variable());
        if (let.type() != null) {
            node(let.type());
        }
        if (let.value() != null) {
            expression(let.value());
        }
        level--;
    }

    private void conditional(Statement.If conditional) {
        under("if", conditional.condition());
        nested("then", conditional.then().statements());
        switch (conditional.otherwise()) {
            case null -> {
                // There is none.
            }
            case Statement.Block(Span _, List<Statement> statements) -> nested("else", statements);
            case Statement other -> nested("else", List.of(other));
        }
    }

    private void expression(Expression expression) {
        Constant constant = checked == null ? null : checked.constantOf(expression);
        if (constant != null) {
            line(constant(constant) + type(expression));
            return;
        }
        String type = type(expression);
        switch (expression) {
            case Expression.IntegerLiteral(Span _, long value, boolean unsigned) ->
                    line(
                            "int: "
                                    + (unsigned
                                            ? Long.toUnsignedString(value)
                                            : Long.toString(value)));
            case Expression.BooleanLiteral(Span _, boolean value) -> line("bool: " + value);
            case Expression.StringLiteral literal -> line("string: " + quote(literal.text()));
            case Expression.Name(Span _, String name) -> line("builtin: " + name + type);
            case Expression.Variable(Span _, String name) -> line("variable: " + name + type);
            case Expression.Parameter(Span _, int number) -> line("param: $" + number);
            case Expression.ParameterCount _ -> line("param: $#");
            case Expression.MapAccess access -> under("map: " + access.name() + type, access.key());
            case Expression.Call call -> {
                line("call: " + call.name() + type);
                children(call.arguments());
            }
            case Expression.TypeOperand(Span _, TypeName name) -> node(name);
            case Expression.Unary unary -> under(unary.operator().text() + type, unary.operand());
            case Expression.Increment increment -> {
                String operator = increment.decrement() ? "--" : "++";
                String place = increment.prefix() ? " (pre)" : " (post)";
                under(operator + place + type, increment.target());
            }
            case Expression.Binary binary ->
                    under(binary.operator().text() + type, binary.left(), binary.right());
            case Expression.Conditional conditional ->
                    under(
                            "?:" + type,
                            conditional.condition(),
                            conditional.then(),
                            conditional.otherwise());
            case Expression.Cast(Span _, TypeName name, Expression operand) ->
                    under("(" + name.text() + ")" + type, operand);
            case Expression.FieldAccess access ->
                    under("." + access.name() + type, access.target());
            case Expression.ElementAccess access ->
                    under("." + access.index() + type, access.target());
            case Expression.Index index -> under("[]" + type, index.target(), index.index());
            case Expression.Tuple(Span _, List<Expression> elements) -> {
                line("tuple:" + type);
                children(elements);
            }
            case Expression.RecordLiteral(Span _, List<String> names, List<Expression> values) -> {
                line("record:" + type);
                level++;
                for (int i = 0; i < names.size(); i++) {
                    under(names.get(i) + " =", values.get(i));
                }
                level--;
            }
            case Expression.BlockExpression block -> {
                body("block" + type, block.statements());
                if (block.value() != null) {
                    children(List.of(block.value()));
                }
            }
            case Expression.Comptime(Span _, Expression operand) -> under("comptime", operand);
        }
    }

    private static String constant(Constant constant) {
        return switch (constant) {
            case Constant.Int(long value, boolean unsigned) ->
                    "int: " + (unsigned ? Long.toUnsignedString(value) : Long.toString(value));
            case Constant.Bool(boolean value) -> "bool: " + value;
            case Constant.Text text -> "string: " + quote(text.text());
        };
    }

    private String type(Expression expression) {
        ScriptType type = checked == null ? null : checked.typeOrNull(expression);
        return type == null || type instanceof ScriptType.None ? "" : " :: [" + type.text() + "]";
    }

    private void under(String text, @Nullable Expression... operands) {
        line(text);
        level++;
        for (Expression operand : operands) {
            if (operand != null) {
                expression(operand);
            }
        }
        level--;
    }

    private void body(String text, List<Statement> statements) {
        line(text);
        children(statements);
    }

    private void nested(String text, List<Statement> statements) {
        level++;
        body(text, statements);
        level--;
    }

    private void children(List<? extends Node> nodes) {
        level++;
        all(nodes);
        level--;
    }

    private void all(List<? extends Node> nodes) {
        for (Node node : nodes) {
            node(node);
        }
    }

    private void line(String text) {
        for (int i = 0; i < level; i++) {
            out.append(' ');
        }
        out.append(text).append('\n');
    }

    /** Keeps a string on its line. */
    private static String quote(String text) {
        var quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append("\\x").append(c < 0x10 ? "0" : "");
                        quoted.append(Integer.toHexString(c).toLowerCase(Locale.ROOT));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.toString();
    }
}
