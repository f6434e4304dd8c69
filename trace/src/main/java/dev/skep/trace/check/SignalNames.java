package dev.skep.trace.check;

import java.util.ArrayList;
import java.util.List;

/** The signals of Linux on x86-64 and arm64 (signal(7)). */
public final class SignalNames {
    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");

    private static final List<String> DESCRIPTIONS =
            List.of(
                    "Hangup",
                    "Interrupt",
                    "Quit",
                    "Illegal instruction",
                    "Trace/breakpoint trap",
                    "Aborted",
                    "Bus error",
                    "Floating point exception",
                    "Killed",
                    "User defined signal 1",
                    "Segmentation fault",
                    "User defined signal 2",
                    "Broken pipe",
                    "Alarm clock",
                    "Terminated",
                    "Stack fault",
                    "Child exited",
                    "Continued",
                    "Stopped (signal)",
                    "Stopped",
                    "Stopped (tty input)",
                    "Stopped (tty output)",
                    "Urgent I/O condition",
                    "CPU time limit exceeded",
                    "File size limit exceeded",
                    "Virtual timer expired",
                    "Profiling timer expired",
                    "Window changed",
                    "I/O possible",
                    "Power failure",
                    "Bad system call");

    private static final int FIRST_REAL_TIME = 34;
    private static final int LAST_REAL_TIME = 64;

    private static final String PREFIX = "SIG";

    private SignalNames() {}

    /** {@return the number of a signal, with or without {@code SIG}; 0 if there is none} */
    static int number(String name) {
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return NAMES.indexOf(bare) + 1;
    }

    /** {@return what strsignal(3) says of each number, from 0} */
    public static List<String> descriptions() {
        List<String> all = new ArrayList<>();
        all.add("Unknown signal 0");
        all.addAll(DESCRIPTIONS);
        // The C library keeps two of the real-time signals to itself.
        for (int number = DESCRIPTIONS.size() + 1; number < FIRST_REAL_TIME; number++) {
            all.add("Unknown signal " + number);
        }
        for (int number = FIRST_REAL_TIME; number <= LAST_REAL_TIME; number++) {
            all.add("Real-time signal " + (number - FIRST_REAL_TIME));
        }
        return List.copyOf(all);
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
