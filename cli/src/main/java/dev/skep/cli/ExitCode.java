package dev.skep.cli;

/**
 * How the command ends, in one table. {@code skep trace} keeps bpftrace's codes, so it has its own
 * rows; the code of a script's {@code exit(n)} is handed through and is in no row.
 */
enum ExitCode {
    /** What was asked for was done. */
    DONE(0),
    /**
     * The kernel or the environment refused: load, attach, permission, a file that cannot be
     * written.
     */
    REFUSED(1),
    /** The command line or the input is wrong. */
    USAGE(2),
    /** An error that no user can cause (EX_SOFTWARE of sysexits.h). */
    INTERNAL(70),
    /** Ctrl-C before anything was produced. */
    INTERRUPTED(130),
    /** {@code trace}: the command line, a file or the script is wrong. */
    TRACE_USAGE(1),
    /** {@code trace}: the kernel refused to load or attach. */
    TRACE_REFUSED(255);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** {@return the number the process ends with} */
    int code() {
        return code;
    }
}
