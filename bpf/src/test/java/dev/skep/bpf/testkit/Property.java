package dev.skep.bpf.testkit;

import java.util.Arrays;

/**
 * Runs a check over generated values. How many is set by {@code -Dskep.property.cases=N} (200), where they start by
 * {@code -Dskep.property.seed=N} (1); a failure says both, and shows the smallest value that was found to fail.
 */
public final class Property {

    private static final int CASES = Integer.getInteger("skep.property.cases", 200);
    private static final long SEED = Long.getLong("skep.property.seed", 1);

    /** Attempts at making a failing value smaller. */
    private static final int SHRINKS = 5_000;

    /**
     * Says by an exception or an assertion error that a value is wrong.
     *
     * @param <T> what is checked
     */
    @FunctionalInterface
    public interface Check<T> {
        /** Checks {@code value}. */
        void accept(T value) throws Exception;
    }

    private Property() {}

    /**
     * Checks many values.
     *
     * @throws AssertionError if one is wrong, with the smallest found and its cause
     */
    public static <T> void forAll(Generator<T> generator, Check<T> check) {
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Choices choices = Choices.random(seed);
            if (failure(generator, check, choices) != null) {
                long[] smallest = shrink(generator, check, choices.drawn());
                T value = generator.generate(Choices.replay(smallest));
                Throwable cause = failure(generator, check, Choices.replay(smallest));
                throw new AssertionError(
                        "-Dskep.property.seed=" + seed + " -Dskep.property.cases=1 fails with " + value, cause);
            }
        }
    }

    private static <T> @org.jspecify.annotations.Nullable Throwable failure(
            Generator<T> generator, Check<T> check, Choices choices) {
        T value = generator.generate(choices);
        try {
            check.accept(value);
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    private static <T> long[] shrink(Generator<T> generator, Check<T> check, long[] failing) {
        long[] best = failing;
        int attempts = 0;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int length = Math.max(1, best.length / 2); length > 0; length /= 2) {
                for (int from = 0; from + length <= best.length && attempts < SHRINKS; attempts++) {
                    long[] candidate = without(best, from, length);
                    if (failure(generator, check, Choices.replay(candidate)) == null) {
                        from += length;
                    } else {
                        best = candidate;
                        smaller = true;
                    }
                }
            }
            for (int i = 0; i < best.length; i++) {
                long value = best[i];
                for (long next : new long[] {0, value / 2, value - Long.signum(value)}) {
                    if (Math.abs(next) >= Math.abs(best[i]) || attempts++ >= SHRINKS) {
                        continue;
                    }
                    long[] candidate = best.clone();
                    candidate[i] = next;
                    if (failure(generator, check, Choices.replay(candidate)) != null) {
                        best = candidate;
                        smaller = true;
                    }
                }
            }
        }
        return best;
    }

    private static long[] without(long[] choices, int from, int length) {
        long[] rest = Arrays.copyOf(choices, choices.length - length);
        System.arraycopy(choices, from + length, rest, from, choices.length - from - length);
        return rest;
    }
}
