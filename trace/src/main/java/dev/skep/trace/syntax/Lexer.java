package dev.skep.trace.syntax;

/**
 * Cuts a text into tokens, one at a time and from any offset, so that the parser can look ahead, go
 * back, and read attach points by rules of their own.
 */
final class Lexer {
    private final String text;
    private int position;
    private int start;

    Lexer(String text) {
        this.text = text;
    }

    /** {@return the offset of the first character of the last token} */
    int start() {
        return start;
    }

    /** {@return the offset behind the last character of the last token} */
    int end() {
        return position;
    }

    /** Reads the token that starts at or behind {@code offset}. */
    TokenKind read(int offset) {
        position = skipBlanks(text, offset);
        start = position;
        if (position == text.length()) {
            return TokenKind.END;
        }
        char first = text.charAt(position++);
        if (isIdentifierStart(first)) {
            position = identifierEnd(position);
            return TokenKind.IDENTIFIER;
        }
        if (isDigit(first)) {
            // All of it, so that 12abc is one wrong number and not two tokens.
            position = identifierEnd(position);
            return TokenKind.INTEGER;
        }
        return switch (first) {
            case '"' -> string();
            case '$' -> dollar();
            case '@' -> {
                if (isIdentifierStart(current())) {
                    position = identifierEnd(position);
                }
                yield TokenKind.MAP;
            }
            // Blanks are skipped with comments, so this one has no end.
            case '/' -> {
                if (current() == '*') {
                    position = text.length();
                    yield TokenKind.UNTERMINATED_COMMENT;
                }
                yield orAssign(TokenKind.SLASH, TokenKind.DIVIDE_ASSIGN);
            }
            default -> punctuation(first);
        };
    }

    private TokenKind string() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                return TokenKind.UNTERMINATED_STRING;
            }
            position++;
            if (c == '"') {
                return TokenKind.STRING;
            }
            if (c == '\\' && position < text.length() && text.charAt(position) != '\n') {
                position++;
            }
        }
        return TokenKind.UNTERMINATED_STRING;
    }

    private TokenKind dollar() {
        char c = current();
        if (c == '#') {
            position++;
            return TokenKind.PARAMETER_COUNT;
        }
        if (isIdentifierStart(c)) {
            position = identifierEnd(position);
            return TokenKind.VARIABLE;
        }
        if (isDigit(c)) {
            while (isDigit(current())) {
                position++;
            }
            return TokenKind.PARAMETER;
        }
        return TokenKind.UNKNOWN;
    }

    private TokenKind punctuation(char first) {
        return switch (first) {
            case '{' -> TokenKind.LEFT_BRACE;
            case '}' -> TokenKind.RIGHT_BRACE;
            case '(' -> TokenKind.LEFT_PARENTHESIS;
            case ')' -> TokenKind.RIGHT_PARENTHESIS;
            case '[' -> TokenKind.LEFT_BRACKET;
            case ']' -> TokenKind.RIGHT_BRACKET;
            case ',' -> TokenKind.COMMA;
            case ';' -> TokenKind.SEMICOLON;
            case ':' -> TokenKind.COLON;
            case '?' -> TokenKind.QUESTION;
            case '#' -> TokenKind.HASH;
            case '~' -> TokenKind.TILDE;
            case '.' -> then('.') ? TokenKind.RANGE : TokenKind.DOT;
            case '!' -> then('=') ? TokenKind.NOT_EQUAL : TokenKind.NOT;
            case '=' -> then('=') ? TokenKind.EQUAL : TokenKind.ASSIGN;
            case '*' -> orAssign(TokenKind.STAR, TokenKind.MULTIPLY_ASSIGN);
            case '%' -> orAssign(TokenKind.PERCENT, TokenKind.MODULO_ASSIGN);
            case '^' -> orAssign(TokenKind.CARET, TokenKind.XOR_ASSIGN);
            case '+' ->
                    then('+')
                            ? TokenKind.INCREMENT
                            : orAssign(TokenKind.PLUS, TokenKind.ADD_ASSIGN);
            case '-' -> {
                if (then('>')) {
                    yield TokenKind.ARROW;
                }
                yield then('-')
                        ? TokenKind.DECREMENT
                        : orAssign(TokenKind.MINUS, TokenKind.SUBTRACT_ASSIGN);
            }
            case '&' ->
                    then('&')
                            ? TokenKind.LOGICAL_AND
                            : orAssign(TokenKind.AMPERSAND, TokenKind.AND_ASSIGN);
            case '|' ->
                    then('|') ? TokenKind.LOGICAL_OR : orAssign(TokenKind.BAR, TokenKind.OR_ASSIGN);
            case '<' ->
                    then('<')
                            ? orAssign(TokenKind.SHIFT_LEFT, TokenKind.SHIFT_LEFT_ASSIGN)
                            : orAssign(TokenKind.LESS, TokenKind.LESS_OR_EQUAL);
            case '>' ->
                    then('>')
                            ? orAssign(TokenKind.SHIFT_RIGHT, TokenKind.SHIFT_RIGHT_ASSIGN)
                            : orAssign(TokenKind.GREATER, TokenKind.GREATER_OR_EQUAL);
            default -> TokenKind.UNKNOWN;
        };
    }

    private boolean then(char c) {
        if (current() == c) {
            position++;
            return true;
        }
        return false;
    }

    private TokenKind orAssign(TokenKind plain, TokenKind withEqualSign) {
        return then('=') ? withEqualSign : plain;
    }

    /** The character at the position, NUL at the end. */
    private char current() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private int identifierEnd(int offset) {
        int end = offset;
        while (end < text.length() && isIdentifierPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** {@return the offset of what is no blank and no comment, at or behind {@code offset}} */
    static int skipBlanks(String text, int offset) {
        int at = offset;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || (c >= '\t' && c <= '\r')) {
                at++;
            } else if (text.startsWith("//", at)) {
                at = lineEnd(text, at);
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0) {
                    return at;
                }
                at = close + 2;
            } else {
                return at;
            }
        }
        return at;
    }

    /** {@return the offset of the next line feed, or of the end of the text} */
    static int lineEnd(String text, int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@return the value of an ASCII digit of that radix (8, 10 or 16), or -1} */
    static int digit(char c, int radix) {
        int value;
        if (isDigit(c)) {
            value = c - '0';
        } else {
            char lower = (char) (c | 0x20);
            value = lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : radix;
        }
        return value < radix ? value : -1;
    }

    static boolean isIdentifierStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c);
    }
}
