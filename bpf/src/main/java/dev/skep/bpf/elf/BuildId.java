package dev.skep.bpf.elf;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The id that a linker gives a build: note NT_GNU_BUILD_ID. Equal files have equal ids. */
public final class BuildId {
    private static final String DIGITS = "0123456789abcdef";

    private final byte[] bytes;

    /** Creates an id of these bytes, usually 20. */
    public BuildId(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** {@return its bytes, a copy} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BuildId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return its bytes in lower-case hexadecimal} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            text.append(DIGITS.charAt(b >> 4 & 0xF)).append(DIGITS.charAt(b & 0xF));
        }
        return text.toString();
    }
}
