package dev.skep.cli;

import dev.skep.sys.Terminal;

import org.jspecify.annotations.Nullable;

/**
 * Whether messages are coloured. It is found out with the first message: most runs have none, and
 * asking what a terminal is costs a foreign call.
 */
final class Colour {

    /** Messages are never coloured. */
    static final Colour NEVER = new Colour(false);

    /** Messages are always coloured. */
    static final Colour ALWAYS = new Colour(true);

    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private @Nullable Boolean on;

    private Colour(@Nullable Boolean on) {
        this.on = on;
    }

    /** {@return what the environment and the terminals of this process ask for} */
    static Colour ofThisProcess() {
        return new Colour(null);
    }

    /** {@return whether messages are coloured} */
    boolean isOn() {
        Boolean decided = on;
        if (decided == null) {
            boolean terminals = Terminal.isTerminal(STDOUT) && Terminal.isTerminal(STDERR);
            decided =
                    isWanted(System.getenv("BPFTRACE_COLOR"), System.getenv("NO_COLOR"), terminals);
            on = decided;
        }
        return decided;
    }

    /**
     * {@return whether messages are coloured}
     *
     * @param wish {@code BPFTRACE_COLOR}: always, never, or auto
     * @param noColour {@code NO_COLOR}: anything but an empty text forbids colour (no-color.org)
     * @param terminals whether standard output and standard error are terminals
     */
    static boolean isWanted(@Nullable String wish, @Nullable String noColour, boolean terminals) {
        if ("always".equals(wish)) {
            return true;
        }
        return terminals && !"never".equals(wish) && (noColour == null || noColour.isEmpty());
    }
}
