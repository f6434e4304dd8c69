package dev.skep.trace.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How integers and strings are read. */
class LiteralTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "0777, 511",
        "0xff, 255",
        "0XfF, 255",
        "0x5e5, 1509",
        "1_000_000, 1000000",
        "1_0_0, 100",
        "1e6, 1000000",
        "5e9, 5000000000",
        "1E1_0, 10000000000",
        "9e18, 9000000000000000000",
        "1e19, 10000000000000000000",
        "1ns, 1",
        "2us, 2000",
        "3ms, 3000000",
        "4s, 4000000000",
        "1m, 60000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "5u, 5",
        "5l, 5",
        "5ll, 5",
        "5ul, 5",
        "5ULL, 5",
        "0x5ul, 5",
        "18446744073709551615, 18446744073709551615",
        "0xffffffffffffffff, 18446744073709551615",
        "01777777777777777777777, 18446744073709551615",
    })
    void readsIntegers(String text, String value) {
        IntegerText integer = IntegerText.read(text);

        assertThat(integer.error()).isNull();
        assertThat(Long.toUnsignedString(integer.value())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid integer: , 0, 0",
        "x, invalid integer: , 0, 0",
        "0x, invalid integer: , 0, 2",
        "0x_ff, invalid integer: , 0, 2",
        "0xg, invalid integer: , 0, 2",
        "08, invalid trailing bytes: 08, 0, 2",
        "09, invalid trailing bytes: 09, 0, 2",
        "12a, invalid integer suffix 'a', 2, 3",
        "1_, trailing underscore in integer literal, 1, 2",
        "1__, trailing underscore in integer literal, 2, 3",
        "_1, invalid integer: , 0, 0",
        "1e, invalid integer: , 0, 2",
        "5e3s, invalid integer suffix 's', 3, 4",
        "1lul, invalid integer suffix 'ul', 2, 4",
        "1ss, invalid integer suffix 'ss', 1, 3",
        "0b1, invalid integer suffix 'b1', 1, 3",
        "1.5, invalid integer suffix '.5', 1, 3",
        "-1, invalid integer: , 0, 0",
        "'1 ', invalid integer suffix ' ', 1, 2",
    })
    void refusesWhatIsNoInteger(String text, String error, int start, int end) {
        IntegerText integer = IntegerText.read(text);

        assertThat(integer.error()).isEqualToIgnoringWhitespace(error);
        assertThat(integer.errorStart()).isEqualTo(start);
        assertThat(integer.errorEnd()).isEqualTo(end);
    }

    /** A separator between digits may be doubled, but not be the last. */
    @Test
    void separatorsMayBeDoubled() {
        assertThat(IntegerText.read("1__0").error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616",
                "99999999999999999999999999",
                "0x10000000000000000",
                "02000000000000000000000",
                "2e19",
                "1e21",
                "1e99999999999",
                "10000000000m",
                "213504d",
            })
    void refusesWhatIsAbove64Bits(String text) {
        assertThat(IntegerText.read(text).error())
                .isEqualTo(
                        "overflow error, maximum value is 18446744073709551615: "
                                + (text.startsWith("0x") ? text.substring(2) : text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12e4", "1_1e5", "0e5", "10e1"})
    void refusesOtherCoefficients(String text) {
        assertThat(IntegerText.read(text).error())
                .isEqualTo("coefficient part of scientific literal must be 1-9: " + text);
    }

    @Test
    void readsEscapes() {
        assertThat(string("a\\n\\t\\r\\\"\\\\b").characters()).isEqualTo("a\n\t\r\"\\b");
        assertThat(string("\\0\\7\\101\\1012\\377").bytes())
                .containsExactly(0, 7, 'A', 'A', '2', 0xff);
        assertThat(string("\\x4\\x41\\x414\\xff").bytes()).containsExactly(4, 'A', 'A', '4', 0xff);
    }

    @Test
    void keepsTextAsUtf8() {
        assertThat(string("ä€😀").bytes())
                .containsExactly(0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80);
        assertThat(string("ä€😀").text()).isEqualTo("ä€😀");
        assertThat(string("\\xc3\\xa4").text()).isEqualTo("ä");
    }

    private static Expression.StringLiteral string(String inside) {
        Parser.Result parsed =
                Parser.parse(new SourceText("stdin", "begin { $x = \"" + inside + "\"; }"));
        assertThat(parsed.problems()).isEmpty();
        var assign =
                (Statement.Assign)
                        parsed.script().probes().getFirst().body().statements().getFirst();
        return (Expression.StringLiteral) assign.value();
    }
}
