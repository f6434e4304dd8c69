package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.PrintfFormat.Piece;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions that say something, or end the script. They have no value. */
final class OutputRules {
    /** As many arguments bpf_trace_printk takes. */
    private static final int MOST_PRINTK = 3;

    private static final Shape NONE = new Shape.Fixed(new ScriptType.None());

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    OutputRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    Shape printf(Expression.Call call) {
        return formatted(Function.PRINTF, call);
    }

    /** A function that formats its arguments as {@code printf} does. */
    Shape formatted(Function function, Expression.Call call) {
        if (function.isUnsafe() && !analysis.options().unsafe()) {
            problems.error(
                    call.span(),
                    function.text() + "() is an unsafe function being used in safe mode",
                    "--unsafe allows it");
        }
        List<Expression> arguments = call.arguments().subList(1, call.arguments().size());
        String text = literal(function.text(), call.span(), call.arguments().getFirst());
        PrintfFormat format = text == null ? null : format(call, text);
        @Nullable Shape[] shapes = new Shape[arguments.size()];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = typing.value(arguments.get(i));
        }
        if (format == null) {
            return NONE;
        }
        if (function == Function.DEBUGF) {
            problems.warning(
                    call.span(),
                    "The debugf() builtin is not recommended for production use. For more"
                            + " information see bpf_trace_printk in bpf-helpers(7).");
        }
        if (function == Function.DEBUGF && !isPrintk(call, format)) {
            return NONE;
        }
        int expected = format.arguments();
        if (expected != shapes.length) {
            problems.error(
                    call.span(),
                    (shapes.length < expected ? "not enough" : "too many")
                            + " arguments for format string ("
                            + shapes.length
                            + " supplied, "
                            + expected
                            + " expected)");
            return NONE;
        }
        analysis.format(call, format);
        int next = 0;
        for (Piece piece : format.pieces()) {
            if (piece instanceof Piece.Spec spec) {
                argument(spec, arguments.get(next), shapes[next]);
                next++;
            }
        }
        return NONE;
    }

    /** {@return whether the kernel's own printk of programs takes a format} */
    private boolean isPrintk(Expression.Call call, PrintfFormat format) {
        if (call.arguments().size() > MOST_PRINTK + 1 || format.arguments() > MOST_PRINTK) {
            problems.error(call.span(), "cannot use more than 3 conversion specifiers");
            return false;
        }
        for (Piece piece : format.pieces()) {
            if (piece instanceof Piece.Spec spec) {
                switch (spec.conversion()) {
                    case DECIMAL, UNSIGNED, HEX, POINTER, STRING -> {
                        // These it takes.
                    }
                    case OCTAL,
                            HEX_UPPER,
                            CHARACTER,
                            BUFFER,
                            BUFFER_ESCAPED,
                            BUFFER_HEX,
                            ALLOCATION_FLAGS -> {
                        problems.error(
                                call.span(),
                                "Invalid format specifier for `debugf`: "
                                        + PrintfFormatReader.letters(spec.conversion()));
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private @Nullable PrintfFormat format(Expression.Call call, String text) {
        PrintfFormat known = analysis.format(call);
        if (known != null) {
            return known;
        }
        var reader = new PrintfFormatReader(text);
        PrintfFormat format = reader.read();
        if (format == null) {
            problems.error(call.arguments().getFirst().span(), reader.error());
        }
        return format;
    }

    private void argument(Piece.Spec spec, Expression argument, @Nullable Shape shape) {
        if (shape == null) {
            return;
        }
        ScriptType type = shape.type();
        boolean fits =
                switch (spec.conversion()) {
                    case DECIMAL,
                            UNSIGNED,
                            OCTAL,
                            HEX,
                            HEX_UPPER,
                            CHARACTER,
                            POINTER,
                            ALLOCATION_FLAGS ->
                            OperatorRules.isTruth(type);
                    case STRING -> !(type instanceof ScriptType.None);
                    case BUFFER, BUFFER_ESCAPED, BUFFER_HEX -> type instanceof ScriptType.Buffer;
                };
        if (!fits) {
            problems.error(
                    argument.span(),
                    "unsupported format specifier for type '"
                            + type.text()
                            + "': "
                            + PrintfFormatReader.letters(spec.conversion()));
        }
    }

    /**
     * {@return the text of an argument that must be a string in the script, or null if it is none}
     */
    private @Nullable String literal(String function, Span place, Expression argument) {
        if (analysis.constant(argument) instanceof Constant.Text text) {
            return text.text();
        }
        Shape shape = typing.shape(argument);
        if (shape != null) {
            problems.error(
                    place,
                    function
                            + "() expects a string literal ("
                            + TypeTexts.kind(shape.type())
                            + " provided)");
        }
        return null;
    }

    Shape time(Span place, List<Expression> arguments) {
        if (!arguments.isEmpty()) {
            literal("time", place, arguments.getFirst());
            typing.shape(arguments.getFirst());
        }
        return NONE;
    }

    Shape exit(Span place, List<Expression> arguments) {
        if (!arguments.isEmpty()) {
            Shape code = typing.value(arguments.getFirst());
            if (code != null && code.number() == null) {
                problems.error(
                        place,
                        "exit() only supports int arguments ("
                                + TypeTexts.kind(code.type())
                                + " provided)");
            }
        }
        return NONE;
    }

    /** {@code print(@m[, top[, div]])}, {@code print(@m[key])}, {@code print(value)}. */
    Shape print(Span place, List<Expression> arguments) {
        Expression printed = arguments.getFirst();
        if (printed instanceof Expression.MapAccess access && access.key() == null) {
            GlobalMap map = typing.accesses().whole(access);
            for (Expression limit : arguments.subList(1, arguments.size())) {
                limit(limit);
            }
            if (map != null && arguments.size() > 1) {
                warnOfLimits(place, map);
            }
            return NONE;
        }
        if (arguments.size() > 1) {
            problems.error(
                    place, "Non-map print() only takes 1 argument, " + arguments.size() + " found");
        }
        Shape shape = typing.shape(printed);
        if (shape == null) {
            return NONE;
        }
        if (typing.aggregates().isReadable(printed, shape)) {
            typing.value(printed);
            return NONE;
        }
        switch (shape.type()) {
            case Aggregate(MapValue kind) when isHistogram(kind) ->
                    problems.error(
                            place,
                            "Map type "
                                    + shape.type().text()
                                    + " cannot print the value of individual keys. You must print"
                                    + " the whole map.");
            case Aggregate _ -> {
                // User space reads and folds it.
            }
            case ScriptType.None _ ->
                    problems.error(printed.span(), "print() can't print a value of type none");
            case ScriptType _ -> typing.value(printed);
        }
        return NONE;
    }

    private static boolean isHistogram(MapValue kind) {
        return kind.hasBuckets();
    }

    private void limit(Expression limit) {
        Shape shape = typing.value(limit);
        boolean isCount =
                analysis.constant(limit) instanceof Constant.Int(long value, boolean unsigned)
                        && !unsigned
                        && value >= 0
                        && value <= Integer.MAX_VALUE;
        if (shape != null && !isCount) {
            problems.error(
                    limit.span(),
                    "print() expects a int literal ("
                            + TypeTexts.kind(shape.type())
                            + " provided)");
        }
    }

    private void warnOfLimits(Span place, GlobalMap map) {
        Shape value = map.value().shape();
        if (value != null
                && value.type() instanceof Aggregate(MapValue kind)
                && kind instanceof MapValue.Stats) {
            problems.warning(
                    place,
                    "print()'s top and div arguments are ignored when used on stats() maps.");
        }
    }
}
