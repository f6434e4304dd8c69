package dev.skep.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that was started and waits, its process id known, until it is let go. So probes can be
 * attached before its first instruction.
 *
 * <p>A JVM cannot fork. A shell is spawned instead, which waits for a byte on a pipe and then
 * becomes the program; if this process dies first, the pipe ends and the shell with it.
 */
public final class ChildProcess implements AutoCloseable {

    private static final String SHELL = "/bin/sh";
    private static final String WAIT_THEN_BECOME =
            "read -r go <&3 || exit 127; exec 3<&-; exec \"$@\"";
    private static final int PIPE_IN_CHILD = 3;
    private static final int O_CLOEXEC = 0x80000;
    private static final int P_PIDFD = 3;
    private static final int WEXITED = 4;
    private static final int WNOHANG = 1;
    private static final int SIGTERM = 15;

    /** {@code siginfo_t}: si_pid at 12 (8 on some), si_status at 24, si_code at 8. */
    private static final int SIGINFO_BYTES = 128;

    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;
    private static final int CLD_EXITED = 1;

    /** More than any C library's posix_spawn_file_actions_t. */
    private static final int FILE_ACTIONS_BYTES = 256;

    private final int pid;
    private final int pidDescriptor;
    private int release;
    private int exitCode = -1;

    private ChildProcess(int pid, int pidDescriptor, int release) {
        this.pid = pid;
        this.pidDescriptor = pidDescriptor;
        this.release = release;
    }

    /** The foreign functions, looked up only by those who start a program. */
    private static final class Spawn {
        static final LibraryFunction SPAWN = LibraryFunction.named("posix_spawn");
        static final LibraryFunction ACTIONS_INIT =
                LibraryFunction.named("posix_spawn_file_actions_init");
        static final LibraryFunction ACTIONS_DESTROY =
                LibraryFunction.named("posix_spawn_file_actions_destroy");
        static final LibraryFunction ACTIONS_DUP =
                LibraryFunction.named("posix_spawn_file_actions_adddup2");
    }

    /**
     * Starts a program that waits.
     *
     * @param command the path of the program and its arguments
     * @return the process, or null with the negated errno in {@code error[0]}
     */
    public static @org.jspecify.annotations.Nullable ChildProcess spawnWaiting(
            List<String> command, int[] error) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            long piped = Syscalls.call(SystemCall.PIPE2, ends.address(), O_CLOEXEC);
            if (piped < 0) {
                error[0] = (int) piped;
                return null;
            }
            int readEnd = ends.get(JAVA_INT, 0);
            int writeEnd = ends.get(JAVA_INT, 4);
            int pid = spawn(command, readEnd, arena);
            Syscalls.call(SystemCall.CLOSE, readEnd);
            long descriptor = pid < 0 ? pid : Syscalls.call(SystemCall.PIDFD_OPEN, pid, 0);
            if (descriptor < 0) {
                Syscalls.call(SystemCall.CLOSE, writeEnd);
                error[0] = (int) descriptor;
                return null;
            }
            return new ChildProcess(pid, (int) descriptor, writeEnd);
        }
    }

    private static int spawn(List<String> command, int pipe, Arena arena) {
        List<String> arguments = new ArrayList<>(List.of("sh", "-c", WAIT_THEN_BECOME, "sh"));
        arguments.addAll(command);
        List<String> environment = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            environment.add(variable.getKey() + "=" + variable.getValue());
        }
        MemorySegment actions = arena.allocate(FILE_ACTIONS_BYTES, 8);
        MemorySegment pid = arena.allocate(JAVA_INT);
        int result = (int) Spawn.ACTIONS_INIT.call(actions.address());
        if (result == 0) {
            result = (int) Spawn.ACTIONS_DUP.call(actions.address(), pipe, PIPE_IN_CHILD);
        }
        if (result == 0) {
            result =
                    (int)
                            Spawn.SPAWN.call(
                                    pid.address(),
                                    arena.allocateFrom(SHELL).address(),
                                    actions.address(),
                                    0,
                                    strings(arguments, arena).address(),
                                    strings(environment, arena).address());
            Spawn.ACTIONS_DESTROY.call(actions.address());
        }
        return result == 0 ? pid.get(JAVA_INT, 0) : -result;
    }

    private static MemorySegment strings(List<String> values, Arena arena) {
        MemorySegment pointers = arena.allocate(JAVA_LONG, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) {
            pointers.setAtIndex(JAVA_LONG, i, arena.allocateFrom(values.get(i)).address());
        }
        return pointers;
    }

    /** {@return the process id, the same before and after it is let go} */
    public int pid() {
        return pid;
    }

    /** {@return a descriptor that is ready for reading when the process has ended} */
    public int pidDescriptor() {
        return pidDescriptor;
    }

    /** Lets the program run. */
    public void resume() {
        if (release >= 0) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment newline = arena.allocate(1);
                newline.set(JAVA_BYTE, 0, (byte) '\n');
                Syscalls.call(SystemCall.WRITE, release, newline.address(), 1);
            }
            Syscalls.call(SystemCall.CLOSE, release);
            release = -1;
        }
    }

    /**
     * {@return the exit code once the process has ended, 128 + the signal if one ended it, or -1
     * while it runs}
     */
    public int exitCode() {
        if (exitCode < 0) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
                long result =
                        Syscalls.call(
                                SystemCall.WAITID,
                                P_PIDFD,
                                pidDescriptor,
                                info.address(),
                                WEXITED | WNOHANG,
                                0,
                                0);
                int code = info.get(JAVA_INT, SI_CODE);
                if (result == 0 && code != 0) {
                    int status = info.get(JAVA_INT, SI_STATUS);
                    exitCode = code == CLD_EXITED ? status : 128 + status;
                }
            }
        }
        return exitCode;
    }

    /** Ends the process by SIGTERM if it still runs, and forgets it. */
    @Override
    public void close() {
        if (exitCode() < 0) {
            Syscalls.call(SystemCall.KILL, pid, SIGTERM);
        }
        if (release >= 0) {
            Syscalls.call(SystemCall.CLOSE, release);
            release = -1;
        }
        Syscalls.call(SystemCall.CLOSE, pidDescriptor);
    }
}
