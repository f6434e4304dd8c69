package dev.skep.trace.record;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One thing that a running script says. Every output format is a rendering of these. */
public sealed interface TraceRecord {

    /** The probes are attached. */
    record Attached(int probes) implements TraceRecord {}

    /**
     * The output of {@code printf}.
     *
     * @param text the formatted text
     * @param arguments the values it was formatted from
     */
    record Printf(String text, List<Value> arguments) implements TraceRecord {
        public Printf {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Text that is no {@code printf}'s.
     *
     * @param origin where it is from
     * @param text the text; that of {@code join} and {@code system} without the line end that is
     *     shown behind it
     */
    record Text(Origin origin, String text) implements TraceRecord {

        /** What gives text. */
        public enum Origin {
            /** {@code time()}. */
            TIME,
            /** {@code cat()}. */
            CAT,
            /** {@code join()}. */
            JOIN,
            /** {@code system()}. */
            SYSTEM
        }
    }

    /**
     * A place that a script can do without, and that the kernel refuses to have a probe at.
     *
     * @param message that it is left out
     * @param reason why, a sentence
     */
    record NotAttached(String message, String reason) implements TraceRecord {}

    /**
     * What the script itself says to be wrong, by the functions that it has for that.
     *
     * @param error whether it is an error, otherwise a warning
     * @param text the formatted text
     * @param place where the call stands
     */
    record Message(boolean error, String text, Place place) implements TraceRecord {}

    /**
     * Something that the script asked for outside of the kernel could not be done.
     *
     * @param text what, and why
     */
    record Failure(String text) implements TraceRecord {}

    /**
     * A place in the script.
     *
     * @param file the script's name
     * @param line the line, from 1
     * @param column the column, from 1
     * @param endColumn the column behind what is meant
     * @param lineText the source line
     */
    record Place(String file, int line, int column, int endColumn, String lineText) {}

    /** The output of {@code print} of a value that is no map. */
    record Printed(Value value) implements TraceRecord {}

    /**
     * The contents of a map, sorted as they are to be shown; of {@code print(@m)}, {@code
     * print(@m[k])}, or at the end.
     *
     * @param name the map's name with its {@code @}
     * @param keyed whether it has keys; otherwise there is at most one entry, whose key is null
     * @param entries the entries in order
     */
    record MapContents(String name, boolean keyed, List<Entry> entries) implements TraceRecord {
        public MapContents {
            entries = List.copyOf(entries);
        }

        /**
         * An entry.
         *
         * @param key the key; a {@link Value.Tuple} for several; null in a map without keys
         * @param value the value
         */
        public record Entry(@Nullable Value key, Value value) {}
    }

    /** The script has ended and its probes are detached; what its maps hold follows. */
    record Ended() implements TraceRecord {}

    /** Events that the kernel could not hand over since the last such record. */
    record Lost(long events) implements TraceRecord {}

    /** All events that were lost, said once at the end if there were any. */
    record TotalLost(long events) implements TraceRecord {}

    /**
     * The updates that full maps refused and of which nothing was said when it happened, there
     * being no room for that either; said once at the end if there were any.
     */
    record FailedUpdates(long updates) implements TraceRecord {}

    /**
     * Something went wrong while the script ran.
     *
     * @param place where
     * @param message what
     * @param reason the name of the errno that the kernel function returned
     * @param helper the kernel function that failed, or null
     * @param result what it returned
     */
    record RuntimeProblem(
            Place place, String message, String reason, @Nullable String helper, int result)
            implements TraceRecord {}

    /** What becomes of tests and benchmarks. */
    sealed interface Trial extends TraceRecord {}

    /** That many tests are about to be run. */
    record TestsStarted(int tests) implements Trial {}

    /** A test is about to be run. */
    record TestStarted(String name) implements Trial {}

    /**
     * A test was run.
     *
     * @param name its name
     * @param nanoseconds how long it took
     * @param passed whether it returned 0, ended with no code but 0, and said of no error
     * @param output what it said
     */
    record TestEnded(String name, long nanoseconds, boolean passed, List<TraceRecord> output)
            implements Trial {
        public TestEnded {
            output = List.copyOf(output);
        }
    }

    /**
     * All tests were run.
     *
     * @param tests how many
     * @param failed the names of those that did not pass
     */
    record TestsEnded(int tests, List<String> failed) implements Trial {
        public TestsEnded {
            failed = List.copyOf(failed);
        }
    }

    /**
     * A benchmark was run.
     *
     * @param name its name
     * @param longest how long the longest name of all is
     * @param nanoseconds how long one run took, in the mean
     * @param runs how often it was run
     */
    record Benchmark(String name, int longest, long nanoseconds, long runs) implements Trial {}
}
