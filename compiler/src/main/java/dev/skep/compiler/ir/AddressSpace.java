package dev.skep.compiler.ir;

/** Which memory a pointer points into, and so what may be done through it. */
public enum AddressSpace {
    /** A slot in the frame of the running function. */
    STACK("stack"),
    /** The context that the kernel hands to the program. */
    CONTEXT("context"),
    /** A map itself, as helpers take it; never loaded from. */
    MAP("map"),
    /** A value inside a map; what a lookup returns may be null. */
    MAP_VALUE("map_value"),
    /** A reserved record of a ring buffer; may be null until compared. */
    RING_BUFFER("ring_buffer"),
    /** Kernel memory, read by helpers only. */
    KERNEL("kernel"),
    /** An object of the kernel whose BTF type the verifier knows, so that it can be loaded from. */
    TYPED("typed"),
    /** Memory of a user process, read by helpers only. */
    USER("user"),
    /** Packet data. */
    PACKET("packet"),
    /** A function, for helpers that call back; never loaded from. */
    FUNCTION("function");

    private final String text;

    AddressSpace(String text) {
        this.text = text;
    }

    /** {@return the name in the text form, such as {@code map_value}} */
    public String text() {
        return text;
    }
}
