package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a script into its syntax tree. Recursive descent, without backtracking but for types and
 * casts.
 */
public final class Parser {
    private final SourceText source;
    private final Tokens tokens;
    private final StatementParser statements;
    private final List<ConfigSetting> settings = new ArrayList<>();
    private boolean configured;
    private final List<Import> imports = new ArrayList<>();
    private final List<MapDeclaration> mapDeclarations = new ArrayList<>();
    private final List<Macro> macros = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();

    private Parser(SourceText source) {
        this.source = source;
        this.tokens = new Tokens(source);
        this.statements = new StatementParser(tokens);
    }

    /**
     * What was read.
     *
     * @param script the tree; where there are problems, what could be read of it
     * @param problems what could not be read, in the order of the text; all of them are errors
     */
    public record Result(Script script, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * {@return the tree of a script, and what is wrong with its text} Never fails otherwise. Of a
     * script that has brought in others, it is that of the last of them.
     */
    public static Result parse(SourceText source) {
        return new Parser(source).script();
    }

    private Result script() {
        int first = source.scriptStart(source.text().length());
        if (first > 0) {
            tokens.moveTo(first);
        }
        if (source.text().startsWith("#!", first)) {
            tokens.moveTo(Lexer.lineEnd(source.text(), first));
        }
        Preamble preamble = preamble();
        while (!tokens.is(TokenKind.END)) {
            int level = tokens.level();
            int start = tokens.start();
            try {
                topLevel();
            } catch (SyntaxError noted) {
                tokens.level(level);
                skipToBody();
                if (tokens.start() == start) {
                    tokens.advance();
                }
            }
        }
        Span all = new Span(first, source.text().length());
        var script =
                new Script(
                        all, source, preamble, settings, imports, mapDeclarations, macros, probes);
        return new Result(script, tokens.problems());
    }

    /**
     * Reads the C part: directives up to the end of their lines, declarations up to their braces or
     * semicolons.
     */
    private @Nullable Preamble preamble() {
        String text = source.text();
        int start = tokens.start();
        int end = start;
        while (true) {
            if (tokens.is(TokenKind.HASH)) {
                end = Lexer.lineEnd(text, tokens.start());
                while (end < text.length() && text.charAt(end - 1) == '\\') {
                    end = Lexer.lineEnd(text, end + 1);
                }
                tokens.moveTo(end);
            } else if (isDeclaration()) {
                skipDeclaration();
                end = tokens.previousEnd();
            } else {
                break;
            }
        }
        return end == start ? null : new Preamble(new Span(start, end), text.substring(start, end));
    }

    private boolean isDeclaration() {
        return tokens.isWord("struct")
                || tokens.isWord("union")
                || tokens.isWord("enum")
                || tokens.isWord("typedef");
    }

    private void skipDeclaration() {
        boolean typedef = tokens.isWord("typedef");
        int depth = 0;
        while (!tokens.is(TokenKind.END)) {
            TokenKind kind = tokens.kind();
            tokens.advance();
            if (kind == TokenKind.LEFT_BRACE) {
                depth++;
            } else if (kind == TokenKind.RIGHT_BRACE) {
                depth--;
                // Attributes may follow, up to the semicolon.
                if (depth <= 0 && !typedef && !tokens.isWord("__attribute__")) {
                    tokens.skip(TokenKind.SEMICOLON);
                    return;
                }
            } else if (kind == TokenKind.SEMICOLON && depth == 0) {
                return;
            }
        }
    }

    private void topLevel() {
        int start = tokens.start();
        TokenKind next = tokens.peek();
        if (tokens.isWord("config") && next == TokenKind.ASSIGN) {
            mustComeFirst("config must");
            config();
        } else if (tokens.isWord("config") && next == TokenKind.LEFT_BRACE) {
            tokens.advance();
            throw tokens.expected("'='");
        } else if (tokens.isWord("import") && isImport(next)) {
            mustComeFirst("root imports must");
            importLine(start);
        } else if (tokens.isWord("let") && next == TokenKind.MAP) {
            mapDeclaration(start);
        } else if (tokens.isWord("let") && next == TokenKind.VARIABLE) {
            throw tokens.fail(
                    tokens.span(),
                    "syntax: root-level let statements need to be map declarations, e.g. let @a ="
                            + " hash(2);");
        } else if (isDeclaration() && next == TokenKind.IDENTIFIER) {
            skipDeclaration();
            tokens.fail(
                    tokens.spanFrom(start),
                    "syntax: C definitions must appear before probes and functions");
        } else if (tokens.isWord("macro") && next == TokenKind.IDENTIFIER) {
            macro(start);
        } else {
            probe(start);
        }
    }

    private static boolean isImport(TokenKind next) {
        return next == TokenKind.STRING || next == TokenKind.IDENTIFIER;
    }

    private void mustComeFirst(String what) {
        if (!probes.isEmpty() || !macros.isEmpty()) {
            throw tokens.fail(
                    tokens.span(), "syntax: " + what + " appear before probes and functions");
        }
    }

    private void config() {
        if (configured) {
            tokens.fail(tokens.span(), "syntax: duplicate config block");
        }
        configured = true;
        tokens.advance();
        tokens.advance();
        tokens.expect(TokenKind.LEFT_BRACE);
        while (!tokens.is(TokenKind.RIGHT_BRACE)) {
            int start = tokens.start();
            if (!tokens.is(TokenKind.IDENTIFIER)) {
                throw tokens.expected("name of a setting");
            }
            String key = tokens.tokenText();
            tokens.advance();
            tokens.expect(TokenKind.ASSIGN);
            if (tokens.kind() == TokenKind.MINUS) {
                throw tokens.expected("string, int, boolean, or ident");
            }
            Expression value = statements.expressions().unary();
            settings.add(new ConfigSetting(tokens.spanFrom(start), key, value));
            if (!tokens.is(TokenKind.RIGHT_BRACE)) {
                tokens.expect(TokenKind.SEMICOLON);
            }
        }
        tokens.advance();
        tokens.skip(TokenKind.SEMICOLON);
    }

    private void importLine(int start) {
        tokens.advance();
        if (!tokens.is(TokenKind.STRING)) {
            throw tokens.fail(tokens.span(), "syntax: expected string after 'import'");
        }
        String path = new Expression.StringLiteral(tokens.span(), StringText.read(tokens)).text();
        tokens.advance();
        imports.add(new Import(tokens.spanFrom(start), path));
        if (!tokens.skip(TokenKind.SEMICOLON)) {
            throw tokens.fail(tokens.span(), "syntax: expected ';' after import");
        }
    }

    private void mapDeclaration(int start) {
        tokens.advance();
        String name = tokens.tokenText();
        tokens.advance();
        tokens.expect(TokenKind.ASSIGN);
        Span kindSpan = tokens.span();
        String kind = tokens.tokenText();
        if (!tokens.is(TokenKind.IDENTIFIER)) {
            throw tokens.expected("kind of map");
        }
        tokens.advance();
        tokens.expect(TokenKind.LEFT_PARENTHESIS);
        IntegerText size = IntegerText.read(tokens.tokenText());
        if (!tokens.is(TokenKind.INTEGER) || size.error() != null) {
            throw tokens.expected("integer");
        }
        tokens.advance();
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        mapDeclarations.add(
                new MapDeclaration(tokens.spanFrom(start), name, kind, kindSpan, size.value()));
        tokens.skip(TokenKind.SEMICOLON);
    }

    private void macro(int start) {
        tokens.advance();
        String name = tokens.tokenText();
        tokens.advance();
        tokens.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> parameters = new ArrayList<>();
        while (!tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
            parameters.add(macroParameter());
            if (!tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
                tokens.expect(TokenKind.COMMA);
            }
        }
        tokens.advance();
        Expression.BlockExpression body = statements.blockExpression();
        macros.add(new Macro(tokens.spanFrom(start), name, parameters, body));
    }

    private Expression macroParameter() {
        Span span = tokens.span();
        String name = tokens.tokenText();
        Expression parameter =
                switch (tokens.kind()) {
                    case IDENTIFIER -> new Expression.Name(span, name);
                    case VARIABLE -> new Expression.Variable(span, name);
                    case MAP -> new Expression.MapAccess(span, span, name, null);
                    default -> throw tokens.expected("parameter");
                };
        tokens.advance();
        return parameter;
    }

    private void probe(int start) {
        String name = null;
        if (tokens.is(TokenKind.IDENTIFIER) && tokens.peek() == TokenKind.ASSIGN) {
            name = tokens.tokenText();
            tokens.advance();
            tokens.advance();
        }
        List<AttachPoint> attachPoints = new AttachPointParser(tokens).attachPoints();
        Expression predicate = null;
        if (tokens.skip(TokenKind.SLASH)) {
            predicate = statements.expressions().predicate();
            tokens.expect(TokenKind.SLASH);
        }
        Statement.Block body = statements.block();
        probes.add(new Probe(tokens.spanFrom(start), name, attachPoints, predicate, body));
    }

    /**
     * After a probe's head that can't be read, reads its body all the same, for what is wrong
     * there.
     */
    private void skipToBody() {
        while (!tokens.is(TokenKind.LEFT_BRACE) && !tokens.is(TokenKind.END)) {
            tokens.advance();
        }
        if (tokens.is(TokenKind.LEFT_BRACE)) {
            int level = tokens.level();
            try {
                statements.block();
            } catch (SyntaxError noted) {
                tokens.level(level);
            }
        }
    }
}
