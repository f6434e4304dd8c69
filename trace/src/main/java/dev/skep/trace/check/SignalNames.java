package dev.skep.trace.check;

import java.util.List;

/** The signals of Linux on x86-64 and arm64 (signal(7)). */
public final class SignalNames {
    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");

    private static final String PREFIX = "SIG";

    private SignalNames() {}

    /** {@return the number of a signal, with or without {@code SIG}; 0 if there is none} */
    static int number(String name) {
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return NAMES.indexOf(bare) + 1;
    }

    /** {@return the names by number, {@code SIGHUP} being 1; empty where there is none} */
    public static List<String> table() {
        String[] table = new String[NAMES.size() + 1];
        table[0] = "";
        for (int i = 0; i < NAMES.size(); i++) {
            table[i + 1] = PREFIX + NAMES.get(i);
        }
        return List.of(table);
    }

    /**
     * {@return the number of a signal that a script names or numbers}
     *
     * @throws IllegalArgumentException for any other constant
     */
    public static int number(Constant constant) {
        return switch (constant) {
            case Constant.Text text -> number(text.text());
            case Constant.Int(long value, boolean _) -> (int) value;
            case Constant.Bool _ -> throw new IllegalArgumentException("no signal: " + constant);
        };
    }
}
