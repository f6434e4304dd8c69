package dev.skep.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name under which the kernel and its tools know this process ({@code comm}). */
public final class ProcessName {

    private static final int PR_SET_NAME = 15;

    private ProcessName() {}

    /**
     * Names the process and the calling thread; threads started later by this one inherit the name.
     *
     * @param name the name, of which the kernel keeps 15 bytes
     */
    public static void set(String name) {
        try (Arena arena = Arena.ofConfined()) {
            Syscalls.call(SystemCall.PRCTL, PR_SET_NAME, arena.allocateFrom(name).address());
        }
        try {
            // The JVM's main thread is not the process's first one, whose name is the process's.
            Files.write(Path.of("/proc/self/comm"), name.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.getLogger("dev.skep.sys")
                    .log(System.Logger.Level.DEBUG, "the process keeps its name", e);
        }
    }
}
