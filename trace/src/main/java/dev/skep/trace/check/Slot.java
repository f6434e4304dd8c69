package dev.skep.trace.check;

import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Something whose type is inferred from all that flows into it: a scratch variable, the keys of a
 * map, the values of a map.
 */
final class Slot {
    private final List<Unit> readers = new ArrayList<>();
    private @Nullable Shape shape;
    private @Nullable Span origin;
    private boolean declared;
    private boolean mixingNoted;

    /** {@return what is known of it, or null; {@code reader} runs again when more is known} */
    @Nullable Shape read(Unit reader) {
        if (!readers.contains(reader)) {
            readers.add(reader);
        }
        return shape;
    }

    /** {@return what is known of it, or null} */
    @Nullable Shape shape() {
        return shape;
    }

    /** {@return the place that first said what it is, or null if none did} */
    @Nullable Span origin() {
        return origin;
    }

    List<Unit> readers() {
        return readers;
    }

    /** {@return whether a value of that shape can flow into it} */
    boolean accepts(Shape value) {
        Shape known = shape;
        if (known == null) {
            return true;
        }
        Shape joined = known.join(value);
        return joined != null && (!declared || joined.type().equals(known.type()));
    }

    /** Notes that the script says what it is, so that it does not adapt. */
    void declare(ScriptType type, Span place) {
        declared = true;
        shape = Shape.of(type);
        origin = place;
    }

    /**
     * Notes that a value flows into it; what can't is left out.
     *
     * @return whether more is known than before
     */
    boolean flow(Shape value, Span place) {
        Shape before = shape;
        Shape after = before == null ? value : before.join(value);
        if (declared || after == null || after.equals(before)) {
            return false;
        }
        if (before == null) {
            origin = place;
        }
        shape = after;
        return true;
    }

    /** {@return true the first time it is asked} */
    boolean noteMixing() {
        boolean first = !mixingNoted;
        mixingNoted = true;
        return first;
    }
}
