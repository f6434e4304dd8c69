package dev.skep.trace.schema;

import java.util.List;

/**
 * A format string, taken apart (reference: language page, printf).
 *
 * @param pieces the pieces in order
 */
public record PrintfFormat(List<Piece> pieces) {

    public PrintfFormat {
        pieces = List.copyOf(pieces);
    }

    /** A stretch of a format string. */
    public sealed interface Piece {

        /** Text that is printed as it is. */
        record Literal(String text) implements Piece {}

        /**
         * A place for an argument.
         *
         * @param flags how it is set
         * @param width the least number of characters, 0 for no limit
         * @param precision what stands behind the point, -1 if nothing; it has no effect
         * @param bytes how many of an integer's low bytes are looked at: 1, 2, 4 (without a
         *     modifier) or 8
         * @param conversion what is made of it
         */
        record Spec(Flags flags, int width, int precision, int bytes, Conversion conversion)
                implements Piece {}
    }

    /**
     * The flags of a {@link Piece.Spec}.
     *
     * @param left {@code -}: padded on the right
     * @param plus {@code +}: positive numbers carry a sign
     * @param space a blank: it has no effect
     * @param alternate {@code #}: {@code 0x} before a hexadecimal, {@code 0} before an octal number
     * @param zero {@code 0}: padded by zeros
     */
    public record Flags(
            boolean left, boolean plus, boolean space, boolean alternate, boolean zero) {

        /** No flag. */
        public static final Flags NONE = new Flags(false, false, false, false, false);
    }

    /** What an argument becomes. */
    public enum Conversion {
        /** {@code d i}: a signed decimal number. */
        DECIMAL,
        /** {@code u}: an unsigned decimal number. */
        UNSIGNED,
        /** {@code o}. */
        OCTAL,
        /** {@code x}: hexadecimal in lower case. */
        HEX,
        /** {@code X}: hexadecimal in upper case. */
        HEX_UPPER,
        /** {@code c}: one byte. */
        CHARACTER,
        /** {@code p}: {@code 0x} and the address. */
        POINTER,
        /** {@code s}: anything, as {@code print} shows it. */
        STRING,
        /** {@code r}: a buffer, printable bytes as they are, others {@code \xNN}. */
        BUFFER,
        /** {@code rx}: a buffer, every byte {@code \xNN}. */
        BUFFER_ESCAPED,
        /** {@code rh}: a buffer, bytes {@code 0a fe}. */
        BUFFER_HEX,
        /** {@code gr}: the names of allocation flags. */
        ALLOCATION_FLAGS
    }

    /** {@return how many arguments it takes} */
    public int arguments() {
        int count = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Spec) {
                count++;
            }
        }
        return count;
    }
}
