package dev.skep.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings of scripts in the environment, which win over a script's own. */
final class Settings {

    private static final String PREFIX = "BPFTRACE_";

    /** Those that scripts can set too; other variables of that prefix are no settings. */
    private static final List<String> NAMES =
            List.of(
                    "CACHE_USER_SYMBOLS",
                    "CPP_DEMANGLE",
                    "LAZY_SYMBOLICATION",
                    "LICENSE",
                    "LOG_SIZE",
                    "MAX_BPF_PROGS",
                    "MAX_CAT_BYTES",
                    "MAX_MAP_KEYS",
                    "MAX_PROBES",
                    "MAX_STRLEN",
                    "MISSING_PROBES",
                    "ON_STACK_LIMIT",
                    "PERF_RB_PAGES",
                    "PRINT_MAPS_ON_EXIT",
                    "SHOW_DEBUG_INFO",
                    "STACK_MODE",
                    "STR_TRUNC_TRAILER");

    private Settings() {}

    /** {@return the settings that are in the environment, by their names in scripts} */
    static Map<String, String> of(Environment environment) {
        Map<String, String> settings = new HashMap<>();
        for (String name : NAMES) {
            String value = environment.get(PREFIX + name);
            if (value != null) {
                settings.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return settings;
    }
}
