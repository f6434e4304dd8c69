package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.PrintfFormat.Conversion;
import dev.skep.trace.schema.PrintfFormat.Flags;
import dev.skep.trace.schema.PrintfFormat.Piece;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Objects;

class PrintfFormatReaderTest {

    @Test
    void takesTextAndSpecsApart() {
        assertThat(read("a %d b%%c %-5s\n").pieces())
                .containsExactly(
                        new Piece.Literal("a "),
                        new Piece.Spec(Flags.NONE, 0, -1, 4, Conversion.DECIMAL),
                        new Piece.Literal(" b%c "),
                        new Piece.Spec(
                                new Flags(true, false, false, false, false),
                                5,
                                -1,
                                4,
                                Conversion.STRING),
                        new Piece.Literal("\n"));
    }

    @Test
    void readsAllFlags() {
        assertThat(spec("%-+ #012.34llx"))
                .isEqualTo(
                        new Piece.Spec(
                                new Flags(true, true, true, true, true),
                                12,
                                34,
                                8,
                                Conversion.HEX));
    }

    @ParameterizedTest
    @CsvSource({
        "d, DECIMAL",
        "i, DECIMAL",
        "u, UNSIGNED",
        "o, OCTAL",
        "x, HEX",
        "X, HEX_UPPER",
        "c, CHARACTER",
        "p, POINTER",
        "s, STRING",
        "r, BUFFER",
        "rx, BUFFER_ESCAPED",
        "rh, BUFFER_HEX",
        "gr, ALLOCATION_FLAGS",
    })
    void knowsAllConversions(String letters, Conversion expected) {
        assertThat(spec("%" + letters).conversion()).isEqualTo(expected);
        assertThat(spec("%" + letters + "z").conversion()).isEqualTo(expected);
        assertThat(PrintfFormatReader.letters(expected)).isEqualTo(letters.replace('i', 'd'));
    }

    @ParameterizedTest
    @CsvSource({
        "hh, 1", "h, 2", "'', 4", "l, 8", "ll, 8", "L, 8", "j, 8", "z, 8", "t, 8",
    })
    void knowsHowMuchOfAnInteger(String modifier, int bytes) {
        assertThat(spec("%" + modifier + "d").bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%q", "%ll", "%0-5d", "% -", "100%."})
    void whatIsNoSpecIsText(String format) {
        assertThat(new PrintfFormatReader(format).read())
                .isEqualTo(new PrintfFormat(List.of(new Piece.Literal(format))));
    }

    @Test
    void twoPercentSignsAreOneWhateverIsBetween() {
        assertThat(new PrintfFormatReader("a%%b%5%d").read())
                .isEqualTo(new PrintfFormat(List.of(new Piece.Literal("a%b%d"))));
    }

    @ParameterizedTest
    @CsvSource({
        "%f, unsupported format specifier: f",
        "a%5.2e, unsupported format specifier: e",
        "%99999999999999999999d, format specifier too wide: %99999999999999999999d",
        "%g, unsupported format specifier: g",
    })
    void saysWhatIsWrong(String format, String error) {
        var reader = new PrintfFormatReader(format);

        assertThat(reader.read()).isNull();
        assertThat(reader.error()).isEqualTo(error);
    }

    private static Piece.Spec spec(String format) {
        List<Piece> pieces = read(format).pieces();
        return (Piece.Spec) pieces.getFirst();
    }

    private static PrintfFormat read(String format) {
        PrintfFormat read = new PrintfFormatReader(format).read();
        return Objects.requireNonNull(read, format);
    }
}
