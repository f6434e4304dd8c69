package dev.skep.symbols.cpp;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one mangled name. Expressions, which only templates have that depend on them, and
 * references to template arguments that come later are not understood.
 */
final class Demangler {
    /** As deep as names nest; broken ones may nest without end. */
    private static final int DEEPEST = 128;

    /** As many letters as a name has; each part can stand for twice as many as the one before. */
    private static final int LONGEST = 1 << 16;

    private final String text;
    private final List<CppText> substitutions = new ArrayList<>();
    private List<CppText> arguments = List.of();
    private int at = 2;
    private int depth;

    /** What the name read last says of its function. */
    private boolean template;

    private boolean withoutResult;
    private String qualifiers = "";

    Demangler(String text) {
        this.text = text;
    }

    CppName read() {
        CppName name = encoding(true);
        if (at == text.length()) {
            return name;
        }
        // What a compiler made of a function: .cold, .part.0, .constprop.1.
        if (text.charAt(at) != '.') {
            throw new NotUnderstoodException();
        }
        return new CppName(name.name(), name.text() + " [clone " + text.substring(at) + "]");
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private boolean skip(String letters) {
        if (text.startsWith(letters, at)) {
            at += letters.length();
            return true;
        }
        return false;
    }

    private void expect(String letters) {
        if (!skip(letters)) {
            throw new NotUnderstoodException();
        }
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw new NotUnderstoodException();
        }
    }

    /**
     * @param withResult whether the result of a template's function is told, as it is but for what
     *     is in another function
     */
    private CppName encoding(boolean withResult) {
        enter();
        CppName special = special();
        if (special != null) {
            depth--;
            return special;
        }
        String name = name(true).whole();
        boolean result = template && !withoutResult;
        String behind = qualifiers;
        if (at == text.length() || next() == 'E' || next() == '.') {
            depth--;
            return new CppName(name, name);
        }
        CppText returned = result ? type() : null;
        returned = withResult ? returned : null;
        String declared = name + "(" + parameters() + ")" + behind;
        depth--;
        return new CppName(
                name,
                returned == null
                        ? declared
                        : returned.left()
                                + (returned.around() ? " (" : " ")
                                + declared
                                + (returned.around() ? ")" : "")
                                + returned.right());
    }

    private String parameters() {
        var list = new StringBuilder();
        while (at < text.length() && next() != 'E' && next() != '.') {
            String each = type().whole();
            boolean none = each.equals("void") && list.isEmpty();
            // An empty pack of arguments adds nothing.
            if (!none && !each.isEmpty()) {
                list.append(list.isEmpty() ? "" : ", ").append(each);
                checkLength(list.length());
            }
        }
        return list.toString();
    }

    private @Nullable CppName special() {
        if (skip("GTt")) {
            return of("transaction clone for " + encoding(true).text());
        }
        if (next() == 'G') {
            String what =
                    skip("GV")
                            ? "guard variable for "
                            : skip("GR") ? "reference temporary for " : null;
            return what == null ? null : of(what + name(true).whole());
        }
        if (next() != 'T') {
            return null;
        }
        at++;
        char kind = next();
        at++;
        return switch (kind) {
            case 'V' -> of("vtable for " + type().whole());
            case 'T' -> of("VTT for " + type().whole());
            case 'I' -> of("typeinfo for " + type().whole());
            case 'S' -> of("typeinfo name for " + type().whole());
            case 'W' -> of("TLS wrapper function for " + name(true).whole());
            case 'H' -> of("TLS init function for " + name(true).whole());
            case 'h' -> {
                number();
                expect("_");
                yield of("non-virtual thunk to " + encoding(true).text());
            }
            case 'v' -> {
                number();
                expect("_");
                number();
                expect("_");
                yield of("virtual thunk to " + encoding(true).text());
            }
            default -> throw new NotUnderstoodException();
        };
    }

    private static CppName of(String text) {
        return new CppName(text, text);
    }

    private int number() {
        boolean negative = skip("n");
        int start = at;
        int value = 0;
        while (next() >= '0' && next() <= '9' && at - start < 9) {
            value = value * 10 + next() - '0';
            at++;
        }
        if (at == start) {
            throw new NotUnderstoodException();
        }
        return negative ? -value : value;
    }

    /**
     * Reads a name.
     *
     * @param outermost whether it is that of the function, whose template arguments its parameters
     *     may refer to
     */
    private CppText name(boolean outermost) {
        template = false;
        withoutResult = false;
        qualifiers = "";
        if (next() == 'N') {
            return nested(outermost);
        }
        if (next() == 'Z') {
            return local();
        }
        CppText name;
        if (next() == 'S' && peek(1) != 't') {
            name = substitution();
        } else {
            name = new CppText(skip("St") ? "std::" + unqualified("") : unqualified(""));
            if (next() == 'I') {
                kept(name);
            }
        }
        if (next() == 'I') {
            name = new CppText(name.whole() + templateArguments(outermost));
            template = true;
        }
        return name;
    }

    private CppText nested(boolean outermost) {
        expect("N");
        var behind = new StringBuilder();
        while (next() == 'r' || next() == 'V' || next() == 'K') {
            behind.append(
                    skip("r") ? " restrict" : skip("V") ? " volatile" : skip("K") ? " const" : "");
        }
        behind.append(skip("R") ? " &" : skip("O") ? " &&" : "");
        String name = "";
        String last = "";
        boolean known = true;
        boolean isTemplate = false;
        boolean plain = false;
        while (!skip("E")) {
            if (!known) {
                kept(new CppText(name));
            }
            known = false;
            char c = next();
            if (c == 'S' && peek(1) == 't' && name.isEmpty()) {
                at += 2;
                name = "std";
                last = name;
                known = true;
            } else if (c == 'S') {
                name = substitution().whole();
                // Constructors are called as the template is that a short name stands for.
                name = next() == 'C' || next() == 'D' ? CppOperators.inFull(name) : name;
                last = lastPart(name);
                known = true;
            } else if (c == 'T') {
                name = parameter().whole();
                last = name;
            } else if (c == 'I') {
                if (name.isEmpty()) {
                    throw new NotUnderstoodException();
                }
                name += templateArguments(outermost);
                isTemplate = true;
                continue;
            } else {
                String part = unqualified(last);
                plain = part.equals(last) || part.startsWith("~") || part.startsWith("operator(");
                name = name.isEmpty() ? part : name + "::" + part;
                last = bare(part);
            }
            isTemplate = false;
        }
        template = isTemplate;
        withoutResult = plain;
        qualifiers = behind.toString();
        return new CppText(name);
    }

    private static String lastPart(String name) {
        int level = 0;
        int end = name.length();
        for (int i = name.length() - 1; i >= 0; i--) {
            char c = name.charAt(i);
            if (c == '>') {
                level++;
            } else if (c == '<') {
                level--;
                if (level == 0) {
                    end = i;
                }
            } else if (c == ':' && level == 0) {
                return name.substring(i + 1, end);
            }
        }
        return name.substring(0, end);
    }

    private static String bare(String part) {
        int tag = part.indexOf("[abi:");
        return tag < 0 ? part : part.substring(0, tag);
    }

    private CppText local() {
        expect("Z");
        String function = encoding(false).text();
        expect("E");
        template = false;
        withoutResult = true;
        if (skip("s")) {
            discriminator();
            return new CppText(function + "::string literal");
        }
        if (skip("d")) {
            if (next() != '_') {
                number();
            }
            expect("_");
        }
        CppText name = name(true);
        discriminator();
        return new CppText(function + "::" + name.whole());
    }

    private void discriminator() {
        if (next() == '_' && peek(1) == '_') {
            at += 2;
            number();
            expect("_");
        } else if (next() == '_' && peek(1) >= '0' && peek(1) <= '9') {
            at += 2;
        }
    }

    /** Reads one part of a name; {@code last} is the one before, which a constructor is called. */
    private String unqualified(String last) {
        enter();
        skip("L"); // not seen by other files
        String name;
        char c = next();
        if (c >= '0' && c <= '9') {
            int length = number();
            if (length <= 0 || at + length > text.length()) {
                throw new NotUnderstoodException();
            }
            name = text.substring(at, at + length);
            at += length;
            if (name.startsWith("_GLOBAL__N")) {
                name = "(anonymous namespace)";
            }
        } else if (c == 'C' && peek(1) >= '1' && peek(1) <= '5') {
            at += 2;
            name = last;
        } else if (c == 'D' && peek(1) >= '0' && peek(1) <= '5') {
            at += 2;
            name = "~" + last;
        } else if (c == 'U') {
            name = unnamed();
        } else {
            name = operator();
        }
        var tagged = new StringBuilder(name);
        while (skip("B")) {
            tagged.append("[abi:").append(unqualified("")).append(']');
        }
        depth--;
        return tagged.toString();
    }

    private String unnamed() {
        if (skip("Ut")) {
            return "{unnamed type#" + ordinal() + "}";
        }
        expect("Ul");
        String taken = parameters();
        expect("E");
        return "{lambda(" + taken + ")#" + ordinal() + "}";
    }

    private int ordinal() {
        int number = next() == '_' ? 1 : number() + 2;
        expect("_");
        return number;
    }

    private String operator() {
        if (skip("cv")) {
            return "operator " + type().whole();
        }
        if (skip("li")) {
            return "operator\"\" " + unqualified("");
        }
        String letters = at + 2 <= text.length() ? text.substring(at, at + 2) : "";
        String sign = CppOperators.text(letters);
        if (sign == null) {
            throw new NotUnderstoodException();
        }
        at += 2;
        // What follows is read as arguments otherwise: operator<< <char>.
        return "operator" + sign + (next() == 'I' && sign.endsWith("<") ? " " : "");
    }

    private String templateArguments(boolean outermost) {
        enter();
        expect("I");
        List<CppText> list = new ArrayList<>();
        boolean keptTemplate = template;
        while (!skip("E")) {
            list.add(argument());
        }
        template = keptTemplate;
        if (outermost) {
            arguments = list;
        }
        depth--;
        return "<" + joined(list) + ">";
    }

    private static String joined(List<CppText> list) {
        var all = new StringBuilder();
        for (CppText each : list) {
            if (!each.whole().isEmpty()) {
                all.append(all.isEmpty() ? "" : ", ").append(each.whole());
                checkLength(all.length());
            }
        }
        // As c++filt has it, and C++ before 2011 needed it.
        return all.isEmpty() || all.charAt(all.length() - 1) != '>' ? all.toString() : all + " ";
    }

    private CppText argument() {
        if (next() == 'L') {
            return new CppText(literal());
        }
        if (skip("J")) {
            enter();
            List<CppText> pack = new ArrayList<>();
            while (!skip("E")) {
                pack.add(argument());
            }
            depth--;
            return new CppText(joined(pack).stripTrailing());
        }
        if (next() == 'X') {
            throw new NotUnderstoodException();
        }
        return type();
    }

    private String literal() {
        expect("L");
        if (skip("_Z")) {
            String name = encoding(true).text();
            expect("E");
            return name;
        }
        char kind = next();
        String type = type().whole();
        boolean negative = skip("n");
        int end = text.indexOf('E', at);
        if (end < 0) {
            throw new NotUnderstoodException();
        }
        String digits = (negative ? "-" : "") + text.substring(at, end);
        at = end + 1;
        return switch (kind) {
            case 'b' -> digits.equals("0") ? "false" : digits.equals("1") ? "true" : digits;
            case 'i' -> digits;
            case 'j' -> digits + "u";
            case 'l' -> digits + "l";
            case 'm' -> digits + "ul";
            case 'x' -> digits + "ll";
            case 'y' -> digits + "ull";
            default -> "(" + type + ")" + digits;
        };
    }

    private CppText type() {
        enter();
        CppText type = anyType();
        depth--;
        return type;
    }

    private CppText anyType() {
        char c = next();
        String builtin = CppOperators.builtin(c);
        if (builtin != null) {
            at++;
            return new CppText(builtin);
        }
        return switch (c) {
            case 'P' -> kept(after(1).pointedBy("*"));
            case 'R' -> kept(after(1).pointedBy("&"));
            case 'O' -> kept(after(1).pointedBy("&&"));
            case 'K', 'V', 'r' -> kept(qualified());
            case 'C' -> kept(after(1).qualified("_Complex"));
            case 'F' -> kept(function());
            case 'A' -> kept(array());
            case 'M' -> kept(memberPointer());
            case 'T' -> withArguments(kept(parameter()));
            case 'S' -> {
                if (peek(1) == 't') {
                    yield kept(name(false));
                }
                yield withArguments(substitution());
            }
            case 'D' -> extended();
            case 'u' -> {
                at++;
                yield kept(new CppText(unqualified("")));
            }
            default -> kept(named());
        };
    }

    private CppText after(int letters) {
        at += letters;
        return type();
    }

    private CppText kept(CppText type) {
        checkLength(type.left().length() + type.right().length());
        substitutions.add(type);
        return type;
    }

    private static void checkLength(int letters) {
        if (letters > LONGEST) {
            throw new NotUnderstoodException();
        }
    }

    /** A type's name; what is known of the function's stays. */
    private CppText named() {
        boolean isTemplate = template;
        boolean isPlain = withoutResult;
        String behind = qualifiers;
        CppText name = name(false);
        template = isTemplate;
        withoutResult = isPlain;
        qualifiers = behind;
        return name;
    }

    private CppText withArguments(CppText type) {
        return next() == 'I' ? kept(new CppText(type.whole() + templateArguments(false))) : type;
    }

    private CppText qualified() {
        boolean restricted = skip("r");
        boolean isVolatile = skip("V");
        boolean constant = skip("K");
        CppText type = type();
        type = constant ? type.qualified("const") : type;
        type = isVolatile ? type.qualified("volatile") : type;
        return restricted ? type.qualified("__restrict") : type;
    }

    private CppText extended() {
        if (skip("Dp")) {
            return type();
        }
        String name = CppOperators.extended(peek(1));
        if (name == null) {
            throw new NotUnderstoodException();
        }
        at += 2;
        return new CppText(name);
    }

    private CppText function() {
        expect("F");
        skip("Y");
        CppText result = type();
        String taken = parameters();
        expect("E");
        return new CppText(result.left(), "(" + taken + ")" + result.right(), true);
    }

    private CppText array() {
        expect("A");
        String count = next() == '_' ? "" : Integer.toString(number());
        expect("_");
        CppText element = type();
        String brackets = "[" + count + "]";
        return element.around() && element.right().startsWith(" [")
                ? new CppText(element.left(), " " + brackets + element.right().substring(1), true)
                : new CppText(element.left(), " " + brackets + element.right(), true);
    }

    private CppText memberPointer() {
        expect("M");
        String of = type().whole();
        CppText member = type();
        return member.around()
                ? new CppText(member.left() + " (" + of + "::*", ")" + member.right(), false)
                : new CppText(member.left() + " " + of + "::*", member.right(), false);
    }

    private CppText parameter() {
        expect("T");
        int index = 0;
        if (next() != '_') {
            index = base(10) + 1;
        }
        expect("_");
        if (index >= arguments.size()) {
            throw new NotUnderstoodException();
        }
        return arguments.get(index);
    }

    private int base(int radix) {
        int start = at;
        int value = 0;
        while (at - start < 6 && Character.digit(next(), radix) >= 0) {
            value = value * radix + Character.digit(next(), radix);
            at++;
        }
        if (at == start) {
            throw new NotUnderstoodException();
        }
        return value;
    }

    private CppText substitution() {
        expect("S");
        char c = next();
        String known =
                switch (c) {
                    case 'a' -> "std::allocator";
                    case 'b' -> "std::basic_string";
                    case 's' -> "std::string";
                    case 'i' -> "std::istream";
                    case 'o' -> "std::ostream";
                    case 'd' -> "std::iostream";
                    default -> null;
                };
        if (known != null) {
            at++;
            return new CppText(known);
        }
        int index = c == '_' ? 0 : base36() + 1;
        expect("_");
        if (index >= substitutions.size()) {
            throw new NotUnderstoodException();
        }
        return substitutions.get(index);
    }

    /** Digits and capital letters. */
    private int base36() {
        int start = at;
        int value = 0;
        while (at - start < 5
                && ((next() >= '0' && next() <= '9') || (next() >= 'A' && next() <= 'Z'))) {
            value = value * 36 + Character.digit(next(), 36);
            at++;
        }
        if (at == start) {
            throw new NotUnderstoodException();
        }
        return value;
    }
}
