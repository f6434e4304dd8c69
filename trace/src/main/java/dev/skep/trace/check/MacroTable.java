package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The macros of a script, and which of them a call means: several may have one name. */
final class MacroTable {
    private final Problems problems;
    private final SourceText source;
    private final Map<String, List<Macro>> byName = new HashMap<>();

    MacroTable(Script script, Problems problems) {
        this.problems = problems;
        this.source = script.source();
        for (Macro macro : script.macros()) {
            add(macro);
        }
    }

    private void add(Macro macro) {
        List<Macro> sameName = byName.get(macro.name());
        if (sameName == null) {
            sameName = new ArrayList<>();
            byName.put(macro.name(), sameName);
        }
        for (Macro other : sameName) {
            if (sameForm(macro, other)) {
                problems.error(head(macro), "Redefinition of macro: " + macro.name());
                return;
            }
        }
        sameName.add(macro);
        Set<String> names = new HashSet<>();
        for (Expression parameter : macro.parameters()) {
            if (!names.add(name(parameter))) {
                problems.error(
                        parameter.span(),
                        "Ident for macro argument has already been used: " + name(parameter));
            }
        }
        checkMaps(macro.body(), names);
    }

    /** A macro that used maps of its own accord would not say what it changes. */
    private void checkMaps(Node node, Set<String> parameters) {
        if (node instanceof Expression.MapAccess access && !parameters.contains(access.name())) {
            problems.error(
                    access.nameSpan(),
                    "Unhygienic access to map: "
                            + access.name()
                            + ". Maps must be passed into the macro as arguments.");
        }
        if (node instanceof Statement.Return(Span span, var _)) {
            problems.error(
                    source.withSemicolon(span), "'return' statement is not allowed in a macro");
        }
        for (Node part : Parts.of(node)) {
            checkMaps(part, parameters);
        }
    }

    private static boolean sameForm(Macro a, Macro b) {
        if (a.parameters().size() != b.parameters().size()) {
            return false;
        }
        for (int i = 0; i < a.parameters().size(); i++) {
            if (form(a.parameters().get(i)) != form(b.parameters().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@return the name of a parameter as it stands in the body} */
    static String name(Expression parameter) {
        return switch (parameter) {
            case Expression.Name name -> name.name();
            case Expression.Variable variable -> variable.name();
            case Expression.MapAccess map -> map.name();
            default -> throw new IllegalStateException("no parameter: " + parameter);
        };
    }

    private static char form(Expression parameter) {
        return parameter instanceof Expression.Name ? 'a' : name(parameter).charAt(0);
    }

    /** {@return whether there is a macro of that name} */
    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** {@return the macro that a call means; null if there is none, which has been said then} */
    @Nullable Macro find(Span call, String name, List<Expression> arguments) {
        List<Macro> candidates = byName.getOrDefault(name, List.of());
        Macro best = null;
        int bestScore = -1;
        for (Macro macro : candidates) {
            int score = score(macro, arguments);
            if (score > bestScore) {
                best = macro;
                bestScore = score;
            }
        }
        if (best == null) {
            problems.error(
                    Problem.error(
                            call,
                            "Call to "
                                    + name
                                    + "() has arguments that do not match any definition."),
                    mismatch(candidates.getLast(), arguments));
        }
        return best;
    }

    /** {@return how many parameters ask for just what they get, -1 if one gets something else} */
    private static int score(Macro macro, List<Expression> arguments) {
        if (macro.parameters().size() != arguments.size()) {
            return -1;
        }
        int score = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Expression parameter = macro.parameters().get(i);
            if (!takes(parameter, arguments.get(i))) {
                return -1;
            }
            score += parameter instanceof Expression.Name ? 0 : 1;
        }
        return score;
    }

    private static boolean takes(Expression parameter, Expression argument) {
        return switch (form(parameter)) {
            case '$' -> argument instanceof Expression.Variable;
            case '@' -> argument instanceof Expression.MapAccess map && map.key() == null;
            default -> true;
        };
    }

    /** {@return what the arguments of a call have against a macro} */
    private static List<Problem> mismatch(Macro macro, List<Expression> arguments) {
        String call = macro.name() + "()";
        int expected = macro.parameters().size();
        if (expected != arguments.size()) {
            String message =
                    "The closest definition of "
                            + call
                            + " has a different number of arguments. Expected: "
                            + expected
                            + " but got "
                            + arguments.size();
            return List.of(Problem.error(head(macro), message));
        }
        List<Problem> wrong = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            Expression parameter = macro.parameters().get(i);
            Expression argument = arguments.get(i);
            if (takes(parameter, argument)) {
                continue;
            }
            String message =
                    "Mismatched arg. "
                            + call
                            + " expects a "
                            + (form(parameter) == '@' ? "map" : "variable")
                            + " for arg "
                            + name(parameter)
                            + " but got "
                            + kind(argument)
                            + ".";
            wrong.add(Problem.error(argument.span(), message));
            String here = "This is the argument in the closest definition.";
            wrong.add(Problem.error(parameter.span(), here));
        }
        return wrong;
    }

    private static String kind(Expression argument) {
        return switch (argument) {
            case Expression.Variable _ -> "a variable";
            case Expression.MapAccess map when map.key() == null -> "a map";
            default -> "an expression";
        };
    }

    /** {@return {@code macro name}} */
    private static Span head(Macro macro) {
        int start = macro.span().start();
        return new Span(start, start + "macro ".length() + macro.name().length());
    }
}
