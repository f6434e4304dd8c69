package dev.skep.bpf;

/**
 * Bytes that are not what they should be: BTF, ELF, a format file, a stored target. The message
 * says where.
 */
public final class MalformedObjectException extends BpfException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception; {@code message} names the file or blob, the byte offset and what was
     * found there.
     */
    public MalformedObjectException(String message) {
        super(message);
    }
}
