package dev.skep.bpf.load;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.feature.Feature;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Privileges;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;

/**
 * What it means when the kernel does not create a map. Its one EINVAL is for types that it does not
 * know as well as for sizes and flags that it does not take: the smallest map of the type, which is
 * tried then, tells which it is.
 *
 * @param lockedMemoryCharged whether maps count against a limit of locked memory
 */
record MapRefusal(Kernel kernel, Target target, boolean lockedMemoryCharged) {

    /** MAX_BPF_STACK: programs had to have room for a key on their stacks. */
    private static final int LARGEST_OLD_KEY = 512;

    /**
     * {@return the error to tell}
     *
     * @param error a negated errno
     */
    BpfException of(MapSpec map, int error) {
        String attempted = "creating map \"" + map.name() + "\"";
        return switch (-error) {
            case Errno.EPERM ->
                    new PermissionException(
                            attempted, error, Privileges.advice(target, lockedMemoryCharged));
            case Errno.EINVAL -> invalid(map, attempted, error);
            case Errno.E2BIG ->
                    hasLimitedKey(map.type()) && map.keySize() > LARGEST_OLD_KEY
                            ? keyTooLong(map, attempted)
                            : tooLarge(map, attempted, error);
            case Errno.ENOMEM -> tooLarge(map, attempted, error);
            default -> new KernelException(attempted, error);
        };
    }

    private BpfException invalid(MapSpec map, String attempted, int error) {
        try {
            Features.of(target, kernel).require(Feature.of(map.type()), attempted, "");
        } catch (UnsupportedByKernelException e) {
            return e;
        }
        return new KernelException(
                attempted,
                error,
                "This kernel has maps of type "
                        + map.type().kernelName()
                        + ", but takes none with keys of "
                        + map.keySize()
                        + " bytes, values of "
                        + map.valueSize()
                        + " bytes, "
                        + map.maxEntries()
                        + " entries and the flags 0x"
                        + Integer.toHexString(map.flags()));
    }

    /** Lifted by the kernel's commit "bpf: Lift hashtab key_size limit", Linux 5.11. */
    private boolean hasLimitedKey(MapType type) {
        if (target.version().isAtLeast(5, 11)) {
            return false;
        }
        return type == MapType.HASH
                || type == MapType.PERCPU_HASH
                || type == MapType.LRU_HASH
                || type == MapType.LRU_PERCPU_HASH
                || type == MapType.HASH_OF_MAPS;
    }

    private static UnsupportedByKernelException keyTooLong(MapSpec map, String attempted) {
        return new UnsupportedByKernelException(
                attempted,
                map.type().kernelName()
                        + " keys of more than "
                        + LARGEST_OLD_KEY
                        + " bytes (this one has "
                        + map.keySize()
                        + ")",
                "5.11",
                "Make the key smaller; strings in it by max_strlen or str(x, n)");
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
