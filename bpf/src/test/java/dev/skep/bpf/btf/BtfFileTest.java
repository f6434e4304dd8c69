package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.testkit.ElfObject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class BtfFileTest {
    private static final byte[] KERNEL =
            Fixtures.bytes(List.of(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32)));

    private static @Nullable Btf read(byte[] file, @Nullable Btf base) {
        return BtfFile.read("file", MemorySegment.ofArray(file), base);
    }

    @Test
    void isBtfAlone() {
        assertThat(requireNonNull(read(KERNEL, null)).find("int", BtfKind.INT)).isEqualTo(1);
    }

    @Test
    void isASectionOfElf() {
        byte[] elf = ElfObject.of(Map.of(".text", new byte[8], ".BTF", KERNEL));
        Btf btf = requireNonNull(read(elf, null));
        assertThat(btf.find("int", BtfKind.INT)).isEqualTo(1);
        assertThat(btf.name()).isEqualTo("file");
        assertThat(read(ElfObject.of(Map.of(".text", new byte[8])), null)).isNull();
    }

    @Test
    void buildsOnABase() {
        Btf base = requireNonNull(read(KERNEL, null));
        byte[] split = SplitBytes.of(base, "more");
        Btf raw = requireNonNull(read(split, base));
        assertThat(raw.find("more", BtfKind.TYPEDEF)).isEqualTo(3);
        Btf elf = requireNonNull(read(ElfObject.of(Map.of(".BTF", split)), base));
        assertThat(elf.find("more", BtfKind.TYPEDEF)).isEqualTo(3);
    }

    @Test
    void aModuleMayBringItsOwnBase() {
        Btf own = requireNonNull(read(KERNEL, null));
        Map<String, byte[]> sections = new LinkedHashMap<>();
        sections.put(".BTF", SplitBytes.of(own, "more"));
        sections.put(".BTF.base", KERNEL);
        byte[] module = ElfObject.of(sections);
        Btf other = Fixtures.btf(new BtfType.Ptr(0), new BtfType.Ptr(0), new BtfType.Ptr(0));
        for (Btf btf : new Btf[] {read(module, null), read(module, other)}) {
            assertThat(requireNonNull(btf).firstId()).isEqualTo(2);
            assertThat(btf.name(1)).isEqualTo("int");
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read(new byte[3], null))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("file is not BTF: it has 3 bytes");
        assertThatThrownBy(() -> read(ElfObject.of(Map.of(".BTF", new byte[30])), null))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("file is not BTF: at offset 0, no magic number");
        assertThatThrownBy(() -> read(new byte[] {0x7f, 'E', 'L', 'F', 2}, null))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("file");
    }
}
