package dev.skep.trace.syntax;

/**
 * A line {@code let @m = hash(100);}.
 *
 * @param span the whole line
 * @param name the map's name with its {@code @}
 * @param kind the kind as written: {@code hash}, {@code lruhash}, {@code percpuhash}, {@code
 *     percpulruhash}
 * @param kindSpan where the kind stands
 * @param maxEntries how many entries it may hold
 */
public record MapDeclaration(Span span, String name, String kind, Span kindSpan, long maxEntries)
        implements Node {}
