package dev.skep.compiler.testing;

import dev.skep.bpf.asm.BpfHelper;

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
        return switch (helper) {
            case KTIME_GET_NS -> 0;
            case GET_ATTACH_COOKIE -> 1;
            case SEND_SIGNAL, MAP_LOOKUP_ELEM -> 2;
            case PROBE_READ_KERNEL -> 3;
            case LOOP -> 4;
            case SNPRINTF -> 5;
            default -> throw new IllegalArgumentException("no fake of " + helper);
        };
    }

    long call(BpfHelper helper, long[] arguments) {
        if (helper == BpfHelper.PROBE_READ_KERNEL) {
            memory.copy(arguments[0], arguments[2], (int) arguments[1]);
            return 0;
        }
        if (helper == BpfHelper.MAP_LOOKUP_ELEM) {
            return maps.lookUp(arguments[0], arguments[1]);
        }
        long result = ++calls;
        for (long argument : arguments) {
            result = Long.rotateLeft(result, 17) * 0x9e3779b97f4a7c15L + argument;
        }
        return result;
    }
}
