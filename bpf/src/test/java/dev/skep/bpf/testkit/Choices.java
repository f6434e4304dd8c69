package dev.skep.bpf.testkit;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The numbers that a generator draws: random ones that are recorded, or recorded ones again. */
public final class Choices {

    private final @Nullable SplittableRandom random;
    private long[] drawn;
    private int next;

    private Choices(@Nullable SplittableRandom random, long[] drawn) {
        this.random = random;
        this.drawn = drawn;
    }

    static Choices random(long seed) {
        return new Choices(new SplittableRandom(seed), new long[16]);
    }

    /** {@return choices that repeat {@code drawn}, and then are all 0} */
    static Choices replay(long[] drawn) {
        return new Choices(null, drawn);
    }

    /** {@return what was drawn so far} */
    long[] drawn() {
        return Arrays.copyOf(drawn, next);
    }

    /** {@return a number from 0 to {@code bound} - 1; what is simplest should have the smallest} */
    public int below(int bound) {
        long value =
                random == null ? Math.floorMod(replayed(), (long) bound) : random.nextInt(bound);
        return (int) record(value);
    }

    /** {@return any long; shrinks to 0} */
    public long any64() {
        return signed(Long.SIZE);
    }

    /** {@return any int; shrinks to 0} */
    public int any32() {
        return (int) signed(Integer.SIZE);
    }

    /** {@return any short; shrinks to 0} */
    public short any16() {
        return (short) signed(Short.SIZE);
    }

    /** {@return one of two; shrinks to false} */
    public boolean flip() {
        return below(2) == 1;
    }

    /** {@return one of {@code values}; shrinks to the first} */
    @SafeVarargs
    public final <T> T of(T... values) {
        return values[below(values.length)];
    }

    /** {@return one of {@code values}; shrinks to the first} */
    public <T> T of(List<T> values) {
        return values.get(below(values.size()));
    }

    /**
     * Half of the numbers are short, and some sit on the edges where encodings and signs change.
     */
    private long signed(int bits) {
        long value =
                random == null
                        ? replayed()
                        : switch (random.nextInt(4)) {
                            case 0 -> random.nextLong();
                            case 1 -> random.nextLong() >> random.nextInt(Long.SIZE);
                            case 2 -> (1L << random.nextInt(bits)) - random.nextInt(3);
                            default -> random.nextInt(-16, 16);
                        };
        // What is recorded is what is used, or making it smaller would not make the value smaller.
        int unused = Long.SIZE - bits;
        return record(value << unused >> unused);
    }

    private long replayed() {
        return next < drawn.length ? drawn[next] : 0;
    }

    private long record(long value) {
        if (next == drawn.length) {
            drawn = Arrays.copyOf(drawn, Math.max(16, next * 2));
        }
        drawn[next++] = value;
        return value;
    }
}
