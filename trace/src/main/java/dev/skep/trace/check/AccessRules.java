package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The types of variables, of what maps hold, and of fields. */
final class AccessRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    AccessRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape variable(Expression.Variable expression) {
        LocalVariable variable = analysis.variable(expression);
        return variable == null ? null : variable.slot().read(typing.current());
    }

    @Nullable Shape map(Expression.MapAccess access) {
        GlobalMap map = use(access);
        if (map == null) {
            return null;
        }
        Shape value = map.value().read(typing.current());
        map.value().want();
        if (value == null) {
            undefined(access.span(), access.name());
        }
        return value;
    }

    /**
     * {@return what holds the type of something that can be assigned to, or null if it was wrong}
     */
    @Nullable Slot slot(Expression target) {
        if (target instanceof Expression.Variable expression) {
            LocalVariable variable = analysis.variable(expression);
            return variable == null ? null : variable.slot();
        }
        GlobalMap map =
                target instanceof Expression.MapAccess access
                        ? analysis.maps().get(access.name())
                        : null;
        return map == null ? null : map.value();
    }

    /** {@code &$variable} and {@code &@map}. */
    @Nullable Shape address(Expression.Unary unary) {
        Slot slot = null;
        if (unary.operand() instanceof Expression.Variable expression) {
            LocalVariable variable = analysis.variable(expression);
            slot = variable == null ? null : variable.slot();
            typing.shape(expression);
        } else if (unary.operand() instanceof Expression.MapAccess access) {
            GlobalMap map = whole(access);
            slot = map == null ? null : map.value();
        }
        return slot == null || slot.read(typing.current()) == null ? null : new Shape.Address(slot);
    }

    /** Notes the type of something that is assigned to. */
    void noteType(Expression target, Slot slot) {
        Shape shape = slot.shape();
        if (shape != null) {
            analysis.type(target, shape.type());
        }
    }

    /** {@return the map that is read or assigned to, its key being right, or null if it is not} */
    @Nullable GlobalMap use(Expression.MapAccess access) {
        GlobalMap map = analysis.maps().get(access.name());
        Expression key = access.key();
        if (map == null || map.keyed() != (key != null)) {
            return null;
        }
        if (key != null) {
            key(map, key, access.span());
        }
        return map;
    }

    /** {@return the map of that name, or null if it is nowhere assigned to, which is noted} */
    @Nullable GlobalMap whole(Expression.MapAccess access) {
        GlobalMap map = analysis.maps().get(access.name());
        if (map == null || map.value().read(typing.current()) == null) {
            undefined(access.span(), access.name());
            return null;
        }
        return map;
    }

    private void undefined(Span place, String name) {
        String nearest = NearestName.of(name, analysis.maps().keySet());
        if (nearest == null) {
            problems.error(place, "Undefined map: " + name);
        } else {
            problems.error(place, "Undefined map: " + name, "did you mean " + nearest + "?");
        }
    }

    /** Lets a key flow into the keys of a map. */
    void key(GlobalMap map, Expression key, Span place) {
        Shape shape = keyShape(key);
        if (shape == null) {
            return;
        }
        Shape known = map.key().shape();
        if (typing.flow(map.key(), shape, place)) {
            if (known != null) {
                typing.conversions().check(key, known.type());
            }
            return;
        }
        Span origin = map.key().origin();
        if (known == null || origin == null) {
            return;
        }
        String expected = known.type().text();
        problems.error(
                place,
                "Argument mismatch for "
                        + map.name()
                        + ": trying to access with arguments: '"
                        + shape.type().text()
                        + "' when map expects arguments: '"
                        + expected
                        + "'",
                "it expects '" + expected + "' because of " + analysis.place(origin));
    }

    private @Nullable Shape keyShape(Expression key) {
        Shape shape = typing.shape(key);
        if (shape != null
                && shape.type() instanceof Aggregate aggregate
                && AggregateReadRules.number(key, shape) == null) {
            problems.error(key.span(), aggregate.text() + " cannot be part of a map key");
            return null;
        }
        if (shape != null && shape.type() instanceof ScriptType.None) {
            problems.error(key.span(), "none cannot be part of a map key");
            return null;
        }
        return typing.value(key);
    }

    @Nullable Shape element(Expression.ElementAccess access) {
        Shape target = typing.value(access.target());
        if (target == null) {
            return null;
        }
        if (!(target instanceof Shape.Tuple(List<Shape> elements))) {
            problems.error(
                    access.span(),
                    "Can not access index '"
                            + access.index()
                            + "' on expression of type '"
                            + target.type().text()
                            + "'");
            return null;
        }
        if (access.index() >= elements.size()) {
            problems.error(
                    access.span(),
                    "Invalid tuple index: "
                            + access.index()
                            + ". Found "
                            + elements.size()
                            + " elements in tuple.");
            return null;
        }
        return elements.get(access.index());
    }

    @Nullable Shape field(Expression.FieldAccess access) {
        Function source = analysis.function(access.target());
        if (source == Function.ARGS || source == Function.CTX) {
            Shape arguments = typing.shape(access.target());
            return arguments == null ? null : argument(access);
        }
        if (access.target() instanceof Expression.Variable variable) {
            Shape whole = typing.shape(variable);
            if (whole != null && whole.type() instanceof ScriptType.Arguments) {
                return argument(access);
            }
        }
        return typing.members().field(access);
    }

    /** An argument must be known, and of one type, wherever the probe attaches. */
    private @Nullable Shape argument(Expression.FieldAccess access) {
        List<ResolvedAttachPoint> points = typing.current().probe().attachPoints();
        List<String> without = new ArrayList<>();
        ResolvedAttachPoint first = null;
        Shape joined = null;
        for (ResolvedAttachPoint point : points) {
            ScriptType type = point.arguments().type(access.name());
            if (type == null) {
                without.add(point.name());
                continue;
            }
            Shape shape = Shape.of(type);
            if (first == null || joined == null) {
                first = point;
                joined = shape;
                continue;
            }
            Shape both = joined.join(shape);
            if (both == null) {
                differ(access, first, joined, point, shape);
                return null;
            }
            joined = both;
        }
        if (!without.isEmpty()) {
            missing(access, points, without);
            return null;
        }
        return joined;
    }

    private void differ(
            Expression.FieldAccess access,
            ResolvedAttachPoint first,
            Shape one,
            ResolvedAttachPoint second,
            Shape other) {
        problems.error(
                access.span(),
                "args."
                        + access.name()
                        + " is of type '"
                        + one.type().text()
                        + "' in "
                        + first.name()
                        + " and of type '"
                        + other.type().text()
                        + "' in "
                        + second.name());
    }

    private void missing(
            Expression.FieldAccess access, List<ResolvedAttachPoint> points, List<String> without) {
        if (access.name().startsWith("common_")) {
            problems.error(
                    access.span(), "BPF does not support accessing common tracepoint fields");
            return;
        }
        if (points.getFirst().arguments() instanceof ProbeArguments.Registers) {
            problems.error(
                    access.span(),
                    "Can't find function parameter " + access.name(),
                    known(access, points, without));
            return;
        }
        // Of a wildcard the first place says it all.
        problems.error(
                access.span(),
                "Struct/union of type 'struct "
                        + without.getFirst()
                        + "_args' does not contain a field named '"
                        + access.name()
                        + "'",
                known(access, points, without));
    }

    /** {@return what the arguments are there} */
    private static String known(
            Expression.FieldAccess access, List<ResolvedAttachPoint> points, List<String> without) {
        for (ResolvedAttachPoint point : points) {
            if (!point.name().equals(without.getFirst())) {
                continue;
            }
            List<String> names = point.arguments().names();
            String nearest = NearestName.of(access.name(), names);
            if (nearest != null) {
                return "did you mean args." + nearest + "?";
            }
            return names.isEmpty()
                    ? "it has no arguments"
                    : "its arguments are " + String.join(", ", names);
        }
        throw new IllegalStateException("it is one of them");
    }
}
