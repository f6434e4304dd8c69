package dev.skep.cli;

import org.jspecify.annotations.Nullable;

/** Whether messages are coloured. */
final class Colour {

    private Colour() {}

    /**
     * {@return whether messages are coloured}
     *
     * @param wish {@code BPFTRACE_COLOR}: always, never, or auto
     * @param noColour {@code NO_COLOR}: anything but an empty text forbids colour (no-color.org)
     * @param terminals whether standard output and standard error are terminals
     */
    static boolean wanted(@Nullable String wish, @Nullable String noColour, boolean terminals) {
        if ("always".equals(wish)) {
            return true;
        }
        return terminals && !"never".equals(wish) && (noColour == null || noColour.isEmpty());
    }
}
