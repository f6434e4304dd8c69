package dev.skep.bpf.elf;

import java.util.Arrays;

/**
 * Addresses in ascending unsigned order, each with a number of the caller's. Immutable.
 *
 * <p>Two primitive arrays: 12 bytes an entry.
 */
public final class AddressTable {
    private final long[] addresses;
    private final int[] numbers;

    private AddressTable(long[] addresses, int[] numbers) {
        this.addresses = addresses;
        this.numbers = numbers;
    }

    /**
     * {@return a table of the first {@code count} entries} Entries of equal addresses keep their
     * order. Takes linear time for what is sorted already, as are the kernel's symbols.
     *
     * @param addresses in any order; taken over
     * @param numbers what belongs to them; taken over
     * @param count how many
     */
    public static AddressTable of(long[] addresses, int[] numbers, int count) {
        long[] sorted = addresses.length == count ? addresses : Arrays.copyOf(addresses, count);
        int[] beside = numbers.length == count ? numbers : Arrays.copyOf(numbers, count);
        int run = endOfRun(sorted, 0);
        if (run < count) {
            // Merging in place needs room for the shorter side only; so the tail is sorted first.
            long[] spare = new long[count - run];
            int[] spareNumbers = new int[count - run];
            sortTail(sorted, beside, run, spare, spareNumbers);
            mergeTail(sorted, beside, run, spare, spareNumbers);
        }
        return new AddressTable(sorted, beside);
    }

    /** {@return the end of the ascending run that begins at {@code from}} */
    private static int endOfRun(long[] addresses, int from) {
        int end = Math.min(from + 1, addresses.length);
        while (end < addresses.length
                && addresses[end - 1] + Long.MIN_VALUE <= addresses[end] + Long.MIN_VALUE) {
            end++;
        }
        return end;
    }

    /** Sorts from {@code start} to the end by merging runs of 1, 2, 4, … */
    private static void sortTail(
            long[] addresses, int[] numbers, int start, long[] spare, int[] spareNumbers) {
        int count = spare.length;
        for (int width = 1; width > 0 && width < count; width *= 2) {
            for (int left = 0; left < count - width; left += 2 * width) {
                int middle = start + left + width;
                int end = start + Math.min(left + 2 * width, count);
                if (addresses[middle - 1] + Long.MIN_VALUE > addresses[middle] + Long.MIN_VALUE) {
                    merge(addresses, numbers, start + left, middle, end, spare, spareNumbers);
                }
            }
        }
    }

    private static void mergeTail(
            long[] addresses, int[] numbers, int middle, long[] spare, int[] spareNumbers) {
        int length = addresses.length - middle;
        System.arraycopy(addresses, middle, spare, 0, length);
        System.arraycopy(numbers, middle, spareNumbers, 0, length);
        // From the end, so that the first part moves only as far as it must.
        int left = middle - 1;
        int right = length - 1;
        for (int to = addresses.length - 1; right >= 0; to--) {
            if (left >= 0 && addresses[left] + Long.MIN_VALUE > spare[right] + Long.MIN_VALUE) {
                addresses[to] = addresses[left];
                numbers[to] = numbers[left--];
            } else {
                addresses[to] = spare[right];
                numbers[to] = spareNumbers[right--];
            }
        }
    }

    private static void merge(
            long[] addresses,
            int[] numbers,
            int start,
            int middle,
            int end,
            long[] spare,
            int[] spareNumbers) {
        int length = middle - start;
        System.arraycopy(addresses, start, spare, 0, length);
        System.arraycopy(numbers, start, spareNumbers, 0, length);
        int left = 0;
        int right = middle;
        for (int to = start; left < length; to++) {
            if (right < end && addresses[right] + Long.MIN_VALUE < spare[left] + Long.MIN_VALUE) {
                addresses[to] = addresses[right];
                numbers[to] = numbers[right++];
            } else {
                addresses[to] = spare[left];
                numbers[to] = spareNumbers[left++];
            }
        }
    }

    /** {@return how many entries there are} */
    public int size() {
        return addresses.length;
    }

    /** {@return the index of the last entry at or below {@code address}, -1 if there is none} */
    public int floor(long address) {
        long wanted = address + Long.MIN_VALUE;
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (addresses[middle] + Long.MIN_VALUE <= wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** {@return the address at an index} */
    public long address(int index) {
        return addresses[index];
    }

    /** {@return the number at an index} */
    public int number(int index) {
        return numbers[index];
    }
}
