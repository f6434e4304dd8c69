package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class ProcessMappingsTest {
    private static final String MAPS =
            """
            00400000-00401000 r--p 00000000 fe:00 77                                 /opt/my prog
            00401000-00402000 r-xp 00001000 fe:00 77                                 /opt/my prog
            00404000-00405000 rw-p 00004000 fe:00 77                                 /opt/my prog
            7f0000000000-7f0000010000 rwxp 00000000 00:00 0\s
            7f0000010000-7f0000020000 r-xs 00002000 00:01 2055                       /memfd:jit (deleted)
            7f0000030000-7f0000040000 r-xp 00000000 103:0a 12345678901               /a\\012b
            7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
            """;

    private static ProcessMappings parse(String text) {
        return ProcessMappings.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyThoseWithInstructions() {
        ProcessMappings mappings = parse(MAPS);
        assertThat(mappings.all())
                .containsExactly(
                        new MemoryMapping(
                                0x401000, 0x402000, 0x1000, 0xfe00000000L, 77, "/opt/my prog"),
                        new MemoryMapping(0x7f0000000000L, 0x7f0000010000L, 0, 0, 0, ""),
                        new MemoryMapping(
                                0x7f0000010000L,
                                0x7f0000020000L,
                                0x2000,
                                1,
                                2055,
                                "/memfd:jit (deleted)"),
                        new MemoryMapping(
                                0x7f0000030000L,
                                0x7f0000040000L,
                                0,
                                0x1030000000aL,
                                12345678901L,
                                "/a\nb"),
                        new MemoryMapping(0x7ffd00000000L, 0x7ffd00002000L, 0, 0, 0, "[vdso]"),
                        new MemoryMapping(
                                0xffffffffff600000L, 0xffffffffff601000L, 0, 0, 0, "[vsyscall]"));
    }

    @Test
    void theMappingAnAddressIsIn() {
        ProcessMappings mappings = parse(MAPS);
        assertThat(mappings.at(0x401000)).isEqualTo(mappings.all().getFirst());
        assertThat(mappings.at(0x401fff)).isEqualTo(mappings.all().getFirst());
        assertThat(mappings.at(0x402000)).isNull();
        assertThat(mappings.at(0x400fff)).isNull();
        assertThat(mappings.at(0x7f0000020000L)).isNull();
        assertThat(mappings.at(0xffffffffff600010L)).isEqualTo(mappings.all().getLast());
        assertThat(mappings.at(0)).isNull();
        assertThat(ProcessMappings.NONE.at(0x401000)).isNull();
    }

    @Test
    void whatTheLinesSay() {
        ProcessMappings mappings = parse(MAPS);
        MemoryMapping deleted = mappings.all().get(2);
        assertThat(deleted.isDeleted()).isTrue();
        assertThat(deleted.module()).isEqualTo("/memfd:jit");
        assertThat(deleted.isFile()).isTrue();
        assertThat(mappings.all().get(1).isFile()).isFalse();
        assertThat(mappings.all().get(4).isVdso()).isTrue();
    }

    @Test
    void otherLinesAreLeftOut() {
        assertThat(parse("").isEmpty()).isTrue();
        assertThat(parse("\n\nhello\n00400000-00401000\n00400000 r-xp\n").isEmpty()).isTrue();
        assertThat(parse("x0400000-00401000 r-xp 00000000 00:00 0\n").isEmpty()).isTrue();
        assertThat(parse("00400000-00401000 r-xp 00000000 00:00 0").all()).hasSize(1);
        // Reading takes several steps, between which a process maps and unmaps.
        assertThat(
                        parse(
                                        """
                                        00500000-00600000 r-xp 00000000 00:00 0
                                        00400000-00401000 r-xp 00000000 00:00 0
                                        00580000-00680000 r-xp 00000000 00:00 0
                                        """)
                                .all())
                .hasSize(1);
    }
}
