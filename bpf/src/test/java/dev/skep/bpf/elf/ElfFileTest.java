package dev.skep.bpf.elf;

import static dev.skep.bpf.elf.ElfFixtures.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

class ElfFileTest {

    @Test
    void headersOfBothClassesAndByteOrders() {
        assertThat(file(ElfFixtures.LIBRARY).header())
                .isEqualTo(
                        new ElfHeader(
                                true,
                                ByteOrder.LITTLE_ENDIAN,
                                ElfType.SHARED,
                                ElfHeader.X86_64,
                                0,
                                0));
        assertThat(file(ElfFixtures.PROGRAM_32).header())
                .isEqualTo(
                        new ElfHeader(
                                false,
                                ByteOrder.LITTLE_ENDIAN,
                                ElfType.EXECUTABLE,
                                ElfHeader.I386,
                                0x8048105,
                                0));
        ElfHeader big = file(ElfFixtures.OBJECT_PPC64).header();
        assertThat(big.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(big.is64()).isTrue();
        assertThat(big.type()).isEqualTo(ElfType.RELOCATABLE);
        ElfHeader mips = file(ElfFixtures.OBJECT_MIPS32).header();
        assertThat(mips.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(mips.is64()).isFalse();
        assertThat(file(ElfFixtures.BPF_BIG).header().machine()).isEqualTo(ElfHeader.BPF);
    }

    @Test
    void sectionsByNameAndIndex() {
        ElfFile library = file(ElfFixtures.LIBRARY);
        ElfSection text = ElfFixtures.section(library, ".text");
        assertThat(library.sections().get(text.index())).isSameAs(text);
        assertThat(text.has(ElfSection.ALLOC | ElfSection.EXECUTE)).isTrue();
        assertThat(text.has(ElfSection.WRITE)).isFalse();
        assertThat(library.contents(text).byteSize()).isEqualTo(text.size());
        assertThat(library.section(".nosuch")).isNull();
        assertThat(library.sections().getFirst().name()).isEmpty();
    }

    @Test
    void addressesOfFixedProgramsAndOfOthersHaveFileOffsets() {
        // T26 of the traps: the value of a symbol is an address, a uprobe wants an offset.
        ElfFile program = file(ElfFixtures.PROGRAM);
        SymbolTable symbols = program.symbols();
        assertThat(program.fileOffset(symbols.value(symbols.find("visible")))).isEqualTo(0x16b);
        assertThat(program.fileOffset(symbols.value(symbols.find("counter")))).isEqualTo(0x17c);
        assertThat(program.virtualAddress(0x16b)).isEqualTo(0x40016b);
        assertThat(program.fileOffset(0x500000)).isEqualTo(-1);
        assertThat(program.virtualAddress(0x500000)).isEqualTo(-1);

        ElfFile library = file(ElfFixtures.LIBRARY);
        SymbolTable offered = library.dynamicSymbols();
        assertThat(offered.value(offered.find("counter"))).isEqualTo(0x2000);
        assertThat(library.fileOffset(0x2000)).isEqualTo(0x1000);
        assertThat(library.virtualAddress(0x1000)).isEqualTo(0x2000);
        assertThat(library.fileOffset(0x489)).isEqualTo(0x489);

        ElfFile small = file(ElfFixtures.PROGRAM_32);
        assertThat(small.fileOffset(0x8048105)).isEqualTo(0x105);
    }

    @Test
    void buildIdOfAFileAndOfItsDebugFile() {
        BuildId id = file(ElfFixtures.STRIPPED).buildId();
        assertThat(String.valueOf(id)).matches("[0-9a-f]{40}");
        assertThat(file(ElfFixtures.DEBUG).buildId()).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(file(ElfFixtures.LIBRARY).buildId()).isNotEqualTo(id);
        assertThat(file(ElfFixtures.OBJECT).buildId()).isNull();
    }

    @Test
    void buildIdWithoutSectionHeaders() {
        byte[] bytes = ElfFixtures.bytes(ElfFixtures.STRIPPED);
        for (int i = 0; i < 8; i++) {
            bytes[40 + i] = 0; // e_shoff
        }
        ElfFile file = ElfFile.of("sstripped", MemorySegment.ofArray(bytes));
        assertThat(file.sections()).isEmpty();
        assertThat(file.buildId()).isEqualTo(file(ElfFixtures.STRIPPED).buildId());
        assertThat(file.symbols().count()).isZero();
    }

    @Test
    void debugLinkHasTheSumOfTheDebugFile() {
        CRC32 sum = new CRC32();
        sum.update(ElfFixtures.bytes(ElfFixtures.DEBUG));
        assertThat(file(ElfFixtures.STRIPPED).debugLink())
                .isEqualTo(new DebugLink("sample-pie.debug", (int) sum.getValue()));
        assertThat(file(ElfFixtures.PIE).debugLink()).isNull();
    }

    @Test
    void relocationsWithAddends() {
        ElfFile object = file(ElfFixtures.OBJECT_PPC64);
        ElfSection section = ElfFixtures.section(object, ".rela.text");
        SymbolTable symbols = object.symbols();
        assertThat(object.relocations(section))
                .containsExactly(
                        new ElfRelocation(0xc, 3, 0xa, 0x18),
                        new ElfRelocation(0x36, 7, 0x32, 0),
                        new ElfRelocation(0x3a, 7, 0x30, 0));
        assertThat(symbols.name(7)).isEqualTo("counter");
        assertThat(object.sections().get(section.info()).name()).isEqualTo(".text");
    }

    @Test
    void relocationsOfBpfObjectsOfBothByteOrders() {
        for (String name : new String[] {ElfFixtures.BPF_LITTLE, ElfFixtures.BPF_BIG}) {
            ElfFile object = file(name);
            ElfSection section = ElfFixtures.section(object, ".reltracepoint/sched/sched_switch");
            var relocations = object.relocations(section);
            assertThat(relocations).as(name).hasSize(2);
            assertThat(relocations.getFirst().offset()).as(name).isEqualTo(0x20);
            assertThat(relocations.getFirst().type()).as(name).isEqualTo(1);
            assertThat(object.symbols().name(relocations.getFirst().symbol())).isEqualTo("counts");
            ElfSection license = ElfFixtures.section(object, "license");
            byte[] text = object.contents(license).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo("GPL\0");
        }
    }

    @Test
    void relocationsOf32Bits() {
        ElfFile object = file(ElfFixtures.OBJECT_MIPS32);
        ElfSection section = ElfFixtures.section(object, ".rel.text");
        assertThat(object.relocations(section))
                .anySatisfy(
                        r -> assertThat(object.symbols().name(r.symbol())).isEqualTo("counter"));
        ElfSection text = ElfFixtures.section(object, ".text");
        assertThatThrownBy(() -> object.relocations(text))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("not a table of relocations");
    }

    @Test
    void compressedSectionsAreInflated() {
        ElfFile object = file(ElfFixtures.OBJECT);
        ElfSection section = ElfFixtures.section(object, ".debug_info");
        assertThat(section.has(ElfSection.COMPRESSED)).isTrue();
        MemorySegment contents = object.contents(section);
        assertThat(contents.byteSize()).isGreaterThan(section.size());
        // A unit's length does not count itself.
        assertThat(contents.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0))
                .isEqualTo((int) contents.byteSize() - 4);
    }

    @Test
    void versionsOfSymbols() {
        ElfFile library = file(ElfFixtures.LIBRARY);
        SymbolTable symbols = library.dynamicSymbols();
        assertThat(symbols.findAll("renewed"))
                .hasSize(2)
                .satisfies(all -> {
                    for (int symbol : all) {
                        boolean old = symbols.value(symbol) == 0x497;
                        assertThat(library.version(symbol))
                                .isEqualTo(
                                        old
                                                ? new SymbolVersion("SAMPLE_1.0", false)
                                                : new SymbolVersion("SAMPLE_2.0", true));
                    }
                });
        assertThat(library.version(0)).isNull();
        assertThat(library.version(symbols.count())).isNull();
        assertThat(file(ElfFixtures.PROGRAM).version(1)).isNull();
    }

    @Test
    void aFileIsMapped(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("sample");
        Files.write(path, ElfFixtures.bytes(ElfFixtures.PIE));
        ElfFile file = ElfFile.map(path);
        assertThat(file.name()).isEqualTo(path.toString());
        assertThat(file.symbols().find("visible")).isNotZero();
        assertThatThrownBy(() -> ElfFile.map(folder.resolve("none")))
                .isInstanceOf(IOException.class);
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> ElfFile.map(empty)).isInstanceOf(MalformedObjectException.class);
    }

    @Test
    void whatIsNotElfIsSaidSo() {
        assertThatThrownBy(() -> ElfFile.of("script", MemorySegment.ofArray(new byte[100])))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("script is not ELF: at offset 0, no magic number 7f 45 4c 46");
        byte[] bytes = ElfFixtures.bytes(ElfFixtures.PIE);
        bytes[4] = 3;
        assertThatThrownBy(() -> ElfFile.of("odd", MemorySegment.ofArray(bytes)))
                .hasMessage("odd is not ELF: at offset 4, a class that is neither 32 nor 64 bits");
        byte[] half = java.util.Arrays.copyOf(ElfFixtures.bytes(ElfFixtures.PIE), 3000);
        ElfFile cut = ElfFile.of("cut", MemorySegment.ofArray(half));
        assertThatThrownBy(cut::sections)
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("a table of sections that reaches beyond the end");
    }
}
