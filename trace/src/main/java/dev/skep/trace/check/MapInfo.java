package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a map after the whole script was read.
 *
 * @param name its name with its {@code @}
 * @param key the type of its keys, a {@link ScriptType.Tuple} for several; null for a map without
 *     keys
 * @param value the type of its values; a {@link ScriptType.Aggregate} for what only functions such
 *     as {@code count()} can put in
 * @param maxEntries how many entries it may hold; 1 for a map without keys. Buckets of histograms
 *     are not counted
 * @param forgets whether it forgets what was not used for longest when it is full
 */
public record MapInfo(
        String name, @Nullable ScriptType key, ScriptType value, int maxEntries, boolean forgets) {

    /** {@return whether it has keys} */
    public boolean keyed() {
        return key != null;
    }
}
