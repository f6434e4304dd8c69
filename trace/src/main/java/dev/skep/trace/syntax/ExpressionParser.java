package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads expressions, by precedence climbing. */
final class ExpressionParser {
    private static final int LONG_CHAIN = 16;

    private final Tokens tokens;
    private final TypeNameParser types;
    private final StatementParser statements;

    /** How many levels the tree that was read last has. */
    private int height;

    /** Whether a slash in front of a brace ends what is read. */
    private boolean inPredicate;

    ExpressionParser(Tokens tokens, TypeNameParser types, StatementParser statements) {
        this.tokens = tokens;
        this.types = types;
        this.statements = statements;
    }

    /** Reads what stands between the slashes of a predicate. */
    Expression predicate() {
        inPredicate = true;
        try {
            return expression();
        } finally {
            inPredicate = false;
        }
    }

    /** Reads an expression. */
    Expression expression() {
        tokens.enter();
        int start = tokens.start();
        Expression result = binary(1);
        if (tokens.is(TokenKind.QUESTION)) {
            int levels = height;
            tokens.advance();
            Expression then = null;
            if (!tokens.is(TokenKind.COLON)) {
                then = expression();
                levels = Math.max(levels, height);
            }
            tokens.expect(TokenKind.COLON);
            Expression otherwise = expression();
            result = new Expression.Conditional(tokens.spanFrom(start), result, then, otherwise);
            grow(levels);
        }
        tokens.leave();
        return result;
    }

    private Expression binary(int weakest) {
        int start = tokens.start();
        Expression left = unary();
        while (true) {
            BinaryOperator operator = tokens.kind().binary();
            if (operator == null || operator.precedence() < weakest || atEndOfPredicate()) {
                return left;
            }
            if (operator.isLogical()) {
                left = chain(start, operator, left);
                continue;
            }
            Span operatorSpan = tokens.span();
            tokens.advance();
            int levels = height;
            Expression right = binary(operator.precedence() + 1);
            Span span = tokens.spanFrom(left.span().start());
            left = new Expression.Binary(span, operator, operatorSpan, left, right);
            grow(levels);
        }
    }

    /**
     * Reads {@code a || b || c …}, of which scripts that were generated have hundreds. A long chain
     * becomes a tree that is not deep; what is evaluated when is the same however such a chain is
     * grouped.
     */
    private Expression chain(int start, BinaryOperator operator, Expression first) {
        tokens.enter();
        List<Link> links = new ArrayList<>();
        links.add(new Link(first, tokens.spanFrom(start), tokens.span()));
        int levels = height;
        while (tokens.kind().binary() == operator) {
            tokens.advance();
            int operandStart = tokens.start();
            Expression operand = binary(operator.precedence() + 1);
            links.add(new Link(operand, tokens.spanFrom(operandStart), tokens.span()));
            levels = Math.max(levels, height);
        }
        int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(links.size());
        height = levels + Math.min(links.size() - 1, LONG_CHAIN + halvings);
        tokens.leave();
        tokens.checkLevels(tokens.level() + height);
        return group(operator, links);
    }

    /** An operand, the text that it takes with its parentheses, and the operator behind it. */
    private record Link(Expression operand, Span place, Span operator) {}

    private static Expression group(BinaryOperator operator, List<Link> links) {
        int count = links.size();
        if (count == 1) {
            return links.getFirst().operand;
        }
        // Short chains are grouped from the left, as they are read.
        int split = count > LONG_CHAIN ? count / 2 : count - 1;
        return new Expression.Binary(
                links.getFirst().place.to(links.getLast().place),
                operator,
                links.get(split - 1).operator,
                group(operator, links.subList(0, split)),
                group(operator, links.subList(split, count)));
    }

    private boolean atEndOfPredicate() {
        return inPredicate && tokens.is(TokenKind.SLASH) && tokens.peek() == TokenKind.LEFT_BRACE;
    }

    /** Reads an expression without operators between operands. */
    Expression unary() {
        UnaryOperator operator =
                switch (tokens.kind()) {
                    case NOT -> UnaryOperator.NOT;
                    case TILDE -> UnaryOperator.COMPLEMENT;
                    case MINUS -> UnaryOperator.NEGATE;
                    case STAR -> UnaryOperator.DEREFERENCE;
                    default -> null;
                };
        int start = tokens.start();
        if (operator != null) {
            tokens.enter();
            tokens.advance();
            Expression operand = unary();
            tokens.leave();
            grow(0);
            return new Expression.Unary(tokens.spanFrom(start), operator, operand);
        }
        if (tokens.skip(TokenKind.AMPERSAND)) {
            return addressOf(start);
        }
        if (tokens.is(TokenKind.INCREMENT) || tokens.is(TokenKind.DECREMENT)) {
            boolean decrement = tokens.is(TokenKind.DECREMENT);
            tokens.advance();
            if (tokens.is(TokenKind.END)) {
                throw tokens.expected("variable or map");
            }
            if (!tokens.is(TokenKind.VARIABLE) && !tokens.is(TokenKind.MAP)) {
                throw tokens.fail(
                        tokens.span(), "syntax: increment/decrement requires a variable or map");
            }
            Expression target = primary();
            grow(0);
            return new Expression.Increment(tokens.spanFrom(start), target, decrement, true);
        }
        return postfix(start, primary());
    }

    /** Reads what {@code &} takes the address of: a variable, or a map as a whole. */
    private Expression addressOf(int start) {
        Span span = tokens.span();
        String name = tokens.tokenText();
        Expression operand =
                switch (tokens.kind()) {
                    case VARIABLE -> new Expression.Variable(span, name);
                    case MAP -> new Expression.MapAccess(span, span, name, null);
                    case END -> throw tokens.expected("variable or map");
                    default ->
                            throw tokens.fail(
                                    span,
                                    "syntax: address-of operator (&) can only be used on a map or"
                                            + " variable");
                };
        tokens.advance();
        height = 1;
        grow(0);
        return new Expression.Unary(tokens.spanFrom(start), UnaryOperator.ADDRESS_OF, operand);
    }

    private Expression postfix(int start, Expression first) {
        Expression target = first;
        while (true) {
            switch (tokens.kind()) {
                case DOT, ARROW -> target = member(start, target);
                case LEFT_BRACKET -> {
                    int levels = height;
                    tokens.advance();
                    Expression index = expression();
                    tokens.expect(TokenKind.RIGHT_BRACKET);
                    target = new Expression.Index(tokens.spanFrom(start), target, index);
                    grow(levels);
                }
                case INCREMENT, DECREMENT -> {
                    if (!(target instanceof Expression.Variable)
                            && !(target instanceof Expression.MapAccess)) {
                        return target;
                    }
                    boolean decrement = tokens.is(TokenKind.DECREMENT);
                    tokens.advance();
                    grow(0);
                    return new Expression.Increment(
                            tokens.spanFrom(start), target, decrement, false);
                }
                default -> {
                    return target;
                }
            }
        }
    }

    private Expression member(int start, Expression target) {
        tokens.advance();
        Span nameSpan = tokens.span();
        String name = tokens.tokenText();
        if (tokens.is(TokenKind.IDENTIFIER)) {
            tokens.advance();
            grow(0);
            return new Expression.FieldAccess(tokens.spanFrom(start), target, nameSpan, name);
        }
        if (!tokens.is(TokenKind.INTEGER)) {
            throw tokens.expected("field name");
        }
        if (target instanceof Expression.IntegerLiteral) {
            Span number = new Span(start, tokens.end());
            throw tokens.fail(number, "floating-point numbers are not supported");
        }
        IntegerText index = IntegerText.read(name);
        if (index.error() != null || Long.compareUnsigned(index.value(), Integer.MAX_VALUE) > 0) {
            throw tokens.fail(nameSpan, "invalid tuple index: " + name);
        }
        tokens.advance();
        grow(0);
        return new Expression.ElementAccess(tokens.spanFrom(start), target, (int) index.value());
    }

    private Expression primary() {
        height = 1;
        Span span = tokens.span();
        return switch (tokens.kind()) {
            case INTEGER -> integer(span);
            case STRING -> {
                String bytes = StringText.read(tokens);
                tokens.advance();
                yield new Expression.StringLiteral(span, bytes);
            }
            case VARIABLE -> {
                String name = tokens.tokenText();
                tokens.advance();
                yield new Expression.Variable(span, name);
            }
            case PARAMETER -> parameter(span);
            case PARAMETER_COUNT -> {
                tokens.advance();
                yield new Expression.ParameterCount(span);
            }
            case MAP -> map(span);
            case LEFT_PARENTHESIS -> parenthesis(span.start());
            case LEFT_BRACE -> {
                Expression.BlockExpression block = statements.blockExpression();
                // Its statements count their own levels while they are read.
                height = 1;
                yield block;
            }
            case IDENTIFIER -> identifier(span);
            default -> throw tokens.expected("expression");
        };
    }

    private Expression integer(Span span) {
        IntegerText integer = IntegerText.read(tokens.tokenText());
        String error = integer.error();
        if (error != null) {
            Span place =
                    new Span(
                            span.start() + integer.errorStart(), span.start() + integer.errorEnd());
            throw tokens.fail(place, "syntax: " + error);
        }
        tokens.advance();
        return new Expression.IntegerLiteral(span, integer.value(), integer.value() < 0);
    }

    private Expression parameter(Span span) {
        String name = tokens.tokenText();
        IntegerText number = IntegerText.read(name.substring(1));
        long value = number.value();
        if (number.error() != null || value < 1 || value > Integer.MAX_VALUE) {
            throw tokens.fail(
                    span,
                    "param " + name + " is out of integer range [1, " + Integer.MAX_VALUE + "]");
        }
        tokens.advance();
        return new Expression.Parameter(span, (int) value);
    }

    private Expression.MapAccess map(Span nameSpan) {
        String name = tokens.tokenText();
        tokens.advance();
        if (!tokens.skip(TokenKind.LEFT_BRACKET)) {
            return new Expression.MapAccess(nameSpan, nameSpan, name, null);
        }
        int start = tokens.start();
        Expression key = expression();
        if (tokens.is(TokenKind.COMMA)) {
            List<Expression> keys = rest(key, TokenKind.RIGHT_BRACKET);
            key = new Expression.Tuple(tokens.spanFrom(start), keys);
        }
        tokens.expect(TokenKind.RIGHT_BRACKET);
        grow(0);
        return new Expression.MapAccess(tokens.spanFrom(nameSpan.start()), nameSpan, name, key);
    }

    /**
     * Reads what follows the first of several expressions, up to {@code close}; the last comma may
     * be one too many.
     */
    private List<Expression> rest(Expression first, TokenKind close) {
        List<Expression> elements = new ArrayList<>();
        elements.add(first);
        int levels = height;
        while (tokens.skip(TokenKind.COMMA) && !tokens.is(close)) {
            elements.add(expression());
            levels = Math.max(levels, height);
        }
        height = levels;
        grow(0);
        return elements;
    }

    private Expression identifier(Span span) {
        String name = tokens.tokenText();
        if (name.equals("true") || name.equals("false")) {
            tokens.advance();
            return new Expression.BooleanLiteral(span, name.equals("true"));
        }
        if (name.equals("if")) {
            Expression conditional = statements.conditionalExpression();
            // Its blocks count their own levels while they are read.
            height = 1;
            return conditional;
        }
        if (name.equals("comptime")) {
            tokens.advance();
            Expression operand = unary();
            grow(0);
            return new Expression.Comptime(tokens.spanFrom(span.start()), operand);
        }
        if (name.equals("typeof") && tokens.peek() == TokenKind.LEFT_PARENTHESIS) {
            TypeName type = types.type();
            return new Expression.TypeOperand(type.span(), type);
        }
        boolean takesType = Vocabulary.takesType(name);
        if (Vocabulary.isKeyword(name) && !takesType && !Vocabulary.isBuiltin(name)) {
            throw tokens.expected("expression");
        }
        tokens.advance();
        if (!tokens.skip(TokenKind.LEFT_PARENTHESIS)) {
            return new Expression.Name(span, name);
        }
        List<Expression> arguments = List.of();
        height = 0;
        if (!tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
            Expression first = takesType ? typeOrExpression() : expression();
            arguments = rest(first, TokenKind.RIGHT_PARENTHESIS);
        }
        if (!tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
            throw tokens.expected("')'");
        }
        tokens.advance();
        grow(0);
        return new Expression.Call(tokens.spanFrom(span.start()), span, name, arguments);
    }

    /**
     * Reads the operand of {@code sizeof}, in which a bare name is a type unless it is a common
     * builtin.
     */
    Expression typeOrExpression() {
        int start = tokens.start();
        TypeName type = types.tryType();
        if (type != null
                && (tokens.is(TokenKind.RIGHT_PARENTHESIS) || tokens.is(TokenKind.COMMA))
                && !isBuiltinInTypePosition(type)) {
            height = 1;
            return new Expression.TypeOperand(type.span(), type);
        }
        tokens.moveTo(start);
        return expression();
    }

    private static boolean isBuiltinInTypePosition(TypeName type) {
        if (!type.isBare()) {
            return false;
        }
        return switch (type.name()) {
            case "pid", "tid", "nsecs", "args", "ctx", "kstack", "ustack" -> true;
            default -> false;
        };
    }

    /** Reads a cast, a record, a tuple, or an expression in parentheses. */
    private Expression parenthesis(int start) {
        tokens.advance();
        int inside = tokens.start();
        TypeName type = castType();
        if (type != null) {
            tokens.enter();
            Expression operand = unary();
            tokens.leave();
            grow(0);
            return new Expression.Cast(tokens.spanFrom(start), type, operand);
        }
        tokens.moveTo(inside);
        if (tokens.is(TokenKind.IDENTIFIER) && tokens.peek() == TokenKind.ASSIGN) {
            return recordLiteral(start);
        }
        Expression first = expression();
        if (!tokens.is(TokenKind.COMMA)) {
            tokens.expect(TokenKind.RIGHT_PARENTHESIS);
            return first;
        }
        List<Expression> elements = rest(first, TokenKind.RIGHT_PARENTHESIS);
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Expression.Tuple(tokens.spanFrom(start), elements);
    }

    /** Reads a type and the closing parenthesis, if both are there and what follows can be cast. */
    private @Nullable TypeName castType() {
        TypeName type = types.tryType();
        if (type == null || !tokens.skip(TokenKind.RIGHT_PARENTHESIS)) {
            return null;
        }
        boolean isSurelyType =
                type.keyword() != null || type.of() != null || Vocabulary.isType(type.name());
        boolean isValue = Vocabulary.isBuiltin(type.name()) || isTruth(type.name());
        return isSurelyType || (!isValue && tokens.kind().startsExpression()) ? type : null;
    }

    private static boolean isTruth(String name) {
        return name.equals("true") || name.equals("false");
    }

    private Expression recordLiteral(int start) {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        int levels = 0;
        do {
            if (!names.isEmpty() && tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
                break;
            }
            if (!tokens.is(TokenKind.IDENTIFIER)) {
                throw tokens.expected("field name");
            }
            String name = tokens.tokenText();
            int nameStart = tokens.start();
            tokens.advance();
            tokens.expect(TokenKind.ASSIGN);
            values.add(expression());
            if (names.contains(name)) {
                throw tokens.fail(
                        tokens.spanFrom(nameStart),
                        "syntax: Named argument list already contains name: " + name);
            }
            names.add(name);
            levels = Math.max(levels, height);
        } while (tokens.skip(TokenKind.COMMA));
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        height = levels;
        grow(0);
        return new Expression.RecordLiteral(tokens.spanFrom(start), names, values);
    }

    /**
     * Notes that a node was put on top of the tree that was read last, and another one of {@code
     * levels}.
     */
    private void grow(int levels) {
        height = Math.max(height, levels) + 1;
        tokens.checkLevels(tokens.level() + height);
    }
}
