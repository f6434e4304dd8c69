package dev.skep.bpf.asm;

/** How many bytes a load, store or atomic instruction touches (RFC 9669, section 5). */
public enum MemorySize {
    /** 1 byte. */
    BYTE(1),
    /** 2 bytes. */
    HALF(2),
    /** 4 bytes. */
    WORD(4),
    /** 8 bytes. */
    DOUBLE(8);

    private final int bytes;

    MemorySize(int bytes) {
        this.bytes = bytes;
    }

    /** {@return the size in bytes} */
    public int bytes() {
        return bytes;
    }

    /**
     * {@return the size of that many bytes}
     *
     * @throws IllegalArgumentException if {@code bytes} is not 1, 2, 4 or 8
     */
    public static MemorySize ofBytes(int bytes) {
        return switch (bytes) {
            case 1 -> BYTE;
            case 2 -> HALF;
            case 4 -> WORD;
            case 8 -> DOUBLE;
            default ->
                    throw new IllegalArgumentException(
                            "no instruction touches " + bytes + " bytes at once");
        };
    }
}
