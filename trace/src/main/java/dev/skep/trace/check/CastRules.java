package dev.skep.trace.check;

import dev.skep.bpf.btf.BtfType;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.TypeName;

import org.jspecify.annotations.Nullable;

/** What can be cast to what. */
final class CastRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    CastRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape cast(Expression.Cast cast) {
        Shape whole = typing.shape(cast.operand());
        if (whole != null
                && whole.type() instanceof ScriptType.Aggregate aggregate
                && AggregateReadRules.number(cast.operand(), whole) == null) {
            problems.error(
                    place(cast),
                    "Cannot cast from \""
                            + aggregate.text()
                            + "\" to \""
                            + cast.type().text()
                            + "\"");
            return null;
        }
        Shape operand = typing.value(cast.operand());
        AddressSpace space =
                operand != null && operand.type() instanceof Pointer(AddressSpace known, var _)
                        ? known.untyped()
                        : space();
        ScriptType type = named(cast.type(), space);
        if (type == null) {
            return null;
        }
        if (operand == null) {
            return type.size() == 0 ? null : Shape.of(type);
        }
        ScriptType result = result(cast, operand, type);
        Shape own = typing.shape(cast.operand());
        if (own != null
                && own.type().text().equals(type.text())
                && !(type instanceof ScriptType.Bool)) {
            problems.warning(
                    place(cast), "Unnecessary cast: expression is already of type " + type.text());
        }
        if (result == null) {
            problems.error(
                    place(cast),
                    "Cannot cast from \""
                            + operand.type().text()
                            + "\" to \""
                            + type.text()
                            + "\"");
            return null;
        }
        return Shape.of(result);
    }

    /** {@return where an expression is said to be: of a cast, the type in its parentheses} */
    static Span place(Expression expression) {
        return expression instanceof Expression.Cast cast
                ? new Span(cast.span().start(), cast.type().span().end() + 1)
                : expression.span();
    }

    /** {@return where a number points to that becomes a pointer in the probe at hand} */
    AddressSpace space() {
        AddressSpace space = null;
        for (ResolvedAttachPoint point : typing.current().probe().attachPoints()) {
            AddressSpace here = Provider.of(point.hook()).space();
            space = space == null ? here : space.join(here);
        }
        return space == null ? AddressSpace.UNKNOWN : space;
    }

    /** {@return the type of that name, or null if there is none, which is noted} */
    @Nullable ScriptType named(TypeName name, AddressSpace space) {
        Expression of = name.of();
        if (of != null) {
            ScriptType type = typeOf(of, space);
            return type == null ? null : NamedTypes.with(name.suffixes(), type, space);
        }
        ScriptType type = analysis.namedTypes().of(name, space);
        if (type == null && name.isBare()) {
            // Where both may stand a name may be that of a constant.
            NamedTypes.Enumerator enumerator = analysis.namedTypes().enumerator(name.name());
            if (enumerator != null) {
                return enumerator.type();
            }
        }
        if (type == null) {
            problems.error(name.span(), "Cannot resolve unknown type \"" + bare(name) + "\"");
        }
        return type;
    }

    private static String bare(TypeName name) {
        return name.keyword() == null ? name.text() : name.keyword() + " " + name.name();
    }

    /** {@return the type that {@code typeof} gives, or null if it is not known} */
    private @Nullable ScriptType typeOf(Expression of, AddressSpace space) {
        if (of instanceof Expression.TypeOperand(Span _, TypeName name)) {
            return named(name, space);
        }
        Shape shape = typing.value(of);
        return shape == null ? null : shape.kept().type();
    }

    /** {@return what a cast gives, or null if there is no such cast} */
    private @Nullable ScriptType result(Expression.Cast cast, Shape operand, ScriptType type) {
        ScriptType from = operand.type();
        boolean fromScalar = OperatorRules.isTruth(from);
        return switch (type) {
            case Int _ -> fromScalar || isBytesOf(from, type.size()) ? type : null;
            case ScriptType.Bool _ ->
                    fromScalar || from instanceof ScriptType.Text || isBytes(from) ? type : null;
            case ScriptType.Enumeration named -> {
                checkVariant(cast, named);
                yield fromScalar ? type : null;
            }
            case Pointer _ -> fromScalar ? type : null;
            case ScriptType.Array array -> array(cast, operand, array);
            case ScriptType.Text(int capacity) ->
                    from instanceof ScriptType.Text(int known) && capacity == 0
                            ? new ScriptType.Text(known)
                            : from instanceof ScriptType.Text ? type : null;
            case ScriptType.Composite struct ->
                    from instanceof ScriptType.Composite other && struct.isSame(other)
                            ? from
                            : null;
            case ScriptType.None _,
                    ScriptType.Tuple _,
                    ScriptType.NamedTuple _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    ScriptType.Stack _,
                    ScriptType.Symbol _,
                    ScriptType.Buffer _,
                    ScriptType.Resolved _,
                    ScriptType.Aggregate _ ->
                    null;
        };
    }

    private void checkVariant(Expression.Cast cast, ScriptType.Enumeration named) {
        if (analysis.constant(cast.operand()) instanceof Constant.Int(long value, boolean _)
                && named.btf().type(named.id()) instanceof BtfType.Enumeration enumeration) {
            for (BtfType.Enumerator enumerator : enumeration.enumerators()) {
                if (enumerator.value() == value) {
                    return;
                }
            }
            problems.error(
                    place(cast),
                    "Enum: " + named.name() + " doesn't contain a variant value of " + value);
        }
    }

    /** Integers become arrays of as many bytes, strings arrays of bytes, arrays other arrays. */
    private @Nullable ScriptType array(
            Expression.Cast cast, Shape operand, ScriptType.Array array) {
        if (!(array.element() instanceof Int) && !(array.element() instanceof ScriptType.Bool)) {
            return null;
        }
        int elementSize = array.element().size();
        int wanted = Math.multiplyExact(elementSize, array.length());
        int size =
                switch (operand.type()) {
                    case Int(int bytes, boolean _) ->
                            analysis.constant(cast.operand()) != null && isRegister(wanted)
                                    ? Math.max(bytes, wanted)
                                    : bytes;
                    case Pointer _ -> 8;
                    case ScriptType.Text(int capacity) when elementSize == 1 -> capacity;
                    case ScriptType.Array source when isBytes(source) -> source.size();
                    default -> -1;
                };
        if (size < 0 || (wanted != 0 && wanted != size) || size % elementSize != 0) {
            return null;
        }
        return new ScriptType.Array(array.element(), size / elementSize);
    }

    private static boolean isRegister(int bytes) {
        return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    }

    private static boolean isBytes(ScriptType type) {
        return type instanceof ScriptType.Array(ScriptType element, int _)
                && element instanceof Int;
    }

    private static boolean isBytesOf(ScriptType type, int size) {
        return isBytes(type) && type.size() == size;
    }
}
