package dev.skep.trace.check;

import dev.skep.trace.check.ScriptConfig.MissingProbes;
import dev.skep.trace.check.ScriptConfig.Symbolication;
import dev.skep.trace.check.ScriptConfig.Unstable;
import dev.skep.trace.check.ScriptConfig.Use;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.syntax.ConfigSetting;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.IntegerText;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the {@code config} block: keys in any case, with or without {@code BPFTRACE_}, and their
 * older names.
 */
final class ConfigReader {
    /** BPF allows no larger objects in a map's value. */
    private static final int LARGEST = 1 << 20;

    /** A ring buffer of 1 GiB. */
    private static final int MOST_PAGES = 1 << 18;

    private static final List<String> LICENSES =
            List.of(
                    "Dual MIT/GPL",
                    "Dual BSD/GPL",
                    "Dual MPL/GPL",
                    "GPL and additional rights",
                    "GPL v2",
                    "GPL");

    private static final String LICENSING =
            "https://docs.kernel.org/bpf/bpf_licensing.html#using-bpf-programs-in-the-linux-kernel";

    private final Problems problems;
    private String license = ScriptConfig.DEFAULT.license();
    private int maxMapKeys = ScriptConfig.DEFAULT.maxMapKeys();
    private int maxProbes = ScriptConfig.DEFAULT.maxProbes();
    private int maxStrlen = ScriptConfig.DEFAULT.maxStrlen();
    private MissingProbes missingProbes = ScriptConfig.DEFAULT.missingProbes();
    private int onStackLimit = ScriptConfig.DEFAULT.onStackLimit();
    private boolean printMapsOnExit = ScriptConfig.DEFAULT.printMapsOnExit();
    private String truncationTrailer = ScriptConfig.DEFAULT.truncationTrailer();
    private int maxCatBytes = ScriptConfig.DEFAULT.maxCatBytes();
    private int ringBufferPages = ScriptConfig.DEFAULT.ringBufferPages();

    private StackMode stackMode = ScriptConfig.DEFAULT.stackMode();
    private int logSize = ScriptConfig.DEFAULT.logSize();
    private int maxPrograms = ScriptConfig.DEFAULT.maxPrograms();
    private boolean demangle = ScriptConfig.DEFAULT.symbolication().demangle();
    private boolean lazy = ScriptConfig.DEFAULT.symbolication().lazy();
    private boolean debugInfo = ScriptConfig.DEFAULT.symbolication().debugInfo();
    private Use importStatement = ScriptConfig.DEFAULT.unstable().importStatement();
    private Use timeSeries = ScriptConfig.DEFAULT.unstable().timeSeries();
    private Use typeInformation = ScriptConfig.DEFAULT.unstable().typeInformation();
    private Use dwarfStack = ScriptConfig.DEFAULT.unstable().dwarfStack();

    private ConfigReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * {@return the settings of a script}
     *
     * @param settings those of its {@code config} block
     * @param overriding those that win over it, from the environment: by their lower-case names
     */
    static ScriptConfig read(
            List<ConfigSetting> settings, Map<String, String> overriding, Problems problems) {
        if (settings.isEmpty() && overriding.isEmpty()) {
            return ScriptConfig.DEFAULT;
        }
        var reader = new ConfigReader(problems);
        for (ConfigSetting setting : settings) {
            reader.read(setting);
        }
        for (Map.Entry<String, String> each : overriding.entrySet()) {
            Span nowhere = new Span(0, 0);
            Expression value = value(nowhere, each.getValue());
            reader.apply(each.getKey(), new ConfigSetting(nowhere, each.getKey(), value));
        }
        return new ScriptConfig(
                reader.license,
                reader.maxMapKeys,
                reader.maxProbes,
                reader.maxStrlen,
                reader.missingProbes,
                reader.onStackLimit,
                reader.printMapsOnExit,
                reader.truncationTrailer,
                reader.maxCatBytes,
                reader.ringBufferPages,
                reader.stackMode,
                reader.logSize,
                reader.maxPrograms,
                new Symbolication(reader.demangle, reader.lazy, reader.debugInfo),
                new Unstable(
                        reader.importStatement,
                        reader.timeSeries,
                        reader.typeInformation,
                        reader.dwarfStack));
    }

    /** {@return the value of an environment variable as if it stood in the block} */
    private static Expression value(Span nowhere, String text) {
        IntegerText number = IntegerText.read(text);
        return text.isEmpty() || number.error() != null
                ? new Expression.StringLiteral(nowhere, Constant.Text.of(text).characters())
                : new Expression.IntegerLiteral(nowhere, number.value(), number.value() < 0);
    }

    private void read(ConfigSetting setting) {
        String key = setting.key().toLowerCase(Locale.ROOT);
        if (key.startsWith("bpftrace_")) {
            key = key.substring("bpftrace_".length());
        }
        apply(renamed(key, setting.span()), setting);
    }

    private void apply(String key, ConfigSetting setting) {
        switch (key) {
            case "license" -> license = license(setting);
            case "max_cat_bytes" ->
                    maxCatBytes = number(setting, 0, Integer.MAX_VALUE, maxCatBytes);
            case "perf_rb_pages" ->
                    ringBufferPages = number(setting, 0, MOST_PAGES, ringBufferPages);
            case "log_size" -> logSize = number(setting, 1, Integer.MAX_VALUE, logSize);
            case "max_bpf_progs" ->
                    maxPrograms = number(setting, 1, Integer.MAX_VALUE, maxPrograms);
            case "max_map_keys" -> maxMapKeys = number(setting, 1, Integer.MAX_VALUE, maxMapKeys);
            case "max_probes" -> maxProbes = number(setting, 1, Integer.MAX_VALUE, maxProbes);
            case "max_strlen" -> maxStrlen = number(setting, 1, LARGEST, maxStrlen);
            case "missing_probes" -> missingProbes = missingProbes(setting);
            case "on_stack_limit" -> onStackLimit = number(setting, 0, 512, onStackLimit);
            case "print_maps_on_exit" -> printMapsOnExit = truth(setting, printMapsOnExit);
            case "stack_mode" -> stackMode = stackMode(setting);
            case "str_trunc_trailer" -> truncationTrailer = text(setting, truncationTrailer);
            case "cache_user_symbols" -> cache(setting);
            case "cpp_demangle" -> demangle = truth(setting, demangle);
            case "lazy_symbolication" -> lazy = truth(setting, lazy);
            case "show_debug_info" -> debugInfo = truth(setting, debugInfo);
            case "unstable_dw_ustack" -> dwarfStack = use(setting, dwarfStack);
            case "unstable_import_statement" -> importStatement = use(setting, importStatement);
            case "unstable_tseries" -> timeSeries = use(setting, timeSeries);
            case "unstable_typeinfo" -> typeInformation = use(setting, typeInformation);
            case "max_type_res_iterations", "unstable_map_decl", "unstable_macro" ->
                    problems.warning(setting.span(), key + " is deprecated and has no effect");
            case "btf", "color", "kernel_build", "kernel_source", "vmlinux" ->
                    problems.error(
                            setting.span(), key + ": can only be set as an environment variable");
            default ->
                    problems.error(
                            setting.span(), setting.key() + ": not a known configuration option");
        }
    }

    private String renamed(String key, Span place) {
        String newName =
                switch (key) {
                    case "strlen" -> "max_strlen";
                    case "no_cpp_demangle" -> "cpp_demangle";
                    case "cat_bytes_max" -> "max_cat_bytes";
                    case "map_keys_max" -> "max_map_keys";
                    default -> key;
                };
        if (!newName.equals(key)) {
            problems.warning(place, key + " has been renamed, please use " + newName);
        }
        return newName;
    }

    private int number(ConfigSetting setting, int least, int most, int otherwise) {
        Expression value = setting.value();
        String word = word(setting);
        if (value instanceof Expression.StringLiteral && word != null) {
            value = value(value.span(), word);
        }
        if (value instanceof Expression.IntegerLiteral(Span _, long number, boolean _)) {
            if (number >= least && number <= most) {
                return (int) number;
            }
            invalid(setting, "expecting a number from " + least + " to " + most);
        } else {
            invalid(setting, "expecting a number" + (word == null ? "" : ", got " + word));
        }
        return otherwise;
    }

    private boolean truth(ConfigSetting setting, boolean otherwise) {
        if (setting.value() instanceof Expression.IntegerLiteral(Span _, long number, boolean _)) {
            return number != 0;
        }
        String word = word(setting);
        if (word != null) {
            switch (word) {
                case "true" -> {
                    return true;
                }
                case "false" -> {
                    return false;
                }
                default -> {
                    // Neither.
                }
            }
        }
        invalid(setting, "Invalid bool value: valid values are true, false, 1 or 0.");
        return otherwise;
    }

    /** How long symbols are kept makes no difference to what is shown. */
    private void cache(ConfigSetting setting) {
        String word = word(setting);
        switch (word == null ? "" : word.toUpperCase(Locale.ROOT)) {
            case "PER_PID", "PER_PROGRAM", "NONE", "1", "0", "TRUE", "FALSE" -> {
                // One of them.
            }
            default ->
                    invalid(
                            setting,
                            "Invalid value for cache_user_symbols: valid values are PER_PID,"
                                    + " PER_PROGRAM, and NONE.");
        }
    }

    private MissingProbes missingProbes(ConfigSetting setting) {
        String word = word(setting);
        if (word != null) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "error" -> {
                    return MissingProbes.ERROR;
                }
                case "warn" -> {
                    return MissingProbes.WARN;
                }
                case "ignore" -> {
                    return MissingProbes.IGNORE;
                }
                default -> {
                    // None of them.
                }
            }
        }
        invalid(
                setting,
                "Invalid value for missing_probes: valid values are ignore, warn, and error.");
        return missingProbes;
    }

    private StackMode stackMode(ConfigSetting setting) {
        String word = word(setting);
        StackMode mode = word == null ? null : StackMode.named(word);
        if (mode == null) {
            invalid(
                    setting,
                    "Invalid value for stack_mode: valid values are bpftrace, raw, perf, and"
                            + " build_id.");
            return stackMode;
        }
        return mode;
    }

    private String license(ConfigSetting setting) {
        String word = word(setting);
        if (word != null && LICENSES.contains(word)) {
            return word;
        }
        problems.error(
                setting.span(),
                "Invalid value for license. Found: "
                        + word
                        + ". Valid values: "
                        + String.join(", ", LICENSES)
                        + ". Read more about BPF programs and licensing: "
                        + LICENSING);
        return license;
    }

    /**
     * {@return whether an unstable feature is used without a word, with a warning, or not at all}
     */
    private Use use(ConfigSetting setting, Use otherwise) {
        if (setting.value() instanceof Expression.IntegerLiteral(Span _, long number, boolean _)) {
            return number == 0 ? Use.ERROR : Use.ENABLE;
        }
        String word = word(setting);
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "enable", "true", "1" -> Use.ENABLE;
            case "warn" -> Use.WARN;
            case "error", "false", "0" -> Use.ERROR;
            default -> {
                invalid(
                        setting,
                        "Invalid value for unstable config: valid values are enable, warn, and"
                                + " error.");
                yield otherwise;
            }
        };
    }

    private String text(ConfigSetting setting, String otherwise) {
        String word = word(setting);
        if (word == null) {
            invalid(setting, "expecting a string");
            return otherwise;
        }
        return word;
    }

    private static @Nullable String word(ConfigSetting setting) {
        return switch (setting.value()) {
            case Expression.Name(Span _, String name) -> name;
            case Expression.StringLiteral literal -> literal.text();
            case Expression.BooleanLiteral(Span _, boolean value) -> Boolean.toString(value);
            case Expression.IntegerLiteral(Span _, long value, boolean _) -> Long.toString(value);
            default -> null;
        };
    }

    private void invalid(ConfigSetting setting, String what) {
        problems.error(setting.span(), setting.key().toLowerCase(Locale.ROOT) + ": " + what);
    }
}
