package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

/** How a map that {@code let @m = hash(100);} declares keeps its entries. */
enum MapKind {
    /** A hash, which takes no more entries when it is full. */
    HASH("hash", false, false),
    /** A hash that forgets what was not used for longest when it is full. */
    LRU_HASH("lruhash", true, false),
    /** A hash with a value for each CPU. */
    PER_CPU_HASH("percpuhash", false, true),
    /** Both. */
    PER_CPU_LRU_HASH("percpulruhash", true, true);

    private final String word;
    private final boolean forgets;
    private final boolean perCpu;

    MapKind(String word, boolean forgets, boolean perCpu) {
        this.word = word;
        this.forgets = forgets;
        this.perCpu = perCpu;
    }

    /** {@return the kind that is written like that, or null if there is none} */
    static @Nullable MapKind of(String word) {
        for (MapKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** {@return whether a full map forgets old entries for new ones} */
    boolean forgets() {
        return forgets;
    }

    /** {@return whether each CPU has a value of its own} */
    boolean perCpu() {
        return perCpu;
    }
}
