package dev.skep.trace.syntax;

import dev.skep.trace.record.ByteText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that has a value. Parentheses leave no node, and are not part of the span of what they
 * enclose.
 */
public sealed interface Expression extends Node {

    /**
     * An integer, its duration unit already multiplied in.
     *
     * @param value its 64 bits
     * @param unsigned whether it is above the largest signed integer
     */
    record IntegerLiteral(Span span, long value, boolean unsigned) implements Expression {}

    /** {@code true} or {@code false}. */
    record BooleanLiteral(Span span, boolean value) implements Expression {}

    /**
     * A string, escapes resolved.
     *
     * @param characters its bytes, one character (0 to 255) for each, without a NUL at the end;
     *     what is not ASCII in the text is in UTF-8
     */
    record StringLiteral(Span span, String characters) implements Expression {

        /** {@return its bytes, without a NUL at the end} */
        public byte[] bytes() {
            return characters.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** {@return the string as text, as {@link ByteText} has it} */
        public String text() {
            return ByteText.of(bytes());
        }
    }

    /**
     * A bare name: a builtin without parentheses, a macro without parameters, an enum's constant.
     *
     * @param name the name
     */
    record Name(Span span, String name) implements Expression {}

    /**
     * A scratch variable.
     *
     * @param name the name with its {@code $}
     */
    record Variable(Span span, String name) implements Expression {}

    /**
     * A positional parameter {@code $1}.
     *
     * @param number which, from 1
     */
    record Parameter(Span span, int number) implements Expression {}

    /** {@code $#}: how many positional parameters there are. */
    record ParameterCount(Span span) implements Expression {}

    /**
     * A map, or what it holds.
     *
     * @param nameSpan where the name stands
     * @param name the name with its {@code @}; {@code @} alone is a name too
     * @param key the key; a {@link Tuple} for {@code @m[a, b]} and {@code @m[(a, b)]}; null without
     *     brackets
     */
    record MapAccess(Span span, Span nameSpan, String name, @Nullable Expression key)
            implements Expression {}

    /**
     * A call with parentheses.
     *
     * @param nameSpan where the name stands
     * @param name the function's name
     * @param arguments the arguments
     */
    record Call(Span span, Span nameSpan, String name, List<Expression> arguments)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A type where a function takes one: {@code sizeof(struct task_struct)}.
     *
     * @param type the type
     */
    record TypeOperand(Span span, TypeName type) implements Expression {}

    /**
     * An operator in front of an operand.
     *
     * @param operator the operator
     * @param operand the operand
     */
    record Unary(Span span, UnaryOperator operator, Expression operand) implements Expression {}

    /**
     * {@code ++} or {@code --}.
     *
     * @param target a {@link Variable} or {@link MapAccess}
     * @param decrement whether it is {@code --}
     * @param prefix whether the value is the new one
     */
    record Increment(Span span, Expression target, boolean decrement, boolean prefix)
            implements Expression {}

    /**
     * An operator between two operands.
     *
     * @param operator the operator
     * @param operatorSpan where the operator stands
     * @param left the left operand
     * @param right the right operand
     */
    record Binary(
            Span span,
            BinaryOperator operator,
            Span operatorSpan,
            Expression left,
            Expression right)
            implements Expression {}

    /**
     * {@code condition ? then : otherwise}.
     *
     * @param condition the condition
     * @param then the value if it holds; null for {@code condition ?: otherwise}, which is the
     *     condition's own value
     * @param otherwise the value if it does not hold
     */
    record Conditional(
            Span span, Expression condition, @Nullable Expression then, Expression otherwise)
            implements Expression {}

    /**
     * {@code (type) operand}.
     *
     * @param type the type
     * @param operand the operand
     */
    record Cast(Span span, TypeName type, Expression operand) implements Expression {}

    /**
     * {@code target.name} or {@code target->name}.
     *
     * @param target what has the field
     * @param nameSpan where the name stands
     * @param name the field's name
     */
    record FieldAccess(Span span, Expression target, Span nameSpan, String name)
            implements Expression {}

    /**
     * {@code target.0}, an element of a tuple.
     *
     * @param target the tuple
     * @param index which, from 0
     */
    record ElementAccess(Span span, Expression target, int index) implements Expression {}

    /**
     * {@code target[index]}.
     *
     * @param target an array, pointer, string or tuple
     * @param index which, from 0
     */
    record Index(Span span, Expression target, Expression index) implements Expression {}

    /**
     * {@code (a, b)}, {@code (a,)}.
     *
     * @param elements the elements
     */
    record Tuple(Span span, List<Expression> elements) implements Expression {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /**
     * {@code (x = 1, y = 2)}.
     *
     * @param names the fields' names
     * @param values the fields' values, in the same order
     */
    record RecordLiteral(Span span, List<String> names, List<Expression> values)
            implements Expression {
        public RecordLiteral {
            names = List.copyOf(names);
            values = List.copyOf(values);
        }
    }

    /**
     * {@code { statement; value }}.
     *
     * @param statements what is done first
     * @param value the value, or null if there is none
     */
    record BlockExpression(Span span, List<Statement> statements, @Nullable Expression value)
            implements Expression {
        public BlockExpression {
            statements = List.copyOf(statements);
        }
    }

    /**
     * {@code comptime expression}, which must be known when the script is compiled.
     *
     * @param operand the expression
     */
    record Comptime(Span span, Expression operand) implements Expression {}
}
