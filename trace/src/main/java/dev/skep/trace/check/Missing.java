package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

/**
 * Why an attach point is nowhere; what becomes of it is for {@code missing_probes} to say.
 *
 * @param message what is said
 * @param hint what to do about it, or null
 */
record Missing(String message, @Nullable String hint) {

    /** {@return that something was not found, and what may have been meant} */
    static Missing of(String message, @Nullable String nearest) {
        return new Missing(message, nearest == null ? null : "did you mean " + nearest + "?");
    }
}
