package dev.skep.bpf.info;

import dev.skep.bpf.spec.ProgramType;

import java.util.List;
import java.util.Optional;

/**
 * A loaded program, as the kernel describes it ({@code struct bpf_prog_info}).
 *
 * @param id its id
 * @param typeNumber the number of its type
 * @param name what the kernel calls it: at most 15 characters
 * @param tag the hash of its instructions, 16 hexadecimal digits
 * @param translatedBytes bytes of its instructions as the verifier left them
 * @param compiledBytes bytes of its machine code, 0 without a JIT
 * @param loadTime nanoseconds from boot, the time in suspension included, to its load
 * @param user the id of the user who loaded it
 * @param gplCompatible whether its licence lets it call all helpers
 * @param maps the ids of its maps
 * @param btf the id of its BTF, 0 if it has none
 * @param verifiedInstructions how many instructions the verifier looked at. Since Linux 5.16
 * @param attachBtf the id of the BTF that describes what it attaches to, or 0. Since Linux 6.0
 * @param attachType the id of the type it attaches to in that BTF, or 0. Since Linux 6.0
 * @param runs how often it ran and how long it took
 */
public record ProgramInfo(
        int id,
        int typeNumber,
        String name,
        String tag,
        int translatedBytes,
        int compiledBytes,
        long loadTime,
        int user,
        boolean gplCompatible,
        List<Integer> maps,
        int btf,
        int verifiedInstructions,
        int attachBtf,
        int attachType,
        Runs runs) {

    /** Copies the list. */
    public ProgramInfo {
        maps = List.copyOf(maps);
    }

    /** {@return its type, empty if Skep does not know it} */
    public Optional<ProgramType> type() {
        return ProgramType.ofNumber(typeNumber);
    }

    /**
     * The runs of a program that were counted, on all CPUs, since it was loaded.
     *
     * @param nanoseconds how long they took, counted while a {@link RunStatistics} is open. Since
     *     Linux 5.1
     * @param count how many there were, counted likewise
     * @param recursionMisses how often it did not run because it was running on that CPU already;
     *     always counted. Since Linux 5.12
     */
    public record Runs(long nanoseconds, long count, long recursionMisses) {

        /** {@return what was counted after {@code earlier}} */
        public Runs since(Runs earlier) {
            return new Runs(
                    nanoseconds - earlier.nanoseconds,
                    count - earlier.count,
                    recursionMisses - earlier.recursionMisses);
        }
    }
}
