package dev.skep.trace.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads attach points, which have rules of their own: parts between colons run on to the next
 * blank, comma or brace, and hold wildcards, paths, offsets and quoted stretches.
 */
final class AttachPointParser {
    private final Tokens tokens;
    private final String text;
    private int at;

    AttachPointParser(Tokens tokens) {
        this.tokens = tokens;
        this.text = tokens.text();
    }

    /** Reads {@code attachpoint[,attachpoint…][,]}. */
    List<AttachPoint> attachPoints() {
        List<AttachPoint> points = new ArrayList<>();
        do {
            if (!points.isEmpty()
                    && (tokens.is(TokenKind.LEFT_BRACE) || tokens.is(TokenKind.SLASH))) {
                break;
            }
            points.add(attachPoint());
        } while (tokens.skip(TokenKind.COMMA));
        return points;
    }

    private AttachPoint attachPoint() {
        if (!tokens.is(TokenKind.IDENTIFIER)
                && !tokens.is(TokenKind.STAR)
                && !tokens.is(TokenKind.PARAMETER)) {
            throw tokens.expected("attach point");
        }
        int start = tokens.start();
        at = start;
        while (at < text.length() && isPartOfProvider(text.charAt(at))) {
            at++;
        }
        String provider = text.substring(start, at);
        boolean slashes = takesPath(provider);
        List<String> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) == ':') {
            at++;
            parts.add(part(slashes));
        }
        tokens.moveTo(at);
        return new AttachPoint(new Span(start, at), provider, parts);
    }

    private static boolean isPartOfProvider(char c) {
        return Lexer.isIdentifierPart(c) || c == '*' || c == '$';
    }

    private static boolean takesPath(String provider) {
        return switch (provider.toLowerCase(Locale.ROOT)) {
            case "uprobe", "u", "uretprobe", "ur", "usdt", "iter", "it", "watchpoint", "w" -> true;
            default -> provider.equals("U");
        };
    }

    private String part(boolean slashes) {
        var part = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted(part);
            } else if (c <= ' ' || c == ',' || c == ':' || c == '{' || (c == '/' && !slashes)) {
                break;
            } else {
                part.append(c);
                at++;
            }
        }
        return part.toString();
    }

    private void quoted(StringBuilder part) {
        int open = at;
        at++;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < text.length() && text.charAt(at) == '"') {
                c = text.charAt(at++);
            }
            part.append(c);
        }
        tokens.moveTo(at);
        throw tokens.fail(new Span(open, at), "syntax: unterminated string");
    }
}
