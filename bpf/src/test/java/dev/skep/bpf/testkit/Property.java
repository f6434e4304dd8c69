package dev.skep.bpf.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a check over generated values. How many is set by {@code -Dskep.property.cases=N} (200),
 * where they start by {@code -Dskep.property.seed=N} (1); a failure says both, and shows the
 * smallest value that was found to fail.
 */
public final class Property {

    private static final int CASES = Integer.getInteger("skep.property.cases", 200);
    private static final long SEED = Long.getLong("skep.property.seed", 1);

    /** How many values a test of {@link #tests} checks. */
    private static final int PART = 100;

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
        forAll(SEED, SEED + CASES, generator, check);
    }

    /**
     * {@return tests that check many values, a part of them each} For checks that take their time:
     * limits are for one test.
     */
    public static <T> Stream<DynamicTest> tests(Generator<T> generator, Check<T> check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (long from = SEED; from < SEED + CASES; from += PART) {
            long first = from;
            long end = Math.min(from + PART, SEED + CASES);
            tests.add(
                    DynamicTest.dynamicTest(
                            "seeds " + first + " to " + (end - 1),
                            () -> forAll(first, end, generator, check)));
        }
        return tests.stream();
    }

    private static <T> void forAll(long first, long end, Generator<T> generator, Check<T> check) {
        for (long seed = first; seed < end; seed++) {
            Choices choices = Choices.random(seed);
            if (failure(generator, check, choices) != null) {
                long[] smallest = shrink(generator, check, choices.drawn());
                T value = generator.generate(Choices.replay(smallest));
                Throwable cause = failure(generator, check, Choices.replay(smallest));
                throw new AssertionError(
                        "-Dskep.property.seed="
                                + seed
                                + " -Dskep.property.cases=1 fails with "
                                + value,
                        cause);
            }
        }
    }

    private static <T> @Nullable Throwable failure(
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
        Shrinking<T> shrinking = new Shrinking<>(generator, check, failing);
        do {
            shrinking.smaller = false;
            shrinking.leaveOut();
            shrinking.lower();
        } while (shrinking.smaller && shrinking.attempts < SHRINKS);
        return shrinking.best;
    }

    /** The search for fewer and smaller choices that fail too. */
    private static final class Shrinking<T> {
        private final Generator<T> generator;
        private final Check<T> check;
        private long[] best;
        private boolean smaller;
        private int attempts;

        Shrinking(Generator<T> generator, Check<T> check, long[] failing) {
            this.generator = generator;
            this.check = check;
            this.best = failing;
        }

        /** Leaves out runs of choices, long ones first. */
        void leaveOut() {
            for (int length = Math.max(1, best.length / 2); length > 0; length /= 2) {
                int from = 0;
                while (from + length <= best.length) {
                    if (!fails(without(best, from, length))) {
                        from++;
                    }
                }
            }
        }

        /** Brings each choice nearer to 0, by great steps first. */
        void lower() {
            for (int i = 0; i < best.length; i++) {
                for (long step = best[i]; step != 0; step /= 2) {
                    boolean again = true;
                    while (again && step != 0 && best[i] / step != 0) {
                        long[] candidate = best.clone();
                        candidate[i] -= step;
                        again = fails(candidate);
                    }
                }
            }
        }

        private boolean fails(long[] candidate) {
            if (attempts++ >= SHRINKS
                    || failure(generator, check, Choices.replay(candidate)) == null) {
                return false;
            }
            best = candidate;
            smaller = true;
            return true;
        }
    }

    private static long[] without(long[] choices, int from, int length) {
        long[] rest = Arrays.copyOf(choices, choices.length - length);
        System.arraycopy(choices, from + length, rest, from, choices.length - from - length);
        return rest;
    }
}
