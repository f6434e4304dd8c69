package dev.skep.c;

import dev.skep.c.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the directives of a text, and puts macros in the places of their names.
 *
 * <p>Macros with parameters are known but can't be used yet. Headers in angle brackets need not be
 * there: types of the kernel come from its BTF.
 */
final class Preprocessor {
    /** Macros that call each other may grow without end; no header comes near to this. */
    private static final int MOST_TOKENS = 200_000;

    /** Headers that include each other do so without end. */
    private static final int DEEPEST = 64;

    /**
     * A macro.
     *
     * @param name its name's place
     * @param parameters whether it has any, or at least parentheses
     * @param body what it stands for
     */
    record Macro(Token name, boolean parameters, List<Token> body) {}

    /** An {@code #if} that is open. */
    private static final class Section {
        final Token start;
        final boolean outerCounts;
        boolean counts;
        boolean taken;

        Section(Token start, boolean outerCounts, boolean counts) {
            this.start = start;
            this.outerCounts = outerCounts;
            this.counts = outerCounts && counts;
            this.taken = counts;
        }
    }

    private final List<CProblem> problems;
    private final Map<String, Macro> macros = new LinkedHashMap<>();
    private final List<Token> output = new ArrayList<>();
    private final Deque<Section> sections = new ArrayDeque<>();
    private final CHeaders headers;
    private final Set<String> once = new HashSet<>();
    private CLexer lexer = new CLexer("");

    /** The header that is being read; empty in the text itself. */
    private String header = "";

    /** The line of the text that the header is included by; null in the text itself. */
    private @Nullable Token place;

    private int depth;

    Preprocessor(List<CProblem> problems, Map<String, String> defined, CHeaders headers) {
        this.problems = problems;
        this.headers = headers;
        for (Map.Entry<String, String> macro : defined.entrySet()) {
            define(new CLexer(macro.getKey() + " " + macro.getValue()));
        }
    }

    /** {@return the macros that are defined at the end} */
    Map<String, Macro> macros() {
        return macros;
    }

    /** {@return the words of a text, directives done and macros replaced} */
    List<Token> run(String text) {
        read(text);
        if (!sections.isEmpty()) {
            error(sections.peek().start, "#endif is missing");
        }
        return output;
    }

    private void read(String text) {
        lexer = new CLexer(text);
        for (Token token = lexer.next(false); token.kind() != Kind.END; token = lexer.next(false)) {
            if (token.is("#") && startsLine(text, token.start())) {
                directive(token);
            } else if (counts()) {
                expand(inText(token), output);
            }
        }
    }

    /** {@return a word as it stands in the text: those of headers stand where they are included} */
    private Token inText(Token token) {
        return place == null ? token : token.at(place, token.hidden());
    }

    private static boolean startsLine(String text, int at) {
        int i = at - 1;
        while (i >= 0 && text.charAt(i) != '\n') {
            if (text.charAt(i) > ' ') {
                return false;
            }
            i--;
        }
        return true;
    }

    private boolean counts() {
        Section innermost = sections.peek();
        return innermost == null || innermost.counts;
    }

    private void directive(Token hash) {
        Token name = lexer.next(true);
        switch (name.text()) {
            case "ifdef", "ifndef" -> {
                Token macro = lexer.next(true);
                if (!macro.isIdentifier()) {
                    error(name, "the name of a macro is missing");
                }
                boolean known = macros.containsKey(macro.text());
                sections.push(new Section(hash, counts(), known == name.is("ifdef")));
            }
            case "if" -> sections.push(new Section(hash, counts(), counts() && condition(name)));
            case "elif" -> orElse(name, true);
            case "else" -> orElse(name, false);
            case "endif" -> {
                if (sections.poll() == null) {
                    error(name, "#endif without #if");
                }
            }
            default -> {
                if (counts()) {
                    effective(name);
                }
            }
        }
        lexer.skipLine();
    }

    private void orElse(Token name, boolean conditional) {
        Section section = sections.peek();
        if (section == null) {
            error(name, "#" + name.text() + " without #if");
            return;
        }
        boolean may = section.outerCounts && !section.taken;
        section.counts = may && (!conditional || condition(name));
        section.taken |= section.counts;
    }

    private void effective(Token name) {
        switch (name.text()) {
            case "define" -> define(lexer);
            case "undef" -> macros.remove(lexer.next(true).text());
            case "include" -> include(name);
            case "error" -> error(name, "#error " + lexer.restOfLine());
            case "pragma" -> {
                if (lexer.next(true).is("once")) {
                    once.add(header);
                }
            }
            case "line", "ident", "warning", "" -> {
                // Nothing that types depend on.
            }
            default -> error(name, "unknown directive #" + name.text());
        }
    }

    private void include(Token name) {
        String written = lexer.restOfLine();
        boolean angled = written.startsWith("<");
        int end = written.indexOf(angled ? '>' : '"', 1);
        if (end < 0 || (!angled && !written.startsWith("\""))) {
            error(name, "#include needs \"file\" or <file>");
            return;
        }
        CHeaders.Header found = headers.find(written.substring(1, end), angled, header);
        if (found != null) {
            include(found, inText(name));
        } else if (angled) {
            Token at = inText(name);
            problems.add(
                    new CProblem(
                            at.start(),
                            at.end(),
                            false,
                            "the header "
                                    + written.substring(0, end + 1)
                                    + " is not read: types are those of the kernel's BTF and of"
                                    + " the script"));
        } else {
            error(name, "'" + written.substring(1, end) + "' file not found");
        }
    }

    /** Reads a header, whose words stand at {@code from} then. */
    void include(CHeaders.Header found, Token from) {
        if (once.contains(found.path())) {
            return;
        }
        if (depth == DEEPEST) {
            error(from, "too many headers include each other");
            return;
        }
        CLexer outer = lexer;
        String outerHeader = header;
        Token outerPlace = place;
        depth++;
        header = found.path();
        place = from;
        read(found.text());
        lexer = outer;
        header = outerHeader;
        place = outerPlace;
        depth--;
    }

    private void define(CLexer from) {
        Token name = from.next(true);
        if (!name.isIdentifier()) {
            error(name, "the name of a macro is missing");
            return;
        }
        int behind = from.position();
        List<Token> body = new ArrayList<>();
        for (Token token = from.next(true); token.kind() != Kind.END; token = from.next(true)) {
            body.add(token);
        }
        boolean parameters =
                !body.isEmpty() && body.getFirst().is("(") && body.getFirst().start() == behind;
        macros.put(name.text(), new Macro(inText(name), parameters, List.copyOf(body)));
    }

    private boolean condition(Token directive) {
        List<Token> words = new ArrayList<>();
        for (Token token = lexer.next(true); token.kind() != Kind.END; token = lexer.next(true)) {
            words.add(token);
        }
        List<Token> expanded = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Token word = words.get(i);
            if (word.is("defined")) {
                boolean wrapped = i + 1 < words.size() && words.get(i + 1).is("(");
                int at = i + (wrapped ? 2 : 1);
                boolean known = at < words.size() && macros.containsKey(words.get(at).text());
                expanded.add(new Token(Kind.NUMBER, known ? "1" : "0", word.start(), word.end()));
                i = wrapped ? at + 1 : at;
            } else {
                expand(word, expanded);
            }
        }
        try {
            // What is no macro by now counts as 0.
            return ConstantExpression.of(expanded, directive, name -> new CConstant.Int(0, false))
                            instanceof CConstant.Int(long value, boolean _)
                    && value != 0;
        } catch (CSyntaxException e) {
            error(directive, e.problem().message());
            return false;
        }
    }

    /** {@return a macro's value once all macros in it are replaced} */
    List<Token> expanded(Macro macro) {
        List<Token> to = new ArrayList<>();
        for (Token token : macro.body) {
            expand(token.at(macro.name, Set.of(macro.name.text())), to);
        }
        return to;
    }

    private void expand(Token first, List<Token> to) {
        Deque<Token> waiting = new ArrayDeque<>();
        waiting.push(first);
        while (!waiting.isEmpty()) {
            Token token = waiting.pop();
            Macro macro = macroOf(token);
            if (macro == null) {
                to.add(token);
                if (to.size() > MOST_TOKENS) {
                    error(first, "the macros here stand for too much");
                    to.clear();
                    return;
                }
                continue;
            }
            if (waiting.size() + macro.body.size() > MOST_TOKENS) {
                error(first, "the macros here stand for too much");
                to.clear();
                return;
            }
            Set<String> hidden = new HashSet<>(token.hidden());
            hidden.add(token.text());
            for (int i = macro.body.size() - 1; i >= 0; i--) {
                waiting.push(macro.body.get(i).at(first, hidden));
            }
        }
    }

    private @Nullable Macro macroOf(Token token) {
        if (!token.isIdentifier() || token.hidden().contains(token.text())) {
            return null;
        }
        Macro macro = macros.get(token.text());
        return macro == null || macro.parameters ? null : macro;
    }

    private void error(Token token, String message) {
        Token at = inText(token);
        problems.add(
                new CProblem(
                        at.start(),
                        at.end(),
                        true,
                        header.isEmpty() ? message : header + ": " + message));
    }
}
