package dev.skep.bpf.feature;

/** What kind of thing a feature is, in the order they are shown in. */
public enum FeatureGroup {
    /** Types of programs that can be loaded. */
    PROGRAM_TYPE("Program types"),
    /** Types of maps that can be created. */
    MAP_TYPE("Map types"),
    /** What maps can do beside keeping entries. */
    MAP("Maps"),
    /** Instructions, and what the verifier lets programs do with them. */
    INSTRUCTION("Instructions"),
    /** What programs may bring along and call. */
    LOADING("Loading"),
    /** Kinds of types in BTF that is loaded. */
    BTF("BTF"),
    /** Where programs can be attached, and how. */
    ATTACHING("Attaching"),
    /** Helpers that programs of a type may call. */
    HELPER("Helpers");

    private final String title;

    FeatureGroup(String title) {
        this.title = title;
    }

    /** {@return a title for people} */
    public String title() {
        return title;
    }
}
