package dev.skep.trace.check;

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
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return new Text(new String(utf8, StandardCharsets.ISO_8859_1));
        }

        /** {@return it as text; bytes that are no UTF-8 are replaced} */
        public String text() {
            byte[] utf8 = characters.getBytes(StandardCharsets.ISO_8859_1);
            return new String(utf8, StandardCharsets.UTF_8);
        }
    }
}
