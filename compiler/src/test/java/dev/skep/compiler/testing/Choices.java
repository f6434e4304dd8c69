package dev.skep.compiler.testing;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * A list of numbers that decide everything about something random. When it has ended, every choice
 * is 0, which by agreement is the simplest. So anything made from choices can be made smaller
 * without knowing what it is.
 */
public final class Choices {
    private final int[] numbers;
    private int next;

    private Choices(int[] numbers) {
        this.numbers = numbers;
    }

    /** {@return {@code count} choices that a seed determines} */
    public static Choices random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt();
        }
        return new Choices(numbers);
    }

    /** {@return these choices} */
    public static Choices of(int... numbers) {
        return new Choices(numbers.clone());
    }

    /** {@return the next choice, from 0 to {@code bound - 1}} */
    public int next(int bound) {
        return next < numbers.length ? Math.floorMod(numbers[next++], bound) : 0;
    }

    /** {@return the next choice, any number} */
    public long number() {
        long high = next < numbers.length ? numbers[next++] : 0;
        long low = next < numbers.length ? numbers[next++] : 0;
        return high << 32 | low & 0xffff_ffffL;
    }

    /** {@return the same choices, none taken yet} */
    public Choices again() {
        return new Choices(numbers);
    }

    /** {@return the smallest choices found that still fail} */
    public Choices shrink(Predicate<Choices> fails) {
        int[] smallest = numbers.clone();
        for (int chunk = Math.max(1, smallest.length / 2); chunk >= 1; chunk /= 2) {
            for (int at = 0; at < smallest.length; ) {
                int[] shorter = without(smallest, at, chunk);
                if (fails.test(new Choices(shorter))) {
                    smallest = shorter;
                } else {
                    at += chunk;
                }
            }
        }
        for (int at = 0; at < smallest.length; at++) {
            for (int smaller : new int[] {0, 1, 2, 3, Math.floorMod(smallest[at], 10)}) {
                int[] candidate = smallest.clone();
                candidate[at] = smaller;
                if (smallest[at] != smaller && fails.test(new Choices(candidate))) {
                    smallest = candidate;
                    break;
                }
            }
        }
        return new Choices(smallest);
    }

    private static int[] without(int[] numbers, int at, int count) {
        int end = Math.min(numbers.length, at + count);
        int[] result = new int[numbers.length - (end - at)];
        System.arraycopy(numbers, 0, result, 0, at);
        System.arraycopy(numbers, end, result, at, numbers.length - end);
        return result;
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
