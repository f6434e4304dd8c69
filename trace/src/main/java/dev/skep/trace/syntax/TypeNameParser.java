package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads types. */
final class TypeNameParser {
    private final Tokens tokens;
    private final StatementParser statements;

    TypeNameParser(Tokens tokens, StatementParser statements) {
        this.tokens = tokens;
        this.statements = statements;
    }

    /** Reads the type that must be here. */
    TypeName type() {
        TypeName type = tryType();
        if (type == null) {
            throw tokens.expected("type name");
        }
        return type;
    }

    /** Reads a type if there is one; else stays where it is, and notes no problem. */
    @Nullable TypeName tryType() {
        int start = tokens.start();
        if (!tokens.is(TokenKind.IDENTIFIER)) {
            return null;
        }
        if (tokens.isWord("typeof") && tokens.peek() == TokenKind.LEFT_PARENTHESIS) {
            return typeOf(start);
        }
        while (tokens.isWord("const") || tokens.isWord("volatile")) {
            tokens.advance();
        }
        String keyword = null;
        if (tokens.isWord("struct") || tokens.isWord("union") || tokens.isWord("enum")) {
            keyword = tokens.tokenText();
            tokens.advance();
        }
        if (!tokens.is(TokenKind.IDENTIFIER) || Vocabulary.isKeyword(tokens.tokenText())) {
            tokens.moveTo(start);
            return null;
        }
        String name = name(keyword == null);
        List<TypeName.Suffix> suffixes = new ArrayList<>();
        while (true) {
            if (tokens.skip(TokenKind.STAR)) {
                suffixes.add(new TypeName.PointerTo());
            } else if (tokens.is(TokenKind.LEFT_BRACKET)) {
                TypeName.ArrayOf array = tryArray();
                if (array == null) {
                    tokens.moveTo(start);
                    return null;
                }
                suffixes.add(array);
            } else {
                return new TypeName(tokens.spanFrom(start), keyword, name, suffixes, null);
            }
        }
    }

    /** Reads {@code typeof(…)}, which is a type and can be nothing else. */
    private TypeName typeOf(int start) {
        tokens.advance();
        tokens.advance();
        Expression of = statements.expressions().typeOrExpression();
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        return TypeName.typeOf(tokens.spanFrom(start), of);
    }

    private String name(boolean mayHaveSeveralWords) {
        String first = tokens.tokenText();
        tokens.advance();
        if (!mayHaveSeveralWords || !Vocabulary.isTypeWordOfC(first)) {
            return first;
        }
        var name = new StringBuilder(first);
        while (tokens.is(TokenKind.IDENTIFIER) && Vocabulary.isTypeWordOfC(tokens.tokenText())) {
            name.append(' ').append(tokens.tokenText());
            tokens.advance();
        }
        return name.toString();
    }

    private TypeName.@Nullable ArrayOf tryArray() {
        tokens.advance();
        long length = -1;
        if (tokens.is(TokenKind.INTEGER)) {
            IntegerText integer = IntegerText.read(tokens.tokenText());
            if (integer.error() != null || integer.value() < 0) {
                return null;
            }
            length = integer.value();
            tokens.advance();
        }
        return tokens.skip(TokenKind.RIGHT_BRACKET) ? new TypeName.ArrayOf(length) : null;
    }
}
