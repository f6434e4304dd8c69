package dev.skep.bpf.elf;

import static dev.skep.bpf.elf.ElfFixtures.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SymbolTableTest {
    private final ElfFile program = file(ElfFixtures.PROGRAM);
    private final SymbolTable symbols = program.symbols();

    @Test
    void symbolsOfBothClassesAndByteOrders() {
        assertThat(symbols.symbol(symbols.find("visible")))
                .isEqualTo(
                        new ElfSymbol(
                                "visible",
                                0x40016b,
                                14,
                                SymbolType.FUNC,
                                SymbolBinding.GLOBAL,
                                section(program, ".text")));
        ElfFile small = file(ElfFixtures.PROGRAM_32);
        SymbolTable ofSmall = small.symbols();
        ElfSymbol hidden = ofSmall.symbol(ofSmall.find("hidden_part"));
        assertThat(hidden.value()).isEqualTo(0x80480dc);
        assertThat(hidden.type()).isEqualTo(SymbolType.FUNC);
        assertThat(hidden.binding()).isEqualTo(SymbolBinding.LOCAL);
        assertThat(hidden.size()).isEqualTo(0x80480f2 - 0x80480dc);
        SymbolTable big = file(ElfFixtures.OBJECT_PPC64).symbols();
        assertThat(big.symbol(big.find("hidden_part")).value()).isEqualTo(0x18);
        SymbolTable mips = file(ElfFixtures.OBJECT_MIPS32).symbols();
        assertThat(mips.symbol(mips.find("hidden_part")).value()).isEqualTo(0x34);
        assertThat(mips.symbol(mips.find("hidden_part")).type()).isEqualTo(SymbolType.FUNC);
    }

    @Test
    void findsDefinedOnesOnlyAndAllWithThem() {
        SymbolTable mips = file(ElfFixtures.OBJECT_MIPS32).symbols();
        assertThat(mips.find("_gp_disp")).isZero();
        assertThat(mips.findAll("_gp_disp")).hasSize(1);
        assertThat(mips.isDefined(mips.findAll("_gp_disp")[0])).isFalse();
        assertThat(mips.find("nosuch")).isZero();
        assertThat(mips.find("")).isZero();
        assertThat(mips.find("visibl")).isZero();
        assertThat(mips.find("visible_aliass")).isZero();
    }

    @Test
    void theIndexOfNamesFindsWhatThePassFinds() {
        List<int[]> passed = new ArrayList<>();
        SymbolTable fresh = file(ElfFixtures.LIBRARY).symbols();
        for (int i = 1; i < fresh.count(); i++) {
            passed.add(file(ElfFixtures.LIBRARY).symbols().findAll(fresh.name(i)));
        }
        for (int round = 0; round < 2; round++) { // after a few, by the index
            for (int i = 1; i < fresh.count(); i++) {
                assertThat(fresh.findAll(fresh.name(i))).isEqualTo(passed.get(i - 1));
            }
        }
        assertThat(fresh.findAll("nosuch")).isEmpty();
    }

    @Test
    void patterns() {
        assertThat(names("visible*")).containsExactlyInAnyOrder("visible", "visible_alias");
        assertThat(names("*alias")).containsExactlyInAnyOrder("visible_alias", "_weak_alias");
        assertThat(names("v*s*b*e")).containsExactly("visible");
        assertThat(names("hidden_part")).containsExactly("hidden_part");
        assertThat(names("hidden_par")).isEmpty();
        assertThat(names("*")).contains("visible", "fast");
    }

    @Test
    void theFunctionAnAddressIsIn() {
        assertThat(function(0x40016b)).isEqualTo("visible_alias");
        assertThat(function(0x40016b + 13)).isEqualTo("visible_alias");
        assertThat(function(0x40014c)).isEqualTo("hidden_part");
        assertThat(function(0x400148)).isEqualTo("fast");
        assertThat(function(0x400147)).isEqualTo("bare_label");
        assertThat(function(0x400144)).isEqualTo("bare_label");
        assertThat(function(0x400163)).isEqualTo("indirect"); // global, where choose is local
        assertThat(function(0x400143)).isEmpty();
        assertThat(function(0x40017b)).isEmpty(); // behind the last function
        assertThat(function(0x40117c)).isEmpty(); // data
        assertThat(function(0)).isEmpty();
        assertThat(function(-1)).isEmpty();
        assertThat(function32(0x80480dc)).isEqualTo("hidden_part");
        assertThat(function32(0x80480d9)).isEqualTo("bare_label");
    }

    @Test
    void ofSeveralAtOneAddressTheOneAPersonWouldName() {
        // visible, visible_alias (longer) and _weak_alias (weak) are one function.
        SymbolTable big = file(ElfFixtures.OBJECT_MIPS32).symbols();
        assertThat(big.name(big.function(4))).isEqualTo("visible_alias");
    }

    @Test
    void indexesAreChecked() {
        assertThatThrownBy(() -> symbols.name(symbols.count()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> symbols.value(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        SymbolTable none = file(ElfFixtures.STRIPPED).symbols();
        assertThat(none.count()).isZero();
        assertThat(none.find("visible")).isZero();
        assertThat(none.function(0x218)).isZero();
        assertThat(none.matching("*")).isEmpty();
    }

    private static int section(ElfFile file, String name) {
        return ElfFixtures.section(file, name).index();
    }

    private List<String> names(String pattern) {
        List<String> names = new ArrayList<>();
        for (int symbol : symbols.matching(pattern)) {
            names.add(symbols.name(symbol));
        }
        return names;
    }

    private String function(long address) {
        return symbols.name(symbols.function(address));
    }

    private static String function32(long address) {
        SymbolTable small = file(ElfFixtures.PROGRAM_32).symbols();
        return small.name(small.function(address));
    }
}
