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

    /**
     * Decides a call whose arguments were looked at before.
     *
     * @param reached whether it stands where the script may come to
     */
    void decide(Function function, Expression.Call call, boolean reached) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < function.fewest() || arguments.size() > function.most()) {
            return;
        }
        switch (function) {
            case CGROUPID -> cgroupId(call);
            case GETOPT -> option(call);
            case KFUNC_ALLOWED, KFUNC_EXIST -> kernelFunction(function, call);
            case STATIC_ASSERT -> {
                if (reached) {
                    staticAssert(call);
                }
            }
            case FAIL -> {
                if (reached) {
                    fail(call);
                }
            }
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

    private void kernelFunction(Function function, Expression.Call call) {
        if (!(analysis.constant(call.arguments().getFirst()) instanceof Constant.Text name)) {
            problems.error(call.span(), function.text() + "() accepts a string literal only");
            return;
        }
        boolean holds =
                function == Function.KFUNC_EXIST
                        ? kernelFunctions.exists(name.text())
                        : kernelFunctions.isAllowed(name.text());
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
                    "getopt() expects a literal as the default: an int, a bool or a string");
            return;
        }
        String description = "";
        if (arguments.size() > 2) {
            String given = text(Function.GETOPT, call.span(), arguments.get(2));
            description = given == null ? "" : given;
        }
        analysis.option(new ScriptOption(name, ConstantText.of(otherwise), description));
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
                        default -> invalid(call, name, given, "true, false, 1 or 0");
                    };
            case Constant.Int _ -> {
                boolean negative = given.startsWith("-");
                IntegerText number = IntegerText.read(negative ? given.substring(1) : given);
                if (number.error() != null || (negative && number.value() < 0)) {
                    yield invalid(call, name, given, "an integer");
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
                "Invalid value for the option --" + name + ": " + given,
                "it takes " + wanted);
        return null;
    }
}
