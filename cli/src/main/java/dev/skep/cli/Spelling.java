package dev.skep.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Finds the known word that a person probably meant. */
final class Spelling {

    private Spelling() {}

    /**
     * {@return the word of {@code known} with the fewest changes to {@code word}, or null if none
     * is near}
     */
    static @Nullable String nearest(String word, List<String> known) {
        String best = null;
        // A third of the letters may be wrong: more, and the guess is a guess.
        int least = Math.max(1, word.length() / 3) + 1;
        for (String candidate : known) {
            int changes = distance(word, candidate);
            if (changes < least) {
                best = candidate;
                least = changes;
            }
        }
        return best;
    }

    /**
     * {@return how many letters must be put in, left out, replaced or swapped with their neighbour}
     */
    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] reused = beforeLast;
            beforeLast = last;
            last = row;
            row = reused;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int changes = Math.min(last[j - 1] + same, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    changes = Math.min(changes, beforeLast[j - 2] + 1);
                }
                row[j] = changes;
            }
        }
        return row[to.length()];
    }
}
