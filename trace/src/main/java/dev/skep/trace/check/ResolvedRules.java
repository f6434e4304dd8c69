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
            case STRFTIME -> strftime(arguments);
            case NTOP -> ntop(place, arguments);
            case PTON -> pton(arguments.getFirst());
            case MACADDR -> macaddr(arguments.getFirst());
            case CGROUP_PATH -> cgroupPath(arguments);
            case BUF -> buf(arguments);
            default -> throw new IllegalArgumentException("not resolved: " + function);
        };
    }

    private static Shape resolved(Resolution kind) {
        return new Shape.Fixed(new ScriptType.Resolved(kind));
    }

    /** {@return the text of an argument that must be a string in the script, or null} */
    private @Nullable String literal(Function function, Expression argument) {
        typing.shape(argument);
        if (analysis.constant(argument) instanceof Constant.Text text) {
            return text.text();
        }
        problems.error(argument.span(), function.text() + "() expects a string literal");
        return null;
    }

    private Shape strftime(List<Expression> arguments) {
        String format = literal(Function.STRFTIME, arguments.getFirst());
        if (format != null) {
            analysis.text(format);
        }
        number(Function.STRFTIME, arguments.get(1));
        return resolved(Resolution.TIMESTAMP);
    }

    private void number(Function function, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape != null && shape.number() == null) {
            problems.error(
                    argument.span(),
                    function.text()
                            + "() only supports int arguments ("
                            + TypeTexts.kind(shape.type())
                            + " provided)");
        }
    }

    private Shape ntop(Span place, List<Expression> arguments) {
        if (arguments.size() == 2) {
            number(Function.NTOP, arguments.getFirst());
        }
        Shape address = typing.value(arguments.getLast());
        if (address != null && address.number() == null && !isAddress(address.type())) {
            problems.error(
                    place,
                    "ntop() expects an integer or array argument, got "
                            + TypeTexts.kind(address.type()));
        }
        return resolved(Resolution.INET);
    }

    /** {@code pton("127.0.0.1")}: bytes in network order, known now. */
    private @Nullable Shape pton(Expression argument) {
        String text = literal(Function.PTON, argument);
        if (text == null) {
            return null;
        }
        byte[] bytes = NetworkAddress.parse(text);
        if (bytes == null) {
            problems.error(argument.span(), "pton() expects an address, got " + text);
            return null;
        }
        return Shape.of(new ScriptType.Array(new ScriptType.Int(1, false), bytes.length));
    }

    private static boolean isAddress(ScriptType type) {
        return type instanceof ScriptType.Array array && (array.size() == 4 || array.size() == 16);
    }

    private Shape macaddr(Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return resolved(Resolution.MAC);
        }
        boolean fits =
                shape.number() != null
                        || shape.type() instanceof Pointer
                        || (shape.type() instanceof ScriptType.Array array
                                && array.size() == MAC_BYTES)
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

    private Shape cgroupPath(List<Expression> arguments) {
        number(Function.CGROUP_PATH, arguments.getFirst());
        String filter = arguments.size() > 1 ? literal(Function.CGROUP_PATH, arguments.get(1)) : "";
        if (filter != null) {
            analysis.text(filter);
        }
        return resolved(Resolution.CGROUP_PATH);
    }

    /** {@code buf(data[, length])}. */
    private @Nullable Shape buf(List<Expression> arguments) {
        Expression source = arguments.getFirst();
        Shape from = typing.value(source);
        int most = analysis.config().maxStrlen();
        if (from != null && !isSource(from)) {
            problems.error(
                    source.span(),
                    "buf() expects an integer, a string, an array or a pointer argument but saw "
                            + TypeTexts.kind(from.type()));
            return null;
        }
        if (arguments.size() == 1) {
            if (from == null) {
                return null;
            }
            boolean sized =
                    from.type() instanceof ScriptType.Array
                            || from.type() instanceof ScriptType.Text;
            return new Shape.Buffer(sized ? from.type().size() : most);
        }
        Expression length = arguments.get(1);
        number(Function.BUF, length);
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
