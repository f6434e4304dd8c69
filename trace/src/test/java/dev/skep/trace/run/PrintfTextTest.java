package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.record.Value;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.PrintfFormat.Conversion;
import dev.skep.trace.schema.PrintfFormat.Flags;
import dev.skep.trace.schema.PrintfFormat.Piece;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class PrintfTextTest {

    private static String format(
            String flags, int width, int bytes, Conversion conversion, Value value) {
        Flags set =
                new Flags(
                        flags.contains("-"),
                        flags.contains("+"),
                        flags.contains(" "),
                        flags.contains("#"),
                        flags.contains("0"));
        return PrintfText.of(
                new PrintfFormat(List.of(new Piece.Spec(set, width, -1, bytes, conversion))),
                List.of(value));
    }

    @ParameterizedTest(name = "%{0}{1} of {4}: {5}")
    @CsvSource({
        "'', 0, 4, HEX, -1, ffffffff",
        "'', 0, 8, HEX, -1, ffffffffffffffff",
        "'', 0, 1, HEX, 511, ff",
        "#, 0, 4, HEX, 255, 0xff",
        "#, 0, 4, HEX_UPPER, 255, 0XFF",
        "#, 0, 4, OCTAL, 8, 010",
        "#, 0, 4, HEX, 0, 0",
        "'', 0, 4, POINTER, 16, 0x10",
        "+, 0, 4, DECIMAL, 3, +3",
        "' ', 0, 4, DECIMAL, 3, 3",
        "'', 0, 4, DECIMAL, 4294967295, -1",
        "'', 0, 4, UNSIGNED, -1, 4294967295",
        "'', 0, 8, UNSIGNED, -1, 18446744073709551615",
        "'', 5, 4, DECIMAL, 42, '   42'",
        "-, 5, 4, DECIMAL, 42, '42   '",
        "0, 5, 4, DECIMAL, -42, 00-42",
        "0#, 8, 4, HEX, 255, 00000xff",
        "-0, 5, 4, DECIMAL, 42, 42000",
        "'', 0, 4, POINTER, 0, 0",
        "'', 0, 4, CHARACTER, 65, A",
    })
    void integersAreSetAsInC(
            String flags, int width, int bytes, Conversion conversion, long value, String text) {
        assertThat(format(flags, width, bytes, conversion, new Value.Int(value, true)))
                .isEqualTo(text);
    }

    @Test
    void anythingIsAString() {
        assertThat(format("", 0, 4, Conversion.STRING, new Value.Text("abc"))).isEqualTo("abc");
        assertThat(format("", 5, 4, Conversion.STRING, new Value.Text("abc"))).isEqualTo("  abc");
        assertThat(format("-", 5, 4, Conversion.STRING, new Value.Text("abc"))).isEqualTo("abc  ");
        Value tuple = new Value.Tuple(List.of(new Value.Int(1, true), new Value.Text("x")));
        assertThat(format("", 0, 4, Conversion.STRING, tuple)).isEqualTo("(1, x)");
        assertThat(format("", 0, 4, Conversion.STRING, new Value.Bool(true))).isEqualTo("true");
    }

    @Test
    void textAndValuesAlternate() {
        Piece spec = new Piece.Spec(Flags.NONE, 0, -1, 4, Conversion.DECIMAL);
        PrintfFormat format =
                new PrintfFormat(
                        List.of(new Piece.Literal("a "), spec, new Piece.Literal(" b "), spec));
        assertThat(PrintfText.of(format, List.of(new Value.Int(1, true), new Value.Bool(true))))
                .isEqualTo("a 1 b 1");
    }
}
