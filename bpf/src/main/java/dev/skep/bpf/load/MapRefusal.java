package dev.skep.bpf.load;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;

/** What it means when the kernel does not create a map. */
final class MapRefusal {

    /** MAX_BPF_STACK: programs had to have room for a key on their stacks. */
    private static final int LARGEST_OLD_KEY = 512;

    private MapRefusal() {}

    /**
     * {@return the error to tell}
     *
     * @param error a negated errno
     * @param lockedMemoryCharged whether maps count against a limit of locked memory
     */
    static BpfException of(MapSpec map, int error, Target target, boolean lockedMemoryCharged) {
        String attempted = "creating map \"" + map.name() + "\"";
        return switch (-error) {
            case Errno.EPERM ->
                    new PermissionException(
                            attempted, error, Privileges.advice(target, lockedMemoryCharged));
            case Errno.EINVAL ->
                    new KernelException(
                            attempted,
                            error,
                            "Map type "
                                    + map.type().kernelName()
                                    + " is there since Linux "
                                    + map.type().since()
                                    + "; this kernel is "
                                    + target.version());
            case Errno.E2BIG ->
                    hasLimitedKey(map.type(), target) && map.keySize() > LARGEST_OLD_KEY
                            ? new UnsupportedByKernelException(
                                    attempted,
                                    map.type().kernelName()
                                            + " keys of more than "
                                            + LARGEST_OLD_KEY
                                            + " bytes (this one has "
                                            + map.keySize()
                                            + ")",
                                    "5.11",
                                    "Make the key smaller; strings in it by max_strlen or str(x, n)")
                            : tooLarge(map, attempted, error);
            case Errno.ENOMEM -> tooLarge(map, attempted, error);
            default -> new KernelException(attempted, error);
        };
    }

    /** Lifted by the kernel's commit "bpf: Lift hashtab key_size limit", Linux 5.11. */
    private static boolean hasLimitedKey(MapType type, Target target) {
        if (target.version().isAtLeast(5, 11)) {
            return false;
        }
        return type == MapType.HASH
                || type == MapType.PERCPU_HASH
                || type == MapType.LRU_HASH
                || type == MapType.LRU_PERCPU_HASH
                || type == MapType.HASH_OF_MAPS;
    }

    private static KernelException tooLarge(MapSpec map, String attempted, int error) {
        return new KernelException(
                attempted,
                error,
                "It is too large: "
                        + map.maxEntries()
                        + " entries of "
                        + (map.keySize() + map.valueSize())
                        + " bytes");
    }
}
