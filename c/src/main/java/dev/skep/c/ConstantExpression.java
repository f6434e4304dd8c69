package dev.skep.c;

import dev.skep.c.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Computes integers that are known when a text is read: conditions of directives, lengths of
 * arrays, values of enums, macros. Everything has 64 bits.
 */
final class ConstantExpression {
    /** So deep may parentheses be nested. */
    private static final int MAX_DEPTH = 200;

    /** What names stand for. */
    interface Names {
        /** {@return the value of a name, or null if it has none} */
        @Nullable CConstant value(String name);
    }

    private final List<Token> tokens;
    private final Token place;
    private final Names names;
    private int at;
    private int depth;

    private ConstantExpression(List<Token> tokens, Token place, Names names) {
        this.tokens = tokens;
        this.place = place;
        this.names = names;
    }

    /**
     * {@return the value of an expression}
     *
     * @param tokens its words, all of them
     * @param place what stands for it in messages if it is empty
     * @param names what names in it are
     * @throws CSyntaxException if it is none, or can't be computed
     */
    static CConstant of(List<Token> tokens, Token place, Names names) throws CSyntaxException {
        if (tokens.size() == 1 && tokens.getFirst().kind() == Kind.STRING) {
            return new CConstant.Text(Literals.string(tokens.getFirst()));
        }
        var expression = new ConstantExpression(tokens, place, names);
        CConstant.Int value = expression.conditional();
        if (expression.at < tokens.size()) {
            throw new CSyntaxException(
                    expression.peek(), expression.peek().shown() + " is not expected here");
        }
        return value;
    }

    private Token peek() {
        return at < tokens.size()
                ? tokens.get(at)
                : new Token(Kind.END, "", place.start(), place.end());
    }

    private boolean skip(String text) {
        boolean there = peek().is(text);
        at += there ? 1 : 0;
        return there;
    }

    private CConstant.Int conditional() throws CSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new CSyntaxException(peek(), "the expression is nested too deeply");
        }
        CConstant.Int value = binary(0);
        if (skip("?")) {
            CConstant.Int then = conditional();
            if (!skip(":")) {
                throw new CSyntaxException(peek(), "':' is expected here");
            }
            CConstant.Int otherwise = conditional();
            value = value.value() != 0 ? then : otherwise;
        }
        depth--;
        return value;
    }

    private static int precedence(Token token) {
        if (token.kind() != Kind.PUNCTUATOR) {
            return -1;
        }
        return switch (token.text()) {
            case "||" -> 0;
            case "&&" -> 1;
            case "|" -> 2;
            case "^" -> 3;
            case "&" -> 4;
            case "==", "!=" -> 5;
            case "<", ">", "<=", ">=" -> 6;
            case "<<", ">>" -> 7;
            case "+", "-" -> 8;
            case "*", "/", "%" -> 9;
            default -> -1;
        };
    }

    private CConstant.Int binary(int weakest) throws CSyntaxException {
        CConstant.Int left = unary();
        while (true) {
            Token operator = peek();
            int precedence = precedence(operator);
            if (precedence < weakest) {
                return left;
            }
            at++;
            left = apply(operator, left, binary(precedence + 1));
        }
    }

    private static CConstant.Int apply(Token operator, CConstant.Int left, CConstant.Int right)
            throws CSyntaxException {
        long a = left.value();
        long b = right.value();
        boolean unsigned = left.unsigned() || right.unsigned();
        int order = unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
        return switch (operator.text()) {
            case "||" -> truth(a != 0 || b != 0);
            case "&&" -> truth(a != 0 && b != 0);
            case "|" -> new CConstant.Int(a | b, unsigned);
            case "^" -> new CConstant.Int(a ^ b, unsigned);
            case "&" -> new CConstant.Int(a & b, unsigned);
            case "==" -> truth(a == b);
            case "!=" -> truth(a != b);
            case "<" -> truth(order < 0);
            case ">" -> truth(order > 0);
            case "<=" -> truth(order <= 0);
            case ">=" -> truth(order >= 0);
            case "<<" -> new CConstant.Int(a << b, left.unsigned());
            case ">>" -> new CConstant.Int(left.unsigned() ? a >>> b : a >> b, left.unsigned());
            case "+" -> new CConstant.Int(a + b, unsigned);
            case "-" -> new CConstant.Int(a - b, unsigned);
            case "*" -> new CConstant.Int(a * b, unsigned);
            default -> {
                if (b == 0) {
                    throw new CSyntaxException(operator, "division by zero");
                }
                boolean division = operator.is("/");
                if (unsigned) {
                    yield new CConstant.Int(
                            division ? Long.divideUnsigned(a, b) : Long.remainderUnsigned(a, b),
                            true);
                }
                yield new CConstant.Int(division ? a / b : a % b, false);
            }
        };
    }

    private static CConstant.Int truth(boolean holds) {
        return new CConstant.Int(holds ? 1 : 0, false);
    }

    private CConstant.Int unary() throws CSyntaxException {
        Token token = peek();
        if (++depth > MAX_DEPTH) {
            throw new CSyntaxException(token, "the expression is nested too deeply");
        }
        CConstant.Int value = prefixed(token);
        depth--;
        return value;
    }

    private CConstant.Int prefixed(Token token) throws CSyntaxException {
        at++;
        return switch (token.kind()) {
            case NUMBER -> Literals.number(token);
            case CHARACTER -> new CConstant.Int(Literals.character(token), false);
            case IDENTIFIER -> named(token);
            case PUNCTUATOR -> operator(token);
            case STRING, END -> throw new CSyntaxException(token, "a number is expected here");
        };
    }

    private CConstant.Int named(Token token) throws CSyntaxException {
        if (names.value(token.text()) instanceof CConstant.Int value) {
            return value;
        }
        throw new CSyntaxException(token, token.shown() + " is no constant");
    }

    private CConstant.Int operator(Token token) throws CSyntaxException {
        return switch (token.text()) {
            case "(" -> {
                CConstant.Int value = conditional();
                if (!skip(")")) {
                    throw new CSyntaxException(peek(), "')' is expected here");
                }
                yield value;
            }
            case "-" -> {
                CConstant.Int value = unary();
                yield new CConstant.Int(-value.value(), value.unsigned());
            }
            case "+" -> unary();
            case "~" -> {
                CConstant.Int value = unary();
                yield new CConstant.Int(~value.value(), value.unsigned());
            }
            case "!" -> truth(unary().value() == 0);
            default -> throw new CSyntaxException(token, "a number is expected here");
        };
    }
}
