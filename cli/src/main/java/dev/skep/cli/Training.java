package dev.skep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM watches while the cache is made that lets it start fast: the uses that people make
 * of Skep, compiled for a stored kernel, as far as they need no privilege. Run by {@code
 * build/build.sh}.
 */
final class Training {

    private static final List<String> PROGRAMS =
            List.of(
                    "begin { printf(\"hi\\n\"); exit(); }",
                    "tracepoint:syscalls:sys_enter_openat"
                            + " { printf(\"%d %s %s\\n\", pid, comm, str(args.filename)); }",
                    "rawtracepoint:sys_enter { @[comm] = count(); } interval:s:1 { exit(); }",
                    "tracepoint:syscalls:sys_enter_read { @t[tid] = nsecs; }"
                            + " tracepoint:syscalls:sys_exit_read /@t[tid]/"
                            + " { @us = hist((nsecs - @t[tid]) / 1000); delete(@t, tid); }"
                            + " interval:s:2 { exit(); }",
                    "profile:hz:99 { @[cpu, \"x\"] = sum(1); if (uid > 0) { $x = @a; print(@a); } }"
                            + " end { clear(@a); }",
                    "tracepoint:syscalls:sys_enter_opnat { }",
                    "begin { @a = 1; @a = \"x\"; }",
                    "begin { printf(\"hi); }");

    private Training() {}

    /** Runs; the only argument is a stored target. */
    public static void main(String[] args) throws IOException {
        List<String[]> uses = new ArrayList<>();
        uses.add(new String[] {"--help"});
        uses.add(new String[] {"--version"});
        uses.add(new String[] {"help", "trace"});
        uses.add(new String[] {"trace", "--frobnicate"});
        uses.add(new String[] {"trace", "/no/such/file.bt"});
        uses.add(new String[] {"trace", "-l", "--target", args[0], "tracepoint:*"});
        for (String program : PROGRAMS) {
            uses.add(new String[] {"trace", "--target", args[0], "-e", program});
            uses.add(new String[] {"trace", "--target", args[0], "-d", "all", "-e", program});
        }
        // For want of a privilege this ends in an error; with it, it is over at once.
        uses.add(new String[] {"trace", "-e", PROGRAMS.get(0)});
        try (OutputStream nowhere = OutputStream.nullOutputStream();
                PrintStream silent = new PrintStream(nowhere, false, StandardCharsets.UTF_8)) {
            for (String[] use : uses) {
                DataOutput out = new DataOutput(nowhere, Buffering.BATCH);
                Diagnostics err = new Diagnostics(silent, Colour.NEVER);
                new Main(new Streams(out, err, "skep", Timings.OFF)).run(use);
            }
        }
    }
}
