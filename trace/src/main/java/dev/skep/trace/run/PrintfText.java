package dev.skep.trace.run;

import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.Value;
import dev.skep.trace.record.ValueText;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.PrintfFormat.Conversion;
import dev.skep.trace.schema.PrintfFormat.Flags;
import dev.skep.trace.schema.PrintfFormat.Piece;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Formats values as {@code printf} of the language does: width and flags as in C, precision without
 * effect.
 */
final class PrintfText {

    private PrintfText() {}

    /** {@return the text of a format filled with as many values as it takes} */
    static String of(PrintfFormat format, List<Value> values) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (Piece piece : format.pieces()) {
            switch (piece) {
                case Piece.Literal(String text) -> out.append(text);
                case Piece.Spec spec -> append(out, spec, values.get(next++));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Piece.Spec spec, Value value) {
        switch (spec.conversion()) {
            case DECIMAL -> padded(out, spec.flags(), spec.width(), signedDigits(spec, value));
            case UNSIGNED ->
                    padded(
                            out,
                            spec.flags(),
                            spec.width(),
                            Long.toUnsignedString(low(spec, value)));
            case OCTAL -> prefixed(out, spec, "0", Long.toOctalString(low(spec, value)));
            case HEX -> prefixed(out, spec, "0x", Long.toHexString(low(spec, value)));
            case HEX_UPPER ->
                    prefixed(
                            out,
                            spec,
                            "0X",
                            Long.toHexString(low(spec, value)).toUpperCase(Locale.ROOT));
            case POINTER ->
                    padded(
                            out,
                            spec.flags(),
                            spec.width(),
                            // As C does, which upstream leaves it to.
                            integer(value) == 0 ? "0" : "0x" + Long.toHexString(integer(value)));
            case CHARACTER ->
                    padded(
                            out,
                            spec.flags(),
                            spec.width(),
                            String.valueOf(ByteText.ofByte((int) integer(value) & 0xff)));
            case BUFFER_ESCAPED, BUFFER_HEX ->
                    padded(out, spec.flags(), spec.width(), bytes(spec.conversion(), value));
            case STRING, BUFFER -> padded(out, spec.flags(), spec.width(), ValueText.of(value));
            case ALLOCATION_FLAGS ->
                    padded(out, spec.flags(), spec.width(), AllocationFlags.text(integer(value)));
        }
    }

    private static String bytes(Conversion conversion, Value value) {
        StringBuilder text = new StringBuilder();
        if (value instanceof Value.Buffer(List<Byte> bytes)) {
            for (byte b : bytes) {
                if (conversion == Conversion.BUFFER_ESCAPED) {
                    ValueText.appendEscaped(text, b);
                } else {
                    text.append(text.isEmpty() ? "" : " ");
                    HexFormat.of().toHexDigits(text, b);
                }
            }
        }
        return text.toString();
    }

    private static long integer(Value value) {
        return switch (value) {
            case Value.Int i -> i.value();
            case Value.Bool b -> b.value() ? 1 : 0;
            case Value.Pointer p -> p.address();
            case Value.Total t -> t.value();
            case Value.Average a -> a.value();
            case Value.Enumerator e -> e.value();
            case Value.Symbol s -> s.frame().address();
            case Value.Text _,
                    Value.Buffer _,
                    Value.Tuple _,
                    Value.Array _,
                    Value.Fields _,
                    Value.Stack _,
                    Value.Stats _,
                    Value.Histogram _,
                    Value.TimeSeries _ ->
                    throw new IllegalArgumentException(
                            value + " is no integer; the checker refuses it");
        };
    }

    /** The low bytes that the length modifier asks for, unsigned. */
    private static long low(Piece.Spec spec, Value value) {
        int bits = spec.bytes() * 8;
        return bits == 64 ? integer(value) : integer(value) & (1L << bits) - 1;
    }

    private static String signedDigits(Piece.Spec spec, Value value) {
        int unused = 64 - spec.bytes() * 8;
        long number = integer(value) << unused >> unused;
        return spec.flags().plus() && number >= 0 ? "+" + number : Long.toString(number);
    }

    private static void prefixed(StringBuilder out, Piece.Spec spec, String prefix, String digits) {
        boolean shown = spec.flags().alternate() && !digits.equals("0");
        padded(out, spec.flags(), spec.width(), shown ? prefix + digits : digits);
    }

    /** The width counts bytes; zeros are put where blanks would be, before a sign too. */
    private static void padded(StringBuilder out, Flags flags, int width, String text) {
        int missing = width == 0 ? 0 : Math.max(0, width - ByteText.length(text));
        char fill = flags.zero() ? '0' : ' ';
        if (flags.left()) {
            out.append(text).repeat(fill, missing);
        } else {
            out.repeat(fill, missing).append(text);
        }
    }
}
