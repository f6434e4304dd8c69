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
    private boolean wanted;
    private boolean declared;
    private boolean pointed;

    /** {@return what is known of it, or null; {@code reader} runs again when more is known} */
    @Nullable Shape read(Unit reader) {
        if (!readers.contains(reader)) {
            readers.add(reader);
        }
        return shape;
    }

    /** Notes that its value is asked for: if it is given none, it is 0. */
    void want() {
        wanted = true;
    }

    /** {@return whether its value is asked for, though it is given none} */
    boolean isZero() {
        return wanted && shape == null;
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
        if (declared && known.type() instanceof ScriptType.Int integer) {
            Shape.Integral number = value.number();
            return number != null && (!number.isLiteral() || number.isLiteralOf(integer));
        }
        if (declared
                && known.type() instanceof ScriptType.Pointer
                && value.type() instanceof ScriptType.Pointer) {
            return true;
        }
        Shape joined = known.join(value);
        return joined != null && (!declared || joined.type().text().equals(known.type().text()));
    }

    /**
     * Notes that the script says what it is, so that it does not adapt: only to how long a string
     * is whose capacity is not said, and to where a pointer points.
     */
    void declare(ScriptType type, Span place) {
        if (declared || origin != null) {
            return;
        }
        boolean anyString = type instanceof ScriptType.Text(int capacity) && capacity == 0;
        declared = !anyString;
        shape = anyString ? new Shape.Text(1) : Shape.of(type);
        origin = place;
    }

    /**
     * Notes that the script says what it is by {@code typeof}, whose type may still become wider.
     *
     * @return whether more is known than before
     */
    boolean declare(Shape type, Span place) {
        declared = true;
        origin = place;
        boolean more = !type.equals(shape);
        shape = type;
        return more;
    }

    /**
     * Notes that a value flows into it; what can't is left out.
     *
     * @return whether more is known than before
     */
    boolean flow(Shape value, Span place) {
        Shape before = shape;
        Shape after = before == null ? value : before.join(value);
        if (declared && after != null && before != null) {
            return point(before, value, after);
        }
        if (after == null || after.equals(before)) {
            return false;
        }
        if (before == null) {
            origin = place;
        }
        shape = after;
        return true;
    }

    /** Takes over where a value points to that flows into a declared pointer. */
    private boolean point(Shape before, Shape value, Shape joined) {
        boolean pointer =
                value.type() instanceof ScriptType.Pointer
                        && joined.type().text().equals(before.type().text());
        Shape after = pointed ? joined : value;
        if (!pointer || after.equals(before)) {
            return false;
        }
        pointed = true;
        shape = after;
        return true;
    }
}
