package dev.skep.compiler.call;

/** What a helper takes as one of its arguments: {@code enum bpf_arg_type} of the kernel. */
public enum HelperArgument {
    /** An integer of any width. */
    NUMBER("a number"),
    /** A map itself. */
    MAP("a map"),
    /** Memory that the helper reads: a key, a value, a record, a format. */
    READ("memory of the program"),
    /** The same, or null. */
    READ_OR_NULL("memory of the program, or null"),
    /** Memory that the helper writes, though perhaps not all of it; it need not have a content. */
    WRITTEN("memory of the program"),
    /** Memory that the helper writes from its first byte to its last, whatever happens. */
    WRITTEN_WHOLE("memory of the program"),
    /**
     * Memory that has a content and is written: with some kernels ({@code ARG_PTR_TO_MEM}) the
     * verifier wants to see one.
     */
    REWRITTEN("memory of the program"),
    /** The context of the program. */
    CONTEXT("the context"),
    /** An address that nothing is known of: the helper looks whether it can be read. */
    ADDRESS("an address of the kernel or a process"),
    /** An object of the kernel that the verifier knows the type of. */
    OBJECT("an object of the kernel"),
    /** A function that the helper calls. */
    FUNCTION("a function"),
    /** What the helper hands to the function that it calls; may be null. */
    CLOSURE("memory of the program, or null"),
    /** A record of a ring buffer that was reserved. */
    RECORD("a reserved record");

    private final String text;

    HelperArgument(String text) {
        this.text = text;
    }

    /** {@return what it is in words, as in an error} */
    public String text() {
        return text;
    }

    /** {@return whether the helper writes there} */
    public boolean isWritten() {
        return this == WRITTEN || this == WRITTEN_WHOLE || this == REWRITTEN;
    }
}
