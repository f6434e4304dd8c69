package dev.skep.cli;

import dev.skep.trace.schema.RunMode;

import org.jspecify.annotations.Nullable;

/** What {@code skep trace} is asked to do with a script: {@code --mode}, {@code --test}, … */
enum TraceMode {
    /** Run it. */
    TRACE(RunMode.TRACE),
    /** Run its tests. */
    TEST(RunMode.TEST),
    /** Run its benchmarks. */
    BENCH(RunMode.BENCH),
    /** Compile it only. */
    CODEGEN(RunMode.TRACE);

    private final RunMode run;

    TraceMode(RunMode run) {
        this.run = run;
    }

    /** {@return which of the script's probes are there} */
    RunMode run() {
        return run;
    }

    /**
     * {@return the mode that a command line asks for}
     *
     * @throws UsageException if it asks for several, or for one that is not there
     */
    static TraceMode of(Arguments arguments) {
        TraceMode mode = named(arguments.value(TraceOptions.MODE));
        mode = with(mode, arguments, TraceOptions.TEST, TEST);
        mode = with(mode, arguments, TraceOptions.BENCH, BENCH);
        return mode == null ? TRACE : mode;
    }

    private static @Nullable TraceMode with(
            @Nullable TraceMode mode, Arguments arguments, Option option, TraceMode asked) {
        if (!arguments.has(option)) {
            return mode;
        }
        if (mode != null) {
            throw new UsageException(
                    "USAGE: --" + option.name() + " conflicts with existing --mode");
        }
        return asked;
    }

    private static @Nullable TraceMode named(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return switch (name) {
            case "test" -> TEST;
            case "bench" -> BENCH;
            case "codegen" -> CODEGEN;
            case "compiler-bench", "format" ->
                    throw new UsageException("--mode " + name + " is not supported yet");
            default ->
                    throw new UsageException(
                            "USAGE: --mode can only be 'codegen', 'compiler-bench', 'bench', 'test'"
                                    + " or 'format'.");
        };
    }
}
