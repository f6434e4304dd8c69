package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.schema.Resolution;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.system.NetworkAddress;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions whose value is bytes, or something that user space makes text of. */
final class ResolvedRules {
    private static final int MAC_BYTES = 6;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    ResolvedRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, Span place, List<Expression> arguments) {
        return switch (function) {
            case USERNAME -> resolved(Resolution.USERNAME);
            case STRFTIME -> strftime(place, arguments);
            case NTOP -> ntop(place, arguments);
            case PTON -> pton(place, arguments.getFirst());
            case MACADDR -> macaddr(place, arguments.getFirst());
            case CGROUP_PATH -> cgroupPath(place, arguments);
            case BUF -> buf(place, arguments);
            default -> throw new IllegalArgumentException("not resolved: " + function);
        };
    }

    private static Shape resolved(Resolution kind) {
        return new Shape.Fixed(new ScriptType.Resolved(kind));
    }

    /** {@return the text of an argument that must be a string in the script, or null} */
    private @Nullable String literal(Function function, Span place, Expression argument) {
        Shape given = typing.shape(argument);
        if (analysis.constant(argument) instanceof Constant.Text text) {
            return text.text();
        }
        problems.error(
                place,
                function == Function.PTON
                        ? "pton() expects an string literal at the first argument"
                        : function == Function.CGROUP_PATH
                                ? "cgroup_path() only supports string arguments" + provided(given)
                                : function.text()
                                        + "() expects a string literal"
                                        + provided(given));
        return null;
    }

    private Shape strftime(Span place, List<Expression> arguments) {
        String format = literal(Function.STRFTIME, place, arguments.getFirst());
        if (format != null) {
            analysis.text(format);
        }
        number(Function.STRFTIME, place, arguments.get(1));
        return resolved(Resolution.TIMESTAMP);
    }

    private static String provided(@Nullable Shape given) {
        return given == null ? "" : " (" + TypeTexts.kind(given.type()) + " provided)";
    }

    private void number(Function function, Span place, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape != null && shape.number() == null) {
            problems.error(
                    place, function.text() + "() only supports int arguments" + provided(shape));
        }
    }

    private Shape ntop(Span place, List<Expression> arguments) {
        if (arguments.size() == 2) {
            number(Function.NTOP, place, arguments.getFirst());
        }
        Shape address = typing.value(arguments.getLast());
        if (address != null && address.number() == null && !isAddress(address.type())) {
            problems.error(
                    place,
                    address.type() instanceof ScriptType.Text
                                    || address.type() instanceof ScriptType.Array
                            ? "ntop() argument must be 4 or 16 bytes in size"
                            : "ntop() expects an integer or array argument, got "
                                    + TypeTexts.kind(address.type()));
        }
        return resolved(Resolution.INET);
    }

    /** {@code pton("127.0.0.1")}: bytes in network order, known now. */
    private @Nullable Shape pton(Span place, Expression argument) {
        String text = literal(Function.PTON, place, argument);
        if (text == null) {
            return null;
        }
        byte[] bytes = NetworkAddress.parse(text);
        if (bytes == null) {
            boolean separated = text.indexOf('.') >= 0 || text.indexOf(':') >= 0;
            problems.error(
                    place,
                    separated
                            ? "pton() expects a valid IPv4/IPv6 address, got " + text
                            : "pton() expects an string argument of an IPv4/IPv6 address, got "
                                    + text);
            return null;
        }
        return Shape.of(new ScriptType.Array(new ScriptType.Int(1, false), bytes.length));
    }

    private static boolean isAddress(ScriptType type) {
        return type instanceof ScriptType.Array array && (array.size() == 4 || array.size() == 16);
    }

    private Shape macaddr(Span place, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return resolved(Resolution.MAC);
        }
        if (analysis.constant(argument) instanceof Constant.Text) {
            problems.error(place, "macaddr() does not support literal string arguments");
            return resolved(Resolution.MAC);
        }
        boolean fits =
                shape.number() != null
                        || shape.type() instanceof Pointer
                        || (shape.type() instanceof ScriptType.Array array
                                && array.size() >= MAC_BYTES)
                        || shape.type() instanceof ScriptType.Text;
        if (!fits) {
            problems.error(
                    argument.span(),
                    "macaddr() expects an array of 6 bytes or a pointer ("
                            + TypeTexts.kind(shape.type())
                            + " provided)");
        }
        return resolved(Resolution.MAC);
    }

    private Shape cgroupPath(Span place, List<Expression> arguments) {
        number(Function.CGROUP_PATH, place, arguments.getFirst());
        String filter =
                arguments.size() > 1 ? literal(Function.CGROUP_PATH, place, arguments.get(1)) : "";
        if (filter != null) {
            analysis.text(filter);
        }
        return resolved(Resolution.CGROUP_PATH);
    }

    /** {@code buf(data[, length])}. */
    private @Nullable Shape buf(Span place, List<Expression> arguments) {
        Expression source = arguments.getFirst();
        Shape from = typing.value(source);
        int most = analysis.config().maxStrlen();
        if (from != null && !isSource(from)) {
            problems.error(
                    place,
                    "buf() expects an integer, string, or array argument but saw "
                            + TypeTexts.kind(from.type()));
            return null;
        }
        if (arguments.size() == 1) {
            if (from == null) {
                return null;
            }
            if (!(from.type() instanceof ScriptType.Array)) {
                problems.error(
                        place,
                        "buf() expects a length argument for non-array type "
                                + TypeTexts.kind(from.type()));
                return null;
            }
            return new Shape.Buffer(from.type().size());
        }
        Expression length = arguments.get(1);
        number(Function.BUF, place, length);
        if (!(analysis.constant(length) instanceof Constant.Int(long value, boolean unsigned))) {
            return new Shape.Buffer(most);
        }
        if (value < 0 && !unsigned) {
            problems.error(
                    length.span(), "buf: invalid length value (must be non-negative literal)");
            return null;
        }
        if (unsigned || value > most) {
            problems.warning(
                    length.span(),
                    "buf() length is too long and will be shortened to "
                            + most
                            + " bytes (see BPFTRACE_MAX_STRLEN)");
            return new Shape.Buffer(most);
        }
        return new Shape.Buffer((int) value);
    }

    private static boolean isSource(Shape from) {
        return from.number() != null
                || from.type() instanceof Pointer
                || from.type() instanceof ScriptType.Text
                || from.type() instanceof ScriptType.Buffer
                || from.type() instanceof ScriptType.Array;
    }
}
