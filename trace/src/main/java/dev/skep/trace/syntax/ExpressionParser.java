package dev.skep.trace.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads expressions, by precedence climbing. */
final class ExpressionParser {
    private static final int LONG_CHAIN = 16;

    private final Tokens tokens;

    private final TypeNameParser types;
    private final TreeHeight height;
    private final OperandParser operands;

    /** Whether a slash in front of a brace ends what is read. */
    private boolean inPredicate;

    ExpressionParser(Tokens tokens, TypeNameParser types, StatementParser statements) {
        this.tokens = tokens;
        this.types = types;
        this.height = new TreeHeight(tokens);
        this.operands = new OperandParser(tokens, types, statements, this, height);
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
            int levels = height.levels();
            tokens.advance();
            Expression then = null;
            if (!tokens.is(TokenKind.COLON)) {
                then = expression();
                levels = Math.max(levels, height.levels());
            }
            tokens.expect(TokenKind.COLON);
            Expression otherwise = expression();
            result = new Expression.Conditional(tokens.spanFrom(start), result, then, otherwise);
            height.grow(levels);
        }
        tokens.leave();
        return result;
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
            height.set(1);
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
            int levels = height.levels();
            Expression right = binary(operator.precedence() + 1);
            Span span = tokens.spanFrom(left.span().start());
            left = new Expression.Binary(span, operator, operatorSpan, left, right);
            height.grow(levels);
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
        int levels = height.levels();
        while (tokens.kind().binary() == operator) {
            tokens.advance();
            int operandStart = tokens.start();
            Expression operand = binary(operator.precedence() + 1);
            links.add(new Link(operand, tokens.spanFrom(operandStart), tokens.span()));
            levels = Math.max(levels, height.levels());
        }
        int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(links.size());
        height.set(levels + Math.min(links.size() - 1, LONG_CHAIN + halvings));
        tokens.leave();
        height.check();
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
            height.grow();
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
            Expression target = operands.operand();
            height.grow();
            return new Expression.Increment(tokens.spanFrom(start), target, decrement, true);
        }
        return postfix(start, operands.operand());
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
        height.set(1);
        height.grow();
        return new Expression.Unary(tokens.spanFrom(start), UnaryOperator.ADDRESS_OF, operand);
    }

    private Expression postfix(int start, Expression first) {
        Expression target = first;
        while (true) {
            switch (tokens.kind()) {
                case DOT, ARROW -> target = member(start, target);
                case LEFT_BRACKET -> {
                    int levels = height.levels();
                    tokens.advance();
                    Expression index = expression();
                    tokens.expect(TokenKind.RIGHT_BRACKET);
                    target = new Expression.Index(tokens.spanFrom(start), target, index);
                    height.grow(levels);
                }
                case INCREMENT, DECREMENT -> {
                    if (!(target instanceof Expression.Variable)
                            && !(target instanceof Expression.MapAccess)) {
                        return target;
                    }
                    boolean decrement = tokens.is(TokenKind.DECREMENT);
                    tokens.advance();
                    height.grow();
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
            height.grow();
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
        height.grow();
        return new Expression.ElementAccess(tokens.spanFrom(start), target, (int) index.value());
    }
}
