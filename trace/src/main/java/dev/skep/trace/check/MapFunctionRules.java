package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions that work on maps as a whole, or on their entries. */
final class MapFunctionRules {
    private static final Shape BOOL = new Shape.Fixed(new ScriptType.Bool());
    private static final Shape NONE = new Shape.Fixed(new ScriptType.None());

    private final Problems problems;
    private final Typing typing;

    MapFunctionRules(Analysis analysis, Typing typing) {
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@code clear(@m)}, {@code zero(@m)}. */
    Shape whole(Function function, Expression argument) {
        if (!(argument instanceof Expression.MapAccess access)) {
            problems.error(argument.span(), function.text() + "() expects a map argument");
        } else if (access.key() != null) {
            problems.error(
                    argument.span(),
                    function.text() + "() expects a map argument",
                    "without a key, all entries are meant");
        } else {
            typing.accesses().whole(access);
        }
        return NONE;
    }

    /** {@code delete(@m)}, {@code delete(@m, key)}, and the older {@code delete(@m[key])}. */
    Shape delete(Span place, List<Expression> arguments) {
        if (!(arguments.getFirst() instanceof Expression.MapAccess access)) {
            problems.error(arguments.getFirst().span(), "delete() expects a map to be provided");
            return BOOL;
        }
        boolean withKey = arguments.size() == 2;
        if (access.key() != null) {
            if (withKey) {
                problems.error(place, "delete() expects a map and one key");
            } else if (typing.accesses().use(access) != null) {
                typing.accesses().whole(access);
            }
            return BOOL;
        }
        GlobalMap map = typing.accesses().whole(access);
        if (map == null) {
            return BOOL;
        }
        if (withKey && !map.keyed()) {
            problems.error(
                    place,
                    "call to delete() with two arguments expects a map with explicit keys"
                            + " (non-scalar map)");
        } else if (withKey) {
            key(map, arguments.get(1));
        } else if (map.keyed()) {
            problems.error(
                    place,
                    "call to delete() with a single argument expects a map without explicit keys"
                            + " (scalar map)");
        }
        return BOOL;
    }

    /** {@code has_key(@m, key)}. */
    @Nullable Shape hasKey(Span place, List<Expression> arguments) {
        if (!(arguments.getFirst() instanceof Expression.MapAccess access)
                || access.key() != null) {
            problems.error(arguments.getFirst().span(), "has_key() expects a map to be provided");
            return BOOL;
        }
        GlobalMap map = typing.accesses().whole(access);
        if (map == null) {
            return BOOL;
        }
        if (map.keyed()) {
            key(map, arguments.get(1));
        } else {
            problems.error(
                    place, "call to has_key() expects a map with explicit keys (non-scalar map)");
        }
        return BOOL;
    }

    /** {@code find(@m, key, $value)}. */
    Shape find(Span place, List<Expression> arguments) {
        if (!(arguments.getFirst() instanceof Expression.MapAccess access)
                || access.key() != null) {
            problems.error(arguments.getFirst().span(), "find() expects a map to be provided");
            return BOOL;
        }
        GlobalMap map = typing.accesses().whole(access);
        if (map == null) {
            return BOOL;
        }
        if (!map.keyed()) {
            problems.error(
                    place, "call to find() expects a map with explicit keys (non-scalar map)");
            return BOOL;
        }
        key(map, arguments.get(1));
        Shape value = map.value().read(typing.current());
        if (!(arguments.get(2) instanceof Expression.Variable variable)) {
            problems.error(arguments.get(2).span(), "find() expects a scratch variable");
        } else if (value != null && value.type() instanceof ScriptType.Aggregate aggregate) {
            problems.error(place, "find() can't copy a value of type " + aggregate.text());
        } else {
            Slot slot = typing.accesses().slot(variable);
            if (value != null && slot != null && !typing.flow(slot, value, place)) {
                problems.error(
                        place,
                        variable.name()
                                + " can't hold a value of type '"
                                + value.type().text()
                                + "'");
            }
            typing.shape(variable);
        }
        return BOOL;
    }

    private void key(GlobalMap map, Expression key) {
        typing.accesses().key(map, key, key.span());
    }
}
