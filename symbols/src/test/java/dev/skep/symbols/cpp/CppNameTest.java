package dev.skep.symbols.cpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/** Names as {@code abi::__cxa_demangle} of GCC 12 has them. */
class CppNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_Z8cpp_maini | cpp_main(int)",
                "_Z1fv | f()",
                "_ZN2ns2fnEi | ns::fn(int)",
                "_ZN2ns1K4methEi | ns::K::meth(int)",
                "_ZNK2ns1K3getEv | ns::K::get() const",
                "_ZN2ns1K2tmIiEET_S2_ | int ns::K::tm<int>(int)",
                "_ZN2ns1KC1EPKc | ns::K::K(char const*)",
                "_ZN2ns1KD0Ev | ns::K::~K()",
                "_ZN2ns1KcviEv | ns::K::operator int()",
                "_ZlsRSoRK1K | operator<<(std::ostream&, K const&)",
                "_ZN1KnwEm | K::operator new(unsigned long)",
                "_Z1fPFivEPA3_i | f(int (*)(), int (*) [3])",
                "_Z1fM1KFivE | f(int (K::*)())",
                "_Z1fOSsS_ | f(std::string&&, std::string&&)",
                "_Z1gIJidEEvDpT_ | void g<int, double>(int, double)",
                "_ZSt4moveIRiEONSt16remove_referenceIT_E4typeEOS2_"
                        + " | std::remove_reference<int&>::type&& std::move<int&>(int&)",
                "_Z1aILi5ELb1EEvv | void a<5, true>()",
                "_ZZ4mainENKUlvE_clEv | main::{lambda()#1}::operator()() const",
                "_ZN12_GLOBAL__N_11fEv | (anonymous namespace)::f()",
                "_ZTV1K | vtable for K",
                "_ZGVZ1fvE1s | guard variable for f()::s",
                "_Z1fv.cold | f() [clone .cold]",
                "_ZNSsC1ERKSs | std::basic_string<char, std::char_traits<char>,"
                        + " std::allocator<char> >::basic_string(std::string const&)",
                "_ZN2ns2fnERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE |"
                        + " ns::fn(std::__cxx11::basic_string<char, std::char_traits<char>,"
                        + " std::allocator<char> > const&)"
            })
    void declarations(String symbol, String text) {
        CppName name = CppName.of(symbol);
        assertThat(name == null ? "NULL" : name.text()).isEqualTo(text);
    }

    @Test
    void theNameIsWithoutTypes() {
        CppName name = Objects.requireNonNull(CppName.of("_ZN2ns1K2tmIiEET_S2_"));
        assertThat(name.name()).isEqualTo("ns::K::tm<int>");
        assertThat(name.signature()).isEqualTo("ns::K::tm<int>(int)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "", "_Z", "_ZN", "_Z3f", "_ZN2ns2fnEi@GLIBCXX_3.4", "_Z1fT_"})
    void whatIsNotUnderstoodStaysAsItIs(String symbol) {
        assertThat(CppName.of(symbol)).isNull();
        assertThat(CppName.display(symbol)).isEqualTo(symbol);
    }

    @ParameterizedTest
    @CsvSource({"1f, P, i", "1a, B1b, i", "1fI, J, E", "li, li, 1fi", "1fI, N1a, E", "Z, Z, 1fi"})
    void namesThatNestWithoutEndAreNotUnderstood(String start, String part, String end) {
        assertThat(CppName.of("_Z" + start + part.repeat(100_000) + end)).isNull();
    }

    @Test
    void namesThatStandForMoreThanMemoryHoldsAreNotUnderstood() {
        StringBuilder symbol = new StringBuilder("_Z1fFiiiE");
        String last = "S_";
        for (int i = 0; i < 35; i++) {
            symbol.append('F').append(last.repeat(3)).append('E');
            last = "S" + Integer.toString(i, 36).toUpperCase(Locale.ROOT) + "_";
        }
        assertThat(CppName.of(symbol.toString())).isNull();
    }

    /** A name comes out of foreign files: it must not end in an error, nor without end. */
    @Test
    void anyTextIsANameOrNot() {
        Random random = new Random(7);
        String letters = "_ZNSKPRFTILEXtsd12_3vijcC1D0UlMA";
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder symbol = new StringBuilder("_Z");
            int length = random.nextInt(1, 40);
            for (int j = 0; j < length; j++) {
                symbol.append(letters.charAt(random.nextInt(letters.length())));
            }
            understood += CppName.of(symbol.toString()) == null ? 0 : 1;
        }
        assertThat(understood).isPositive();
    }
}
