package dev.skep.trace.check;

import dev.skep.trace.schema.PrintfFormat;

import java.util.List;

/** Constants as text, for messages. */
final class ConstantText {
    private ConstantText() {}

    /** {@return a constant as a script would write it, strings without quotation marks} */
    static String of(Constant constant) {
        return switch (constant) {
            case Constant.Int(long value, boolean unsigned) ->
                    unsigned ? Long.toUnsignedString(value) : Long.toString(value);
            case Constant.Bool(boolean value) -> Boolean.toString(value);
            case Constant.Text text -> text.text();
        };
    }

    /** {@return a format with constants put in, in order; what has none stays away} */
    static String format(String format, List<Constant> values) {
        PrintfFormat parsed = new PrintfFormatReader(format).read();
        if (parsed == null) {
            return format;
        }
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (PrintfFormat.Piece piece : parsed.pieces()) {
            switch (piece) {
                case PrintfFormat.Piece.Literal(String text) -> out.append(text);
                case PrintfFormat.Piece.Spec _ -> {
                    if (next < values.size()) {
                        out.append(of(values.get(next++)));
                    }
                }
            }
        }
        return out.toString();
    }
}
