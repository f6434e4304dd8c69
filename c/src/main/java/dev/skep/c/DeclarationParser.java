package dev.skep.c;

import dev.skep.bpf.btf.BtfType;
import dev.skep.c.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads declarations into a {@link TypeTable}. What can't be read is passed over and noted. */
final class DeclarationParser {
    private static final int MAX_DEPTH = 32;

    private final List<Token> tokens;
    private final TypeTable types;
    private final List<CProblem> problems;
    private final Map<String, CConstant> enumerators = new HashMap<>();
    private final ConstantExpression.Names outer;
    private int at;
    private int depth;

    DeclarationParser(
            List<Token> tokens,
            TypeTable types,
            List<CProblem> problems,
            ConstantExpression.Names outer) {
        this.tokens = tokens;
        this.types = types;
        this.problems = problems;
        this.outer = outer;
    }

    /** {@return the constants of the text's own enums} */
    Map<String, CConstant> enumerators() {
        return enumerators;
    }

    /** Reads all declarations. */
    void run() {
        while (peek().kind() != Kind.END) {
            int start = at;
            try {
                declaration();
            } catch (CSyntaxException e) {
                problems.add(e.problem());
                at = start;
                depth = 0;
                recover();
            }
        }
    }

    /** Goes on behind the declaration that begins here: its semicolon is in no braces. */
    private void recover() {
        int braces = 0;
        while (peek().kind() != Kind.END) {
            Token token = tokens.get(at++);
            if (token.is("{")) {
                braces++;
            } else if (token.is("}")) {
                braces--;
            } else if (token.is(";") && braces <= 0) {
                return;
            }
        }
    }

    private Token peek() {
        if (at < tokens.size()) {
            return tokens.get(at);
        }
        Token last = tokens.isEmpty() ? new Token(Kind.END, "", 0, 1) : tokens.getLast();
        return new Token(Kind.END, "", last.start(), last.end());
    }

    private boolean skip(String text) {
        boolean there = peek().is(text);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String text) throws CSyntaxException {
        if (!skip(text)) {
            throw new CSyntaxException(
                    peek(), "'" + text + "' is expected instead of " + peek().shown());
        }
    }

    private void declaration() throws CSyntaxException {
        if (skip(";")) {
            return;
        }
        boolean typedef = skip("typedef");
        Specifiers specifiers = specifiers();
        if (skip(";") || (!typedef && isAtEndOfBody())) {
            return;
        }
        do {
            Declarator declarator = declarator(specifiers.type);
            if (typedef) {
                types.typedef(declarator.name.text(), declarator.type);
            } else if (!(types.type(declarator.type) instanceof BtfType.FuncProto)) {
                throw new CSyntaxException(
                        declarator.name, "variables can't be declared in the C part of a script");
            }
        } while (skip(","));
        if (peek().is("{")) {
            throw new CSyntaxException(peek(), "functions of C are not supported yet");
        }
        expect(";");
    }

    /** Scripts may leave out the semicolon behind a body, where C asks for one. */
    private boolean isAtEndOfBody() {
        Token next = peek();
        return at > 0
                && tokens.get(at - 1).is("}")
                && (next.kind() == Kind.END || isTag(next) || next.is("typedef"));
    }

    private static boolean isTag(Token token) {
        return token.is("struct") || token.is("union") || token.is("enum");
    }

    /** A type in front of names, and whether it was said to be packed or aligned. */
    private record Specifiers(int type) {}

    private record Declarator(Token name, int type) {}

    /** What {@code __attribute__} says. */
    private static final class Attributes {
        boolean packed;
        int aligned = 1;
    }

    private Specifiers specifiers() throws CSyntaxException {
        Words words = new Words();
        int type = -1;
        while (true) {
            Token token = peek();
            if (token.kind() != Kind.IDENTIFIER || (type >= 0 && isTag(token))) {
                break;
            }
            if (isQualifier(token)) {
                at++;
            } else if (token.is("__attribute__") || token.is("__attribute")) {
                attributes(new Attributes());
            } else if (token.is("struct") || token.is("union")) {
                type = struct();
            } else if (token.is("enum")) {
                type = enumeration();
            } else if (type < 0 && words.take(token.text())) {
                at++;
            } else if (type < 0 && words.isEmpty()) {
                type = types.named(token.text());
                if (type == 0) {
                    throw new CSyntaxException(token, "unknown type name '" + token.text() + "'");
                }
                at++;
            } else {
                break;
            }
        }
        if (type < 0) {
            if (words.isEmpty()) {
                throw new CSyntaxException(
                        peek(), "a type is expected instead of " + peek().shown());
            }
            type = words.type(types);
        }
        return new Specifiers(type);
    }

    private static boolean isQualifier(Token token) {
        return switch (token.text()) {
            case "const",
                    "volatile",
                    "restrict",
                    "__restrict",
                    "static",
                    "extern",
                    "inline",
                    "register",
                    "__extension__",
                    "__user",
                    "__rcu",
                    "__percpu" ->
                    true;
            default -> false;
        };
    }

    /** Reads {@code __attribute__((…))} if it is here. */
    private boolean attributes(Attributes attributes) throws CSyntaxException {
        if (!skip("__attribute__") && !skip("__attribute")) {
            return false;
        }
        expect("(");
        int open = 1;
        while (open > 0) {
            Token token = peek();
            if (token.kind() == Kind.END) {
                throw new CSyntaxException(token, "')' is missing");
            }
            at++;
            if (token.is("(")) {
                open++;
            } else if (token.is(")")) {
                open--;
            } else if (token.is("packed") || token.is("__packed__")) {
                attributes.packed = true;
            } else if ((token.is("aligned") || token.is("__aligned__")) && skip("(")) {
                attributes.aligned = alignment();
            }
        }
        return true;
    }

    private int alignment() throws CSyntaxException {
        Token place = peek();
        long value = number(upTo(")"), place);
        if (value < 1 || value > 4096 || Long.bitCount(value) != 1) {
            throw new CSyntaxException(place, "an alignment is a power of two up to 4096");
        }
        return (int) value;
    }

    private int struct() throws CSyntaxException {
        Token keyword = tokens.get(at++);
        Attributes attributes = new Attributes();
        while (attributes(attributes)) {
            // There may be several.
        }
        String name = peek().isIdentifier() ? tokens.get(at++).text() : "";
        if (!peek().is("{")) {
            if (name.isEmpty()) {
                throw new CSyntaxException(peek(), "a name or '{' is expected here");
            }
            return types.tagged(keyword.text(), name);
        }
        if (++depth > MAX_DEPTH) {
            throw new CSyntaxException(keyword, "structs are nested too deeply");
        }
        at++;
        int id = types.reserve(keyword.text(), name);
        if (!(types.type(id) instanceof BtfType.Fwd)) {
            throw new CSyntaxException(keyword, keyword.text() + " " + name + " is defined twice");
        }
        int start = at;
        int end = closing();
        // Packing is said behind the members, but is needed to place them.
        at = end + 1;
        while (attributes(attributes)) {
            // There may be several.
        }
        int behind = at;
        at = start;
        var layout = new StructLayout(types, keyword.is("union"), attributes.packed);
        while (at < end) {
            members(layout);
        }
        if (layout.isTooLarge()) {
            throw new CSyntaxException(keyword, "the struct is too large");
        }
        types.define(id, layout.finish(name, attributes.aligned));
        at = behind;
        depth--;
        return id;
    }

    /** {@return where the brace is that closes the one before what is here} */
    private int closing() throws CSyntaxException {
        int open = 1;
        for (int i = at; i < tokens.size(); i++) {
            if (tokens.get(i).is("{")) {
                open++;
            } else if (tokens.get(i).is("}") && --open == 0) {
                return i;
            }
        }
        throw new CSyntaxException(peek(), "'}' is missing");
    }

    private void members(StructLayout layout) throws CSyntaxException {
        if (skip(";")) {
            return;
        }
        Specifiers specifiers = specifiers();
        if (skip(";")) {
            if (types.type(specifiers.type) instanceof BtfType.Composite) {
                layout.member("", specifiers.type, types.size(specifiers.type));
            }
            return;
        }
        do {
            if (peek().is(":")) {
                bitField(layout, null, specifiers.type);
                continue;
            }
            Declarator declarator = declarator(specifiers.type);
            if (peek().is(":")) {
                bitField(layout, declarator.name, declarator.type);
                continue;
            }
            long size = types.size(declarator.type);
            if (size < 0) {
                throw new CSyntaxException(
                        declarator.name,
                        "the size of '" + declarator.name.text() + "' is not known or too large");
            }
            layout.member(declarator.name.text(), declarator.type, size);
        } while (skip(","));
        expect(";");
    }

    private void bitField(StructLayout layout, @Nullable Token name, int type)
            throws CSyntaxException {
        Token place = peek();
        at++;
        List<Token> words = new ArrayList<>();
        while (!peek().is(",") && !peek().is(";") && peek().kind() != Kind.END) {
            words.add(tokens.get(at++));
        }
        long width = number(words, place);
        long size = types.size(type);
        boolean fits = (size == 1 || size == 2 || size == 4 || size == 8) && width <= size * 8;
        if (!fits || width < 0 || (width == 0 && name != null)) {
            throw new CSyntaxException(place, "a bit field can't have " + width + " bits here");
        }
        layout.bitField(name == null ? "" : name.text(), type, size, (int) width);
    }

    private Declarator declarator(int base) throws CSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new CSyntaxException(peek(), "the declaration is nested too deeply");
        }
        int type = base;
        while (skip("*")) {
            type = types.add(new BtfType.Ptr(type));
            while (isQualifier(peek())) {
                at++;
            }
        }
        Declarator declarator;
        if (skip("(")) {
            int inside = at;
            passOver();
            int outerType = suffixes(type);
            int behind = at;
            at = inside;
            declarator = declarator(outerType);
            expect(")");
            at = behind;
        } else {
            Token name = peek();
            if (!name.isIdentifier()) {
                throw new CSyntaxException(name, "a name is expected instead of " + name.shown());
            }
            at++;
            declarator = new Declarator(name, suffixes(type));
        }
        while (attributes(new Attributes())) {
            // Of no effect on what is described here.
        }
        depth--;
        return declarator;
    }

    /** Goes behind the parenthesis that closes the one before what is here. */
    private void passOver() throws CSyntaxException {
        int open = 1;
        while (open > 0) {
            Token token = peek();
            if (token.kind() == Kind.END) {
                throw new CSyntaxException(token, "')' is missing");
            }
            at++;
            open += token.is("(") ? 1 : 0;
            open -= token.is(")") ? 1 : 0;
        }
    }

    private int suffixes(int type) throws CSyntaxException {
        if (skip("(")) {
            // What a function takes is of no use to a script.
            passOver();
            return types.add(new BtfType.FuncProto(type, List.of()));
        }
        List<Long> lengths = new ArrayList<>();
        while (peek().is("[")) {
            Token place = peek();
            at++;
            List<Token> words = upTo("]");
            long length = words.isEmpty() ? 0 : number(words, place);
            if (length < 0 || length > Integer.MAX_VALUE || lengths.size() > MAX_DEPTH) {
                throw new CSyntaxException(place, "an array can't have " + length + " elements");
            }
            lengths.add(length);
        }
        int array = type;
        for (int i = lengths.size() - 1; i >= 0; i--) {
            int index = types.integer("unsigned int", 4, 0);
            array = types.add(new BtfType.Array(array, index, lengths.get(i)));
        }
        return array;
    }

    /** {@return the words up to a closing one, which is passed too} */
    private List<Token> upTo(String close) throws CSyntaxException {
        String open = close.equals(")") ? "(" : "[";
        List<Token> words = new ArrayList<>();
        int nested = 0;
        while (true) {
            Token token = peek();
            if (token.kind() == Kind.END) {
                throw new CSyntaxException(token, "'" + close + "' is missing");
            }
            at++;
            if (token.is(close) && nested-- == 0) {
                return words;
            }
            nested += token.is(open) ? 1 : 0;
            words.add(token);
        }
    }

    private long number(List<Token> words, Token place) throws CSyntaxException {
        if (ConstantExpression.of(words, place, this::constant)
                instanceof CConstant.Int(long value, boolean _)) {
            return value;
        }
        throw new CSyntaxException(place, "a number is expected here");
    }

    private @Nullable CConstant constant(String name) {
        CConstant own = enumerators.get(name);
        return own == null ? outer.value(name) : own;
    }

    private int enumeration() throws CSyntaxException {
        Token keyword = tokens.get(at++);
        while (attributes(new Attributes())) {
            // Of no effect on what is described here.
        }
        String name = peek().isIdentifier() ? tokens.get(at++).text() : "";
        if (!skip("{")) {
            if (name.isEmpty()) {
                throw new CSyntaxException(peek(), "a name or '{' is expected here");
            }
            return types.tagged("enum", name);
        }
        int id = types.reserve("enum", name);
        if (!(types.type(id) instanceof BtfType.Fwd)) {
            throw new CSyntaxException(keyword, "enum " + name + " is defined twice");
        }
        var values = new EnumValues();
        while (!skip("}")) {
            Token constant = peek();
            if (!constant.isIdentifier()) {
                throw new CSyntaxException(
                        constant, "a name is expected instead of " + constant.shown());
            }
            at++;
            if (skip("=")) {
                List<Token> words = new ArrayList<>();
                while (!peek().is(",") && !peek().is("}") && peek().kind() != Kind.END) {
                    words.add(tokens.get(at++));
                }
                values.next(number(words, constant));
            }
            enumerators.put(constant.text(), values.add(constant.text()));
            if (!skip(",") && !peek().is("}")) {
                throw new CSyntaxException(
                        peek(), "',' or '}' is expected instead of " + peek().shown());
            }
        }
        types.define(id, values.finish(name));
        return id;
    }
}
