package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which probes a script keeps ({@code --probe-filter}): those whose full name has a match of a
 * regular expression. What runs at the start, at the end and on signals stays in any case.
 */
public final class ProbeFilter {
    /** Keeps every probe. */
    public static final ProbeFilter NONE = new ProbeFilter(null);

    private final @Nullable Pattern pattern;

    private ProbeFilter(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * {@return a filter by a regular expression}
     *
     * @throws PatternSyntaxException if it is none
     */
    public static ProbeFilter of(String expression) {
        return new ProbeFilter(Pattern.compile(expression));
    }

    /** {@return whether a place is kept} */
    boolean keeps(ResolvedAttachPoint point) {
        return pattern == null
                || Provider.of(point.hook()).isSpecial()
                || pattern.matcher(point.name()).find();
    }
}
