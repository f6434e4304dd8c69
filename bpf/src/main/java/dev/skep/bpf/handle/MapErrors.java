package dev.skep.bpf.handle;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.Errno;

/** What the errors of operations on maps mean. */
public final class MapErrors {

    private MapErrors() {}

    /**
     * Throws what an error means.
     *
     * @param map the map
     * @param verb what was attempted with it, as {@code writing}
     * @param result 0 or more, or a negated errno
     */
    public static void check(MapSpec map, String verb, long result) {
        if (result < 0) {
            throw of(map, verb, result);
        }
    }

    /**
     * {@return whether there is the entry asked for; throws what any other error than ENOENT means}
     */
    public static boolean present(MapSpec map, String verb, long result) {
        if (result == -Errno.ENOENT) {
            return false;
        }
        check(map, verb, result);
        return true;
    }

    private static BpfException of(MapSpec map, String verb, long error) {
        String attempted = verb + " map \"" + map.name() + "\"";
        return switch ((int) -error) {
            case Errno.E2BIG ->
                    map.type().indexed()
                            ? new KernelException(
                                    attempted,
                                    error,
                                    "Its entries have the numbers 0 to " + (map.maxEntries() - 1))
                            : new MapFullException(map.name(), map.maxEntries(), error);
            // Tries say it otherwise than hashes.
            case Errno.ENOSPC ->
                    map.type() == MapType.LPM_TRIE
                            ? new MapFullException(map.name(), map.maxEntries(), error)
                            : new KernelException(attempted, error);
            case Errno.EPERM ->
                    new PermissionException(
                            attempted,
                            error,
                            map.frozen()
                                    ? "It is frozen: user space may only read it"
                                    : "It was frozen, or opened for the other direction only");
            case Errno.ENOTSUPP, Errno.EOPNOTSUPP ->
                    new UnsupportedByKernelException(
                            attempted,
                            "this operation on maps of type " + map.type().kernelName(),
                            "",
                            "");
            default -> new KernelException(attempted, error);
        };
    }
}
