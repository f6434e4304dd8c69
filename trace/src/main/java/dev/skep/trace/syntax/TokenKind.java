package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

/** What a token is. */
enum TokenKind {
    END("end of script"),
    IDENTIFIER("identifier"),
    VARIABLE("variable"),
    PARAMETER("parameter"),
    PARAMETER_COUNT("'$#'"),
    MAP("map"),
    INTEGER("integer"),
    STRING("string"),
    UNTERMINATED_STRING("string"),
    UNTERMINATED_COMMENT("comment"),
    UNKNOWN("character"),

    LEFT_BRACE("'{'"),
    RIGHT_BRACE("'}'"),
    LEFT_PARENTHESIS("'('"),
    RIGHT_PARENTHESIS("')'"),
    LEFT_BRACKET("'['"),
    RIGHT_BRACKET("']'"),
    COMMA("','"),
    SEMICOLON("';'"),
    COLON("':'"),
    QUESTION("'?'"),
    DOT("'.'"),
    RANGE("'..'"),
    ARROW("'->'"),
    HASH("'#'"),
    NOT("'!'"),
    TILDE("'~'"),
    INCREMENT("'++'"),
    DECREMENT("'--'"),

    PLUS("'+'", BinaryOperator.ADD),
    MINUS("'-'", BinaryOperator.SUBTRACT),
    STAR("'*'", BinaryOperator.MULTIPLY),
    SLASH("'/'", BinaryOperator.DIVIDE),
    PERCENT("'%'", BinaryOperator.MODULO),
    AMPERSAND("'&'", BinaryOperator.AND),
    BAR("'|'", BinaryOperator.OR),
    CARET("'^'", BinaryOperator.XOR),
    SHIFT_LEFT("'<<'", BinaryOperator.SHIFT_LEFT),
    SHIFT_RIGHT("'>>'", BinaryOperator.SHIFT_RIGHT),
    LOGICAL_AND("'&&'", BinaryOperator.LOGICAL_AND),
    LOGICAL_OR("'||'", BinaryOperator.LOGICAL_OR),
    EQUAL("'=='", BinaryOperator.EQUAL),
    NOT_EQUAL("'!='", BinaryOperator.NOT_EQUAL),
    LESS("'<'", BinaryOperator.LESS),
    GREATER("'>'", BinaryOperator.GREATER),
    LESS_OR_EQUAL("'<='", BinaryOperator.LESS_OR_EQUAL),
    GREATER_OR_EQUAL("'>='", BinaryOperator.GREATER_OR_EQUAL),

    ASSIGN("'='"),
    ADD_ASSIGN("'+='"),
    SUBTRACT_ASSIGN("'-='"),
    MULTIPLY_ASSIGN("'*='"),
    DIVIDE_ASSIGN("'/='"),
    MODULO_ASSIGN("'%='"),
    AND_ASSIGN("'&='"),
    OR_ASSIGN("'|='"),
    XOR_ASSIGN("'^='"),
    SHIFT_LEFT_ASSIGN("'<<='"),
    SHIFT_RIGHT_ASSIGN("'>>='");

    private final String text;
    private final @Nullable BinaryOperator binary;

    TokenKind(String text) {
        this.text = text;
        this.binary = null;
    }

    TokenKind(String text, BinaryOperator binary) {
        this.text = text;
        this.binary = binary;
    }

    /** {@return how messages call it, in quotation marks if it is written so} */
    String text() {
        return text;
    }

    /** {@return the operator that it is between two operands, or null} */
    @Nullable BinaryOperator binary() {
        return binary;
    }

    /** {@return the operator of a compound assignment, or null} */
    @Nullable BinaryOperator compound() {
        return switch (this) {
            case ADD_ASSIGN -> BinaryOperator.ADD;
            case SUBTRACT_ASSIGN -> BinaryOperator.SUBTRACT;
            case MULTIPLY_ASSIGN -> BinaryOperator.MULTIPLY;
            case DIVIDE_ASSIGN -> BinaryOperator.DIVIDE;
            case MODULO_ASSIGN -> BinaryOperator.MODULO;
            case AND_ASSIGN -> BinaryOperator.AND;
            case OR_ASSIGN -> BinaryOperator.OR;
            case XOR_ASSIGN -> BinaryOperator.XOR;
            case SHIFT_LEFT_ASSIGN -> BinaryOperator.SHIFT_LEFT;
            case SHIFT_RIGHT_ASSIGN -> BinaryOperator.SHIFT_RIGHT;
            default -> null;
        };
    }

    /** {@return whether an expression can start with it} */
    boolean startsExpression() {
        return switch (this) {
            case IDENTIFIER,
                    VARIABLE,
                    PARAMETER,
                    PARAMETER_COUNT,
                    MAP,
                    INTEGER,
                    STRING,
                    LEFT_PARENTHESIS,
                    NOT,
                    TILDE,
                    INCREMENT,
                    DECREMENT,
                    MINUS,
                    STAR,
                    AMPERSAND ->
                    true;
            default -> false;
        };
    }
}
