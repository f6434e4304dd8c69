package dev.skep.trace.lower;

import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventFormat.RuntimeError;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The kinds of records that the programs of a script send. What a call sends has one number,
 * however many programs the call is in.
 *
 * <p>Calls are told apart by identity and errors by hand: the first use of a record's own {@code
 * equals} costs a millisecond of every start.
 */
final class EventTable {
    private final List<EventFormat> formats = new ArrayList<>();
    private final IdentityHashMap<Expression, Integer> byCall = new IdentityHashMap<>();

    /** {@return the number of what a call sends} */
    int id(Expression call, EventFormat format) {
        Integer known = byCall.get(call);
        if (known == null) {
            known = add(format);
            byCall.put(call, known);
        }
        return known;
    }

    /** {@return the number of an error} */
    int id(RuntimeError error) {
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i) instanceof RuntimeError known && same(known, error)) {
                return i;
            }
        }
        return add(error);
    }

    /** {@return the number of what ends a script} */
    int id(EventFormat.Exit format) {
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i) instanceof EventFormat.Exit) {
                return i;
            }
        }
        return add(format);
    }

    private int add(EventFormat format) {
        formats.add(format);
        return formats.size() - 1;
    }

    private static boolean same(RuntimeError a, RuntimeError b) {
        return a.span().start() == b.span().start()
                && a.span().end() == b.span().end()
                && same(a.message(), b.message())
                && same(a.helper(), b.helper());
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
        return a == null ? b == null : a.equals(b);
    }

    /** {@return the kinds in the order of their numbers} */
    List<EventFormat> formats() {
        return List.copyOf(formats);
    }
}
