package dev.skep.trace.check;

import java.util.List;

/**
 * A format of {@code printf}, taken apart.
 *
 * @param pieces its pieces in order
 */
public record PrintfFormat(List<Piece> pieces) {

    public PrintfFormat {
        pieces = List.copyOf(pieces);
    }

    /**
     * A piece of a format.
     *
     * @sealedGraph
     */
    public sealed interface Piece {}

    /**
     * Text that is printed as it is.
     *
     * @param characters its bytes, one character (0 to 255) for each; {@code %%} is already one
     *     {@code %}
     */
    public record Literal(String characters) implements Piece {}

    /**
     * What becomes of one argument.
     *
     * @param conversion how it is printed
     * @param length how many bits of it
     * @param width the least number of characters, 0 if it is not said
     * @param left whether it is filled up on the right
     * @param plus whether a positive number gets its sign
     * @param alternate whether the base is shown ({@code #})
     * @param zero whether it is filled up with zeros
     */
    public record Specifier(
            Conversion conversion,
            Length length,
            int width,
            boolean left,
            boolean plus,
            boolean alternate,
            boolean zero)
            implements Piece {}

    /** How an argument is printed. */
    public enum Conversion {
        /** {@code d}, {@code i}: decimal with sign. */
        SIGNED,
        /** {@code u}: decimal without sign. */
        UNSIGNED,
        /** {@code o}: octal. */
        OCTAL,
        /** {@code x}: hexadecimal. */
        HEX,
        /** {@code X}: hexadecimal in capitals. */
        UPPER_HEX,
        /** {@code c}: one byte. */
        CHARACTER,
        /** {@code p}: a pointer, always 64 bits. */
        POINTER,
        /** {@code s}: anything as {@code print} would. */
        STRING,
        /** {@code r}: a buffer, what is no ASCII as {@code \xNN}. */
        BUFFER,
        /** {@code rx}: a buffer, all of it as {@code \xNN}. */
        BUFFER_ESCAPED,
        /** {@code rh}: a buffer in hexadecimal with blanks between. */
        BUFFER_HEX,
        /** {@code gr}: allocation flags of the kernel. */
        ALLOCATION_FLAGS
    }

    /** How many bits of an integer are printed. */
    public enum Length {
        /** {@code hh}. */
        BITS_8(8),
        /** {@code h}. */
        BITS_16(16),
        /** No modifier. */
        BITS_32(32),
        /** {@code l ll j z t}. */
        BITS_64(64);

        private final int bits;

        Length(int bits) {
            this.bits = bits;
        }

        /** {@return how many} */
        public int bits() {
            return bits;
        }
    }

    /** {@return how many arguments it takes} */
    public int argumentCount() {
        int count = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Specifier) {
                count++;
            }
        }
        return count;
    }
}
