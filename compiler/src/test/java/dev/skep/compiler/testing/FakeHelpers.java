package dev.skep.compiler.testing;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;

import java.util.Objects;

/**
 * Helpers for interpreted programs. What they return depends on their arguments and on how many
 * calls came before, so that a call lost or moved is noticed. Two do what they do in the kernel:
 * {@code probe_read_kernel} copies memory, {@code map_lookup_elem} finds values of {@link
 * FakeMaps}.
 */
final class FakeHelpers {
    private final Memory memory;
    private final FakeMaps maps;
    private int calls;

    FakeHelpers(Memory memory) {
        this.memory = memory;
        this.maps = new FakeMaps(memory);
    }

    /** {@return how many arguments a helper takes} */
    static int arity(BpfHelper helper) {
        HelperSignature signature = Objects.requireNonNull(HelperTable.signature(helper));
        return signature.arguments().size();
    }

    /** {@return what a helper gives; {@code LOOP} is for those who can call back} */
    long call(BpfHelper helper, long[] arguments) {
        return switch (helper) {
            case PROBE_READ_KERNEL -> {
                memory.copy(arguments[0], arguments[2], (int) arguments[1]);
                yield 0;
            }
            case MAP_LOOKUP_ELEM -> maps.lookUp(arguments[0], arguments[1]);
            case MAP_UPDATE_ELEM -> maps.update(arguments[0], arguments[1], arguments[2]);
            case GET_CURRENT_COMM -> {
                // As Linux 6.1 does, which leaves what is behind a short name as it is.
                memory.fill(arguments[0], Math.min(8, (int) arguments[1]), 's');
                yield 0;
            }
            case TRACE_PRINTK -> {
                long read = 0;
                for (int i = 0; i < (int) arguments[1]; i++) {
                    read = 31 * read + memory.read(arguments[0] + i, 1);
                }
                yield changing(read, arguments[2], arguments[3], arguments[4]);
            }
            case KTIME_GET_NS -> changing();
            case SEND_SIGNAL -> changing(number32(arguments[0]));
            case GET_CURRENT_PID_TGID -> 0x1234_5678_9abc_def0L;
            case GET_CURRENT_ANCESTOR_CGROUP_ID -> mixed(7, number32(arguments[0]));
            default -> throw new IllegalArgumentException("no fake of " + helper);
        };
    }

    /** {@return a number that depends on how often helpers were called, and on numbers} */
    private long changing(long... numbers) {
        return mixed(++calls, numbers);
    }

    private static long mixed(long start, long... numbers) {
        long result = start;
        for (long number : numbers) {
            result = Long.rotateLeft(result, 17) * 0x9e3779b97f4a7c15L + number;
        }
        return result;
    }

    /** {@return what a helper sees of an argument that it takes as a number of 32 bits} */
    static long number32(long argument) {
        return argument & 0xffff_ffffL;
    }
}
