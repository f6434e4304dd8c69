package dev.skep.sys;

import java.lang.foreign.Arena;

/**
 * A file system that is mounted for one descriptor only, so that looking into it changes nothing on
 * the host.
 */
final class DetachedMount {

    private static final int FSOPEN_CLOEXEC = 1;
    private static final int FSCONFIG_CMD_CREATE = 6;
    private static final int FSMOUNT_CLOEXEC = 1;

    private DetachedMount() {}

    /** {@return a descriptor of the root directory, or a negated errno} */
    static int of(String fileSystemType) {
        try (Arena arena = Arena.ofConfined()) {
            long context =
                    Syscalls.call(
                            SystemCall.FSOPEN,
                            arena.allocateFrom(fileSystemType).address(),
                            FSOPEN_CLOEXEC);
            if (context < 0) {
                return (int) context;
            }
            long result = Syscalls.call(SystemCall.FSCONFIG, context, FSCONFIG_CMD_CREATE);
            if (result >= 0) {
                result = Syscalls.call(SystemCall.FSMOUNT, context, FSMOUNT_CLOEXEC, 0);
            }
            Syscalls.call(SystemCall.CLOSE, context);
            return (int) result;
        }
    }
}
