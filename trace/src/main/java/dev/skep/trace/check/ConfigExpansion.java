package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.TreeCopy;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the settings of a script where it asks for them: {@code config} is a record of literals, and
 * {@code config.max_strlen} the literal itself, so that it is known when the script is compiled.
 */
final class ConfigExpansion extends TreeCopy {
    private static final String NAME = "config";

    private final ScriptConfig config;

    private ConfigExpansion(ScriptConfig config) {
        this.config = config;
    }

    /** {@return the script with its settings in it} */
    static Script expand(Script script, ScriptConfig config) {
        if (!mentions(script)) {
            return script;
        }
        List<Probe> probes = new ArrayList<>(script.probes().size());
        for (Probe probe : script.probes()) {
            var expansion = new ConfigExpansion(config);
            probes.add(
                    new Probe(
                            probe.span(),
                            probe.name(),
                            probe.attachPoints(),
                            expansion.optional(probe.predicate()),
                            expansion.block(probe.body())));
        }
        return script.withProbes(probes);
    }

    /** {@return whether the word stands anywhere but before the block of settings} */
    private static boolean mentions(Script script) {
        String text = script.source().text();
        int first = text.indexOf(NAME);
        return first >= 0 && (script.settings().isEmpty() || text.indexOf(NAME, first + 1) >= 0);
    }

    private static boolean isConfig(Expression expression) {
        return (expression instanceof Expression.Name(Span _, String name) && name.equals(NAME))
                || (expression instanceof Expression.Call call
                        && call.name().equals(NAME)
                        && call.arguments().isEmpty());
    }

    @Override
    public Expression expression(Expression expression) {
        if (isConfig(expression)) {
            return settings(expression.span());
        }
        if (expression instanceof Expression.FieldAccess access && isConfig(access.target())) {
            Expression.RecordLiteral settings = settings(access.target().span());
            int index = settings.names().indexOf(access.name());
            if (index >= 0) {
                return at(access.span(), settings.values().get(index));
            }
        }
        return super.expression(expression);
    }

    private static Expression at(Span span, Expression literal) {
        return switch (literal) {
            case Expression.IntegerLiteral e ->
                    new Expression.IntegerLiteral(span, e.value(), e.unsigned());
            case Expression.BooleanLiteral e -> new Expression.BooleanLiteral(span, e.value());
            case Expression.StringLiteral e -> new Expression.StringLiteral(span, e.characters());
            case Expression e -> e;
        };
    }

    /** In upstream's order: truth values, numbers, texts, those of few words. */
    private Expression.RecordLiteral settings(Span span) {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        var settings = new Settings(span, names, values);
        ScriptConfig.Symbolication symbols = config.symbolication();
        settings.put("cpp_demangle", symbols.demangle());
        settings.put("lazy_symbolication", symbols.lazy());
        settings.put("print_maps_on_exit", config.printMapsOnExit());
        settings.put("use_blazesym", false);
        settings.put("show_debug_info", symbols.debugInfo());
        settings.put("log_size", config.logSize());
        settings.put("max_bpf_progs", config.maxPrograms());
        settings.put("max_cat_bytes", config.maxCatBytes());
        settings.put("max_map_keys", config.maxMapKeys());
        settings.put("max_probes", config.maxProbes());
        settings.put("max_strlen", config.maxStrlen());
        settings.put("on_stack_limit", config.onStackLimit());
        settings.put("perf_rb_pages", config.ringBufferPages());
        settings.put("str_trunc_trailer", config.truncationTrailer());
        settings.put("unstable_import_statement", config.unstable().importStatement().text());
        settings.put("unstable_tseries", config.unstable().timeSeries().text());
        settings.put("unstable_typeinfo", config.unstable().typeInformation().text());
        settings.put("unstable_dw_ustack", config.unstable().dwarfStack().text());
        settings.put("missing_probes", config.missingProbes().text());
        settings.put("stack_mode", config.stackMode().text());
        settings.put("license", config.license());
        return new Expression.RecordLiteral(span, names, values);
    }

    /** The names and values of the record while it is made. */
    private record Settings(Span span, List<String> names, List<Expression> values) {
        void put(String name, boolean value) {
            names.add(name);
            values.add(new Expression.BooleanLiteral(span, value));
        }

        void put(String name, long value) {
            names.add(name);
            values.add(new Expression.IntegerLiteral(span, value, false));
        }

        void put(String name, String value) {
            names.add(name);
            values.add(new Expression.StringLiteral(span, Constant.Text.of(value).characters()));
        }
    }
}
