package dev.skep.bpf.testkit;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Keeps what libFuzzer, the native part of Jazzer, writes to descriptor 2 for each input it likes
 * out of the build's output: the environment's {@code SKEP_FUZZ_LOG} names a file for it.
 */
public final class FuzzLog {

    private FuzzLog() {}

    /** Sends descriptor 2 to the file, if one is named. */
    @SuppressWarnings("restricted") // two functions of the C library
    public static void redirect() throws Throwable {
        String file = System.getenv("SKEP_FUZZ_LOG");
        if (file == null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        var creat =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("creat"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        var dup2 =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("dup2"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int log = (int) creat.invokeExact(arena.allocateFrom(file), 0644);
            if (log < 0 || (int) dup2.invokeExact(log, 2) != 2) {
                throw new IllegalStateException("cannot write " + file);
            }
        }
    }
}
