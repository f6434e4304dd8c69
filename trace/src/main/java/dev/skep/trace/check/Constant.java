package dev.skep.trace.check;

import dev.skep.trace.record.ByteText;

import java.nio.charset.StandardCharsets;

/** A value known when the script is compiled. */
public sealed interface Constant {

    /**
     * An integer.
     *
     * @param value its 64 bits
     * @param unsigned whether they are read without sign
     */
    record Int(long value, boolean unsigned) implements Constant {}

    /** A truth value. */
    record Bool(boolean value) implements Constant {}

    /**
     * A string.
     *
     * @param characters its bytes, one character (0 to 255) for each, without a NUL at the end
     */
    record Text(String characters) implements Constant {

        /** {@return a string with the bytes of {@code text} in UTF-8} */
        public static Text of(String text) {
            return new Text(new String(ByteText.bytes(text), StandardCharsets.ISO_8859_1));
        }

        /** {@return it as text, as {@link ByteText} has it} */
        public String text() {
            return ByteText.of(characters.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
