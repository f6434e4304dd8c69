package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

/** Finds the known name that somebody may have meant. */
public final class NearestName {
    private NearestName() {}

    /**
     * {@return the name that the fewest changes of characters lead to, or null if none is near}
     * Near is a third of the characters. Of several the first in the alphabet is taken.
     */
    public static @Nullable String of(String wrong, Iterable<String> known) {
        int limit = wrong.length() / 3;
        String nearest = null;
        for (String name : known) {
            int distance = distance(wrong, name, limit);
            boolean nearer = distance < limit || nearest == null;
            if (distance > 0 && distance <= limit && (nearer || name.compareTo(nearest) < 0)) {
                nearest = name;
                limit = distance;
            }
        }
        return nearest;
    }

    /**
     * {@return how many characters must be put in, taken out, replaced, or swapped with their
     * neighbours to get from {@code a} to {@code b}, or something above {@code limit} if it is more
     * than that}
     */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            int best = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int cost = previous[j - 1] + (same ? 0 : 1);
                cost = Math.min(cost, Math.min(previous[j], current[j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost = Math.min(cost, beforePrevious[j - 2] + 1);
                }
                current[j] = cost;
                best = Math.min(best, cost);
            }
            if (best > limit) {
                return limit + 1;
            }
            int[] spare = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
