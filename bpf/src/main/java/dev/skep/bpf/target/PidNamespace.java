package dev.skep.bpf.target;

/**
 * A pid namespace, as the helper {@code bpf_get_ns_current_pid_tgid} (since Linux 5.7) wants it
 * named.
 *
 * @param device the device of {@code /proc/self/ns/pid} in the kernel's own encoding (major, then
 *     20 bits of minor)
 * @param inode its inode
 */
public record PidNamespace(long device, long inode) {
    /** PROC_PID_INIT_INO of {@code include/uapi/linux/nsfs.h}. */
    private static final long INITIAL_INODE = 0xEFFF_FFFCL;

    /** The namespace of process 1, in which the kernel's own ids are those that a process sees. */
    public static final PidNamespace INITIAL = new PidNamespace(4, INITIAL_INODE);

    /** {@return whether ids in it are the kernel's own} */
    public boolean isInitial() {
        return inode == INITIAL_INODE;
    }

    /**
     * {@return the namespace of a file's status}
     *
     * @param device {@code st_dev}: 12 bits of major from bit 8, the minor in the bits around it
     */
    static PidNamespace ofStatus(long device, long inode) {
        long major = device >> 8 & 0xFFF;
        long minor = (device & 0xFF) | (device >> 12 & 0xFFF00);
        return new PidNamespace(major << 20 | minor, inode);
    }
}
