package dev.skep.compiler.call;

/** What a helper gives: {@code enum bpf_return_type} of the kernel. */
public enum HelperResult {
    /** A number, or nothing: a caller may ignore it, or take the lowest bits of it. */
    NUMBER,
    /** A pointer into a map, or null. */
    MAP_VALUE,
    /** A reserved record of a ring buffer, or null. */
    RECORD,
    /** An object of the kernel that the verifier knows the type of, perhaps null. */
    OBJECT
}
