package dev.skep.bpf.feature;

/** Kinds of types that the kernel takes in BTF that is loaded (trap T20). */
public enum BtfFeature implements Feature {
    /** Integers, pointers, arrays, structs, unions, enumerations, typedefs. */
    BASIC("basic", "4.18"),
    /** Functions and their prototypes. */
    FUNCTIONS("func", "5.0"),
    /** Variables and the sections they are in. */
    DATA_SECTIONS("datasec", "5.2"),
    /** Functions that are seen by other objects. */
    GLOBAL_FUNCTIONS("global-func", "5.6"),
    /** Floating-point numbers. */
    FLOAT("float", "5.13"),
    /** Attributes of declarations. */
    DECLARATION_TAG("decl-tag", "5.16"),
    /** Attributes of types. */
    TYPE_TAG("type-tag", "5.17"),
    /** Enumerations of 64 bits. */
    ENUM64("enum64", "6.0"),
    /** Sections with a question mark in their names. */
    OPTIONAL_DATA_SECTIONS("optional-datasec", "6.9");

    private final String label;
    private final String since;

    BtfFeature(String label, String since) {
        this.label = label;
        this.since = since;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.BTF;
    }

    @Override
    public String since() {
        return since;
    }
}
