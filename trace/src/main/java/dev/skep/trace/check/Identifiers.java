package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Vocabulary;

import org.jspecify.annotations.Nullable;

/**
 * What a bare word means: a builtin, a function, a macro of the script's C part, or a constant of
 * an enum. A word that means nothing is answered with the nearest one that does.
 */
final class Identifiers {
    private final Analysis analysis;
    private final Problems problems;

    Identifiers(Analysis analysis) {
        this.analysis = analysis;
        this.problems = analysis.problems();
    }

    /**
     * Notes what a word stands for that is not called.
     *
     * @param probe where it stands
     */
    void word(Expression expression, Span span, String name, ProbeContext probe) {
        if (analysis.namedTypes().isMacro(name)) {
            define(expression, span, name);
            return;
        }
        Function function = Vocabulary.isBuiltin(name) ? Function.named(name) : null;
        if (function != null) {
            resolved(expression, function, probe);
        } else if (Vocabulary.isBuiltin(name)) {
            problems.error(span, "The " + name + " builtin is not supported yet");
        } else if (isStackArgument(name)) {
            problems.error(
                    span,
                    "sarg* is deleted. This was deprecated in v0.21 and was last available in v0.24.",
                    "Use *(reg(\"sp\") + <stack_offset>) instead.");
        } else if (Vocabulary.isFunction(name)) {
            problems.error(
                    span, "Unknown identifier: '" + name + "'", "did you mean " + name + "()?");
        } else if (!isMacro(name) && !enumerator(expression, name)) {
            String nearest = NearestName.of(name, Vocabulary.builtins());
            String message = "Unknown identifier: '" + name + "'";
            if (nearest == null) {
                problems.error(span, message);
            } else {
                problems.error(span, message, "did you mean " + nearest + "?");
            }
        }
    }

    /**
     * {@return the function that is called, or null if there is none, which is said by now}
     *
     * @param probe where it is called
     */
    @Nullable Function function(Expression.Call call, ProbeContext probe) {
        Function function = Function.named(call.name());
        if (function == null) {
            unknown(call);
        } else {
            resolved(call, function, probe);
        }
        return function;
    }

    /**
     * {@return whether a bare name is no builtin as the first argument, as in {@code nsecs(boot)}}
     */
    static boolean takesMode(@Nullable Function function) {
        return function == Function.NSECS
                || function == Function.PID
                || function == Function.TID
                || function == Function.KSTACK
                || function == Function.USTACK;
    }

    private void resolved(Expression expression, Function function, ProbeContext probe) {
        analysis.function(expression, function);
        if (function == Function.ARGS) {
            probe.useNames();
        }
        if (function == Function.ARGS
                || function == Function.RETVAL
                || function.argumentIndex() >= 0) {
            probe.useArguments();
        }
    }

    /** Notes what a macro of the script's C part stands for. */
    private void define(Expression expression, Span span, String name) {
        Constant value = analysis.namedTypes().macro(name);
        if (value == null) {
            problems.error(
                    span,
                    "the macro '" + name + "' stands for no constant, which is not supported yet");
        } else {
            analysis.constant(expression, value);
        }
    }

    /** Notes the constant of an enum if the name is one's, and returns whether it is. */
    private boolean enumerator(Expression expression, String name) {
        NamedTypes.Enumerator found = analysis.namedTypes().enumerator(name);
        if (found != null) {
            analysis.enumerator(expression, found);
        }
        return found != null;
    }

    private void unknown(Expression.Call call) {
        if (isMacro(call.name())) {
            return;
        }
        if (Vocabulary.isFunction(call.name())) {
            problems.error(call.span(), call.name() + "() is not supported yet");
            return;
        }
        String message = "Unknown function: '" + call.name() + "'";
        String nearest = NearestName.of(call.name(), Vocabulary.functions());
        if (nearest == null) {
            nearest = NearestName.of(call.name(), Vocabulary.builtins());
        }
        if (nearest == null) {
            problems.error(call.span(), message);
        } else {
            problems.error(call.span(), message, "did you mean " + nearest + "()?");
        }
    }

    /**
     * {@return whether it names a macro of the language: those were expanded, so one that is left
     * was used wrongly, which is said by now}
     */
    private boolean isMacro(String name) {
        for (Macro macro : analysis.script().macros()) {
            if (macro.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStackArgument(String name) {
        return name.length() == 5 && name.startsWith("sarg") && Character.isDigit(name.charAt(4));
    }
}
