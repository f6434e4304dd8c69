package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A probe {@code [name=]attachpoint[,attachpoint…] [/predicate/] { … }}.
 *
 * @param span the whole probe
 * @param name what replaces the text of the {@code probe} builtin, or null
 * @param attachPoints where it attaches, at least one
 * @param predicate the condition under which the body runs, or null
 * @param body what it does
 */
public record Probe(
        Span span,
        @Nullable String name,
        List<AttachPoint> attachPoints,
        @Nullable Expression predicate,
        Statement.Block body)
        implements Node {

    public Probe {
        attachPoints = List.copyOf(attachPoints);
    }
}
