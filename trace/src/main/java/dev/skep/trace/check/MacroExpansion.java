package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.TreeCopy;
import dev.skep.trace.syntax.TypeName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the bodies of macros where they are called, as blocks that have a value. A body has no names
 * in common with what is around its call: its own variables get names that nobody can write.
 */
final class MacroExpansion extends TreeCopy {

    /** Follows the names of variables that are a macro's own; no name in a script has it. */
    static final char OWN = '#';

    /** Without macros only a script with this in it needs another look. */
    private static final String LENGTH = Function.LEN.text() + "(";

    /** Macros that use what they are given twice, in each other, would grow for ever. */
    private static final int MOST_NODES = 200_000;

    /** As many levels of a tree all that walks through it can take. */
    private static final int MOST_LEVELS = 300;

    private final MacroTable macros;
    private final Problems problems;
    private final Map<Expression.BlockExpression, MacroUse> uses;

    /** The calls that are being expanded, the innermost last. */
    private final List<MacroUse> chain = new ArrayList<>();

    /** What the names of the body that is being copied stand for; empty outside of macros. */
    private Map<String, Expression> arguments = Map.of();

    /** What makes the names of this body's own variables different from all others. */
    private String suffix = "";

    private int expansions;
    private int nodes;
    private int levels;
    private boolean tooLarge;

    private MacroExpansion(
            MacroTable macros, Problems problems, Map<Expression.BlockExpression, MacroUse> uses) {
        this.macros = macros;
        this.problems = problems;
        this.uses = uses;
    }

    /**
     * {@return the script without calls of macros}
     *
     * @param uses gets the blocks that were calls; it compares them by identity
     */
    static Script expand(
            Script script, Problems problems, Map<Expression.BlockExpression, MacroUse> uses) {
        if (script.macros().isEmpty()
                && !script.source().text().contains(LENGTH)
                && !script.source().text().contains(ContainerOf.NAME)) {
            return script;
        }
        MacroTable macros = new MacroTable(script, problems);
        List<Probe> probes = new ArrayList<>(script.probes().size());
        for (Probe probe : script.probes()) {
            var expansion = new MacroExpansion(macros, problems, uses);
            Probe expanded =
                    new Probe(
                            probe.span(),
                            probe.name(),
                            probe.attachPoints(),
                            expansion.optional(probe.predicate()),
                            expansion.block(probe.body()));
            // Half of what is too large means nothing.
            probes.add(expansion.tooLarge ? probe : expanded);
        }
        return script.withProbes(probes);
    }

    @Override
    public Expression expression(Expression expression) {
        if (isTooLarge(expression)) {
            return expression;
        }
        levels++;
        Expression copy = expanded(expression);
        levels--;
        return copy;
    }

    private Expression expanded(Expression expression) {
        if (expression instanceof Expression.Name(Span span, String name)) {
            Expression argument = arguments.get(name);
            if (argument != null) {
                return argument(argument);
            }
            if (macros.has(name)) {
                return call(expression, span, name, List.of());
            }
        }
        if (expression instanceof Expression.TypeOperand(Span _, TypeName type) && type.isBare()) {
            Expression argument = arguments.get(type.name());
            if (argument != null) {
                return argument(argument);
            }
        }
        if (expression instanceof Expression.Call call && macros.has(call.name())) {
            List<Expression> values = new ArrayList<>(call.arguments().size());
            for (Expression argument : call.arguments()) {
                values.add(expression(argument));
            }
            return call(expression, call.span(), call.name(), values);
        }
        Expression meant = ContainerOf.meant(expression);
        if (meant != null) {
            return super.expression(meant);
        }
        Expression.MapAccess counted = MapLength.counted(expression);
        if (counted != null) {
            expansions++;
            return MapLength.of(expression.span(), map(counted), "" + OWN + expansions);
        }
        return super.expression(expression);
    }

    /** {@return an argument, which means what it meant where the macro was called} */
    private Expression argument(Expression argument) {
        return new TreeCopy() {
            @Override
            public Expression expression(Expression expression) {
                if (isTooLarge(expression)) {
                    return expression;
                }
                levels++;
                Expression copy = super.expression(expression);
                levels--;
                if (expression instanceof Expression.BlockExpression block
                        && copy instanceof Expression.BlockExpression copied
                        && uses.get(block) != null) {
                    uses.put(copied, uses.get(block));
                }
                return copy;
            }
        }.expression(argument);
    }

    private Expression call(Expression call, Span span, String name, List<Expression> values) {
        Macro macro = macros.find(span, name, values);
        if (macro == null || !mayExpand(macro, span)) {
            // An expression all the same, so that what is around it can be looked at.
            return super.expression(call);
        }
        Map<String, Expression> outerArguments = arguments;
        String outerSuffix = suffix;
        arguments = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            arguments.put(MacroTable.name(macro.parameters().get(i)), values.get(i));
        }
        expansions++;
        suffix = "" + OWN + expansions;
        MacroUse use = new MacroUse(macro, span);
        chain.add(use);
        var block =
                new Expression.BlockExpression(
                        span,
                        statements(macro.body().statements()),
                        optional(macro.body().value()));
        chain.removeLast();
        uses.put(block, use);
        arguments = outerArguments;
        suffix = outerSuffix;
        return block;
    }

    private boolean mayExpand(Macro macro, Span span) {
        StringBuilder names = new StringBuilder();
        boolean recursive = false;
        for (MacroUse use : chain) {
            recursive |= use.macro().span().equals(macro.span());
            names.append(use.macro().name()).append(" > ");
        }
        if (recursive) {
            problems.error(
                    span, "Recursive macro call detected. Call chain: " + names + macro.name());
            return false;
        }
        return true;
    }

    /** {@return whether a part is left as it is, because there is too much already} */
    private boolean isTooLarge(Expression part) {
        nodes++;
        if ((nodes > MOST_NODES || levels > MOST_LEVELS) && !tooLarge) {
            tooLarge = true;
            Span span = chain.isEmpty() ? part.span() : chain.getFirst().call();
            problems.error(span, "the macros called here make too much of it");
        }
        return tooLarge;
    }

    /** A parameter stands for a type where it stands in the place of one. */
    @Override
    protected TypeName type(TypeName type) {
        Expression argument = type.of() == null && type.keyword() == null ? named(type) : null;
        if (argument == null) {
            return super.type(type);
        }
        TypeName passed =
                argument instanceof Expression.TypeOperand(Span _, TypeName known)
                        ? known
                        : TypeName.typeOf(type.span(), argument(argument));
        if (type.suffixes().isEmpty()) {
            return passed;
        }
        List<TypeName.Suffix> suffixes = new ArrayList<>(passed.suffixes());
        suffixes.addAll(type.suffixes());
        return new TypeName(type.span(), passed.keyword(), passed.name(), suffixes, passed.of());
    }

    private @Nullable Expression named(TypeName type) {
        return arguments.get(type.name());
    }

    @Override
    protected Expression.Variable variable(Expression.Variable variable) {
        if (arguments.get(variable.name()) instanceof Expression.Variable passed) {
            return new Expression.Variable(variable.span(), passed.name());
        }
        return new Expression.Variable(variable.span(), variable.name() + suffix);
    }

    @Override
    protected Expression.MapAccess map(Expression.MapAccess access) {
        @Nullable Expression key = optional(access.key());
        String name =
                arguments.get(access.name()) instanceof Expression.MapAccess passed
                        ? passed.name()
                        : access.name();
        return new Expression.MapAccess(access.span(), access.nameSpan(), name, key);
    }
}
