package dev.skep.cli;

import dev.skep.bpf.feature.AttachFeature;
import dev.skep.trace.check.Integers;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What options of {@code skep trace} mean, and which do not go together. */
final class TraceChecks {

    /** The kernel's PID_MAX_LIMIT. */
    private static final int MOST_PID = 4 << 20;

    private TraceChecks() {}

    /**
     * Checks a command line.
     *
     * @param err is told what has no effect
     * @throws UsageException if options contradict each other, or one has a value that there is not
     */
    static void check(Arguments arguments, Diagnostics err) {
        checkFormat(arguments.value(TraceOptions.FORMAT));
        if (arguments.has(TraceOptions.NO_WARNINGS)
                && arguments.has(TraceOptions.HELPER_WARNINGS)) {
            throw new UsageException("USAGE: -k, --warnings conflicts with --no-warnings");
        }
        if (arguments.values(TraceOptions.HELPER_WARNINGS).size() > 1) {
            throw new UsageException(
                    "USAGE: -kk has been deprecated. Use a single -k for runtime warnings for errors"
                            + " in map lookups and probe reads.");
        }
        if (arguments.has(TraceOptions.COMMAND) && arguments.has(TraceOptions.PID)) {
            throw new UsageException("USAGE: Cannot use both -c and -p.");
        }
        String buffering = arguments.value(TraceOptions.BUFFERING);
        if (buffering != null) {
            Buffering.named(buffering);
        }
        withoutFeatures(arguments);
        if (arguments.has(TraceOptions.DWARF_PID)) {
            Option useless = TraceOptions.DWARF_PID;
            err.warning(useless.display() + " is " + useless.help());
        }
    }

    private static void checkFormat(@Nullable String format) {
        if (format != null && !format.equals("text") && !format.equals("json")) {
            throw new UsageException(
                    "Invalid output format \"" + format + "\"", "Valid formats: 'text', 'json'");
        }
    }

    /** {@return that there is nothing to run} */
    static UsageException noProgram() {
        return new UsageException(
                "USAGE: filename or -e 'program' required.",
                "- stands for standard input; skep help trace shows the options");
    }

    /**
     * {@return the features that are not to be used}
     *
     * @throws UsageException for an unknown one
     */
    static Set<AttachFeature> withoutFeatures(Arguments arguments) {
        Set<AttachFeature> without = EnumSet.noneOf(AttachFeature.class);
        String names = arguments.value(TraceOptions.NO_FEATURE);
        if (names == null || names.isEmpty()) {
            return without;
        }
        for (String name : names.split(",", -1)) {
            switch (name) {
                case "kprobe_multi" -> without.add(AttachFeature.KPROBE_MULTI);
                case "uprobe_multi" -> without.add(AttachFeature.UPROBE_MULTI);
                case "kprobe_session" -> {
                    // It is not used.
                }
                default ->
                        throw new UsageException(
                                "USAGE: --no-feature can only have values"
                                        + " 'kprobe_multi,kprobe_session,uprobe_multi'.");
            }
        }
        return without;
    }

    /** {@return the folders of {@code --debuginfo}} */
    static List<String> debugFolders(Arguments arguments) {
        String folders = arguments.value(TraceOptions.DEBUG_INFO);
        return folders == null ? List.of() : List.of(folders.split(":", -1));
    }

    /** {@return the process of {@code -p}, 0 for none} */
    static int pid(Arguments arguments) {
        String text = arguments.value(TraceOptions.PID);
        if (text == null) {
            return 0;
        }
        Integers.Read number = Integers.read(text);
        if (number.error() != null) {
            throw new UsageException("Failed to parse pid: " + number.error());
        }
        long pid = number.negative() ? -number.value() : number.value();
        if (pid < 0 || pid > MOST_PID) {
            throw new UsageException("Pid out of range: " + Long.toUnsignedString(pid));
        }
        if (pid == 0) {
            throw new UsageException(
                    "Failed to attach to pid: Unable to open pidfd (Invalid argument)");
        }
        return (int) pid;
    }
}
