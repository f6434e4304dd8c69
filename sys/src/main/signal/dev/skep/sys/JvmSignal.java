package dev.skep.sys;

import sun.misc.Signal;

/**
 * The JVM's own signal handling, which only {@code jdk.unsupported} gives access to. The compiler
 * warns about that unless it is told to pass over its list of such classes, so this class is
 * compiled apart from the others.
 */
final class JvmSignal {

    private JvmSignal() {}

    /**
     * Runs {@code action} on a thread of its own whenever the signal of that name, such as {@code
     * INT}, comes.
     */
    static void handle(String name, Runnable action) {
        Signal.handle(new Signal(name), signal -> action.run());
    }
}
