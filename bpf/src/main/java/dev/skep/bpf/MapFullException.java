package dev.skep.bpf;

/** A map holds as many entries as it may. */
public final class MapFullException extends KernelException {
    private static final long serialVersionUID = 1L;

    private final String map;
    private final int maxEntries;

    /**
     * Creates an exception.
     *
     * @param map the map's name
     * @param maxEntries how many entries it may hold
     * @param negated the negated errno
     */
    public MapFullException(String map, int maxEntries, long negated) {
        super(
                "adding to map \"" + map + "\"",
                negated,
                "It is full: it holds " + maxEntries + " entries");
        this.map = map;
        this.maxEntries = maxEntries;
    }

    /** {@return the map's name} */
    public String map() {
        return map;
    }

    /** {@return how many entries it may hold} */
    public int maxEntries() {
        return maxEntries;
    }
}
