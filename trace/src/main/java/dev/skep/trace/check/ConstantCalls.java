package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.IntegerText;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.system.Cgroups;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The calls that are over when the script is compiled: they have a value then, or end it. */
final class ConstantCalls {
    private final Analysis analysis;
    private final Problems problems;
    private final KernelFunctionCalls kernelFunctions;

    ConstantCalls(Analysis analysis) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.kernelFunctions = new KernelFunctionCalls(analysis.target());
    }

    /** Decides a call whose arguments were looked at before. */
    void decide(Function function, Expression.Call call, ProbeContext probe) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < function.fewest() || arguments.size() > function.most()) {
            return;
        }
        switch (function) {
            case CGROUPID -> cgroupId(call);
            case GETOPT -> option(call);
            case STR -> string(call);
            case KFUNC_ALLOWED, KFUNC_EXIST -> kernelFunction(function, call, probe);
            case STATIC_ASSERT -> staticAssert(call);
            case FAIL -> fail(call);
            default -> {
                // It runs.
            }
        }
    }

    private @Nullable String text(Function function, Span place, Expression argument) {
        if (analysis.constant(argument) instanceof Constant.Text text) {
            return text.text();
        }
        problems.error(
                function == Function.GETOPT ? argument.span() : place,
                function == Function.GETOPT
                        ? "First argument to 'getopt' must be a string literal."
                        : function.text() + "() expects a string literal");
        return null;
    }

    private void cgroupId(Expression.Call call) {
        String path = text(Function.CGROUPID, call.span(), call.arguments().getFirst());
        if (path == null) {
            return;
        }
        try {
            long id = Cgroups.id(Path.of(path));
            analysis.constant(call, new Constant.Int(id, id < 0));
        } catch (IOException | InvalidPathException e) {
            problems.error(call.span(), "Failed to get `cgroupid` for path: \"" + path + "\"");
        }
    }

    /** {@code str(5)} is {@code "5"}, and {@code str("abc", 2)} is {@code "ab"}. */
    private void string(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        Expression source = arguments.getFirst();
        String characters =
                switch (analysis.constant(source)) {
                    case Constant.Int(long value, boolean unsigned) when isLiteral(source) ->
                            unsigned ? Long.toUnsignedString(value) : Long.toString(value);
                    case Constant.Text(String text) when arguments.size() > 1 -> text;
                    case null, default -> null;
                };
        if (characters == null) {
            return;
        }
        if (arguments.size() == 1) {
            analysis.constant(call, new Constant.Text(characters));
        } else if (analysis.constant(arguments.get(1)) instanceof Constant.Int(long most, var _)
                && most >= 0) {
            int length = (int) Math.min(most, characters.length());
            analysis.constant(call, new Constant.Text(characters.substring(0, length)));
        }
    }

    /** An address that is computed is read from, even if it is known. */
    private static boolean isLiteral(Expression expression) {
        return expression instanceof Expression.IntegerLiteral
                || (expression instanceof Expression.Unary unary
                        && unary.operand() instanceof Expression.IntegerLiteral);
    }

    private void kernelFunction(Function function, Expression.Call call, ProbeContext probe) {
        if (!(analysis.constant(call.arguments().getFirst()) instanceof Constant.Text name)) {
            problems.error(call.span(), function.text() + "() accepts a string literal only");
            return;
        }
        boolean holds =
                function == Function.KFUNC_EXIST
                        ? kernelFunctions.exists(name.text())
                        : kernelFunctions.isAllowed(name.text(), probe);
        analysis.constant(call, new Constant.Bool(holds));
    }

    private void staticAssert(Expression.Call call) {
        Boolean holds = truth(analysis.constant(call.arguments().getFirst()));
        String message = text(Function.STATIC_ASSERT, call.span(), call.arguments().get(1));
        if (holds == null) {
            problems.error(call.span(), "Unable to resolve comptime expression");
        } else if (!holds && message != null) {
            problems.error(call.span(), message);
        }
    }

    /** {@return whether a constant holds, or null if there is none or it is a string} */
    static @Nullable Boolean truth(@Nullable Constant constant) {
        return switch (constant) {
            case Constant.Int(long value, boolean _) -> value != 0;
            case Constant.Bool(boolean value) -> value;
            case Constant.Text _ -> null;
            case null -> null;
        };
    }

    private void fail(Expression.Call call) {
        String format = text(Function.FAIL, call.span(), call.arguments().getFirst());
        if (format == null) {
            return;
        }
        List<Constant> values = new ArrayList<>();
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            Constant value = analysis.constant(argument);
            if (value == null) {
                problems.error(argument.span(), "fail() expects literals");
                return;
            }
            values.add(value);
        }
        problems.error(call.span(), ConstantText.format(format, values));
    }

    /** {@code getopt(name[, default[, description]])}. */
    private void option(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        String name = text(Function.GETOPT, call.span(), arguments.getFirst());
        if (name == null) {
            return;
        }
        Constant otherwise =
                arguments.size() > 1
                        ? analysis.constant(arguments.get(1))
                        : new Constant.Bool(false);
        if (otherwise == null) {
            problems.error(
                    arguments.get(1).span(),
                    "Second argument to 'getopt' must be a string literal, integer literal, or a"
                            + " boolean literal.");
            return;
        }
        String description = "";
        if (arguments.size() > 2) {
            String given = text(Function.GETOPT, call.span(), arguments.get(2));
            description = given == null ? "" : given;
        }
        String earlier = analysis.option(name, ConstantText.of(otherwise), description);
        if (earlier != null) {
            problems.error(
                    call.span(),
                    "Command line option '"
                            + name
                            + "' needs to have the same default value in all places it is used."
                            + " Previous default value: "
                            + earlier);
            return;
        }
        String given = analysis.options().options().get(name);
        Constant value = given == null ? otherwise : read(call, name, given, otherwise);
        if (value != null) {
            analysis.constant(call, value);
        }
    }

    private @Nullable Constant read(
            Expression.Call call, String name, String given, Constant otherwise) {
        return switch (otherwise) {
            case Constant.Text _ -> Constant.Text.of(given);
            case Constant.Bool _ ->
                    switch (given) {
                        case "true", "1" -> new Constant.Bool(true);
                        case "false", "0" -> new Constant.Bool(false);
                        default -> invalid(call, name, given, "expects a boolean (e.g. 'true')");
                    };
            case Constant.Int _ -> {
                boolean negative = given.startsWith("-");
                IntegerText number = IntegerText.read(negative ? given.substring(1) : given);
                if (number.error() != null || (negative && number.value() < 0)) {
                    yield invalid(
                            call,
                            name,
                            given,
                            given.equals("true") ? "expects an integer" : "invalid integer");
                }
                yield negative
                        ? new Constant.Int(-number.value(), false)
                        : new Constant.Int(number.value(), number.value() < 0);
            }
        };
    }

    private @Nullable Constant invalid(
            Expression.Call call, String name, String given, String wanted) {
        problems.error(
                call.span(),
                "program command line option --" + name + " " + wanted + " (value: " + given + ")");
        return null;
    }
}
