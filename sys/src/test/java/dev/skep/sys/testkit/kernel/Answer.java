package dev.skep.sys.testkit.kernel;

/** What a trial says. */
public enum Answer {
    YES,
    NO,
    /** The trial failed for another reason than that the feature is missing. */
    UNKNOWN
}
