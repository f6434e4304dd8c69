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
 */
public record TypeName(Span span, @Nullable String keyword, String name, List<Suffix> suffixes)
        implements Node {

    public TypeName {
        suffixes = List.copyOf(suffixes);
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
