package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A type as written: {@code uint8}, {@code struct task_struct *}, {@code string[16]}, {@code
 * int32*[4]}.
 *
 * @param span where
 * @param keyword {@code struct}, {@code union} or {@code enum}, or null
 * @param name the name, several words joined by blanks ({@code unsigned int})
 * @param suffixes what follows it, from left to right
 * @param of what {@code typeof} asks the type of: an expression, or a type as a {@link
 *     Expression.TypeOperand}; null of a type that is named
 */
public record TypeName(
        Span span,
        @Nullable String keyword,
        String name,
        List<Suffix> suffixes,
        @Nullable Expression of)
        implements Node {

    public TypeName {
        suffixes = List.copyOf(suffixes);
    }

    /** {@return {@code typeof(of)}} */
    public static TypeName typeOf(Span span, Expression of) {
        return new TypeName(span, null, "typeof", List.of(), of);
    }

    /** {@return whether it is nothing but a name, which may be that of a macro's parameter} */
    public boolean isBare() {
        return keyword == null && of == null && suffixes.isEmpty();
    }

    /** What makes another type of a type. */
    public sealed interface Suffix {}

    /** {@code *} */
    public record PointerTo() implements Suffix {}

    /**
     * {@code [4]} or {@code []}
     *
     * @param length how many elements, -1 if it is not said
     */
    public record ArrayOf(long length) implements Suffix {}

    /** {@return the type as it is written} */
    public String text() {
        var text = new StringBuilder();
        if (keyword != null) {
            text.append(keyword).append(' ');
        }
        text.append(name);
        for (Suffix suffix : suffixes) {
            switch (suffix) {
                case PointerTo() -> text.append(text.charAt(text.length() - 1) == '*' ? "*" : " *");
                case ArrayOf(long length) -> {
                    text.append('[');
                    if (length >= 0) {
                        text.append(length);
                    }
                    text.append(']');
                }
            }
        }
        return text.toString();
    }
}
