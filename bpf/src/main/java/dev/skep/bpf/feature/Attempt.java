package dev.skep.bpf.feature;

import dev.skep.bpf.diagnose.VerifierLog;

/**
 * How the kernel answered one call.
 *
 * @param result 0 or a descriptor, or a negated errno
 * @param log what it wrote beside, or empty
 */
record Attempt(int result, String log) {

    /** {@return how the kernel answered a call that writes no log} */
    static Attempt of(int result) {
        return new Attempt(result, "");
    }

    boolean succeeded() {
        return result >= 0;
    }

    boolean failedWith(int errno) {
        return result == -errno;
    }

    /**
     * {@return the first line of the log that says something, or empty} What is wrong comes first,
     * then statistics, in words that differ between kernels.
     */
    String firstLine() {
        return lineWith("");
    }

    /** {@return the first line of the log, not blank, that contains {@code text}, or empty} */
    String lineWith(String text) {
        return new VerifierLog(log).lineWith(text);
    }
}
