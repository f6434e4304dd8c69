package dev.skep.cli;

import dev.skep.bpf.event.Poller;
import dev.skep.sys.Kernel;
import dev.skep.sys.Signals;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.TraceRecord.MapContents;
import dev.skep.trace.record.Value;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /** What loading and running a script needs, which a run without a privilege does not reach. */
    private static final List<String> RUN_TIME =
            List.of(
                    "dev.skep.sys",
                    "dev.skep.bpf",
                    "dev.skep.bpf.asm",
                    "dev.skep.bpf.event",
                    "dev.skep.bpf.handle",
                    "dev.skep.bpf.link",
                    "dev.skep.bpf.load",
                    "dev.skep.trace.record",
                    "dev.skep.trace.run",
                    "dev.skep.trace.schema",
                    "dev.skep.cli");

    private Training() {}

    /** Runs; the only argument is a stored target. */
    public static void main(String[] args) throws IOException {
        try (OutputStream nowhere = OutputStream.nullOutputStream();
                PrintStream silent = new PrintStream(nowhere, false, StandardCharsets.UTF_8)) {
            for (String[] use : uses(args[0])) {
                new Main(streams(nowhere, silent)).run(use);
            }
            showRecords(streams(nowhere, silent));
        }
        Environment.ofThisProcess().all();
        new Poller(Kernel.running()).close();
        Signals.onInterrupt(() -> {});
        loadRunTime();
    }

    private static Streams streams(OutputStream out, PrintStream err) {
        Diagnostics diagnostics = new Diagnostics(err, Colour.NEVER);
        return new Streams(
                new DataOutput(out, Buffering.BATCH),
                diagnostics,
                "skep",
                Timings.OFF,
                Environment.of(Map.of()));
    }

    private static List<String[]> uses(String target) {
        List<String[]> uses = new ArrayList<>();
        uses.add(new String[] {"--help"});
        uses.add(new String[] {"--version"});
        uses.add(new String[] {"help", "trace"});
        uses.add(new String[] {"trace", "--frobnicate"});
        uses.add(new String[] {"trace", "/no/such/file.bt"});
        uses.add(new String[] {"trace", "-l", "--target", target, "tracepoint:*"});
        for (String program : PROGRAMS) {
            uses.add(new String[] {"trace", "--target", target, "-e", program});
            uses.add(new String[] {"trace", "--target", target, "-d", "all", "-e", program});
        }
        // For want of a privilege this ends in an error; with it, it is over at once.
        uses.add(new String[] {"trace", "-e", PROGRAMS.getFirst()});
        return uses;
    }

    private static void showRecords(Streams streams) {
        TextRenderer renderer = new TextRenderer(streams.out(), streams, true, () -> {});
        Value histogram = new Value.Histogram(List.of(new Value.Bucket(2, 4, 1)));
        Value key = new Value.Tuple(List.of(new Value.Int(1, true), new Value.Text("x")));
        for (TraceRecord record :
                List.of(
                        new TraceRecord.Attached(1),
                        new TraceRecord.Printf("hi", List.of(key)),
                        new TraceRecord.Printed(key),
                        new TraceRecord.Ended(),
                        new MapContents(
                                "@",
                                true,
                                List.of(new MapContents.Entry(key, new Value.Total(1, true)))),
                        new MapContents(
                                "@h", false, List.of(new MapContents.Entry(null, histogram))),
                        new TraceRecord.Lost(1))) {
            renderer.accept(record);
            renderer.flush();
        }
    }

    private static void loadRunTime() throws IOException {
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            if (!module.name().startsWith("dev.skep.")) {
                continue;
            }
            Module named = ModuleLayer.boot().findModule(module.name()).orElseThrow();
            try (ModuleReader reader = module.reference().open();
                    Stream<String> files = reader.list()) {
                files.filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                        .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
                        .filter(name -> RUN_TIME.contains(name.substring(0, name.lastIndexOf('.'))))
                        .forEach(name -> Class.forName(named, name));
            }
        }
    }
}
