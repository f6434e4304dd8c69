package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.btf.BtfType.Member;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTypesTest {
    private final BtfBuilder builder = new BtfBuilder();
    private final LayoutTypes types = new LayoutTypes(builder);

    @ParameterizedTest
    @CsvSource({
        "1, true, signed char",
        "1, false, unsigned char",
        "2, true, short",
        "2, false, unsigned short",
        "4, true, int",
        "4, false, unsigned int",
        "8, true, long long",
        "8, false, unsigned long long"
    })
    void integersHaveTheNamesOfC(int size, boolean signed, String name) {
        int id = types.id(new Layout.Int(size, signed));
        int encoding = signed ? BtfType.Int.SIGNED : 0;
        assertThat(Fixtures.btf(builder.build()).type(id))
                .isEqualTo(new BtfType.Int(name, size, encoding, 0, size * 8));
    }

    @Test
    void structsKeepOffsetsAndSizes() {
        Layout.Struct layout =
                Layout.struct("event")
                        .field("pid", Layout.U32)
                        .field("time", Layout.U64)
                        .field("comm", new Layout.Text(16))
                        .field("stack", new Layout.Array(Layout.U64, 5))
                        .build();
        int id = types.id(layout);
        Btf btf = Fixtures.btf(builder.build());
        assertThat(btf.sizeOf(id)).isEqualTo(layout.size());
        assertThat(btf.name(id)).isEqualTo("event");
        for (Layout.Struct.Field field : layout.fields()) {
            BtfField found = requireNonNull(btf.field(id, field.name()));
            assertThat(found.offset()).isEqualTo(field.offset());
            assertThat(btf.sizeOf(found.type())).isEqualTo(field.layout().size());
        }
        BtfType.Array comm = (BtfType.Array) btf.type(requireNonNull(btf.field(id, "comm")).type());
        assertThat(btf.name(comm.element())).isEqualTo("char");
    }

    @Test
    void equalLayoutsAreOneType() {
        int id = types.id(Layout.struct("s").field("a", Layout.U32).build());
        assertThat(types.id(Layout.struct("s").field("a", new Layout.Int(4, false)).build()))
                .isEqualTo(id);
        assertThat(builder.nextId()).isEqualTo(id + 1);
    }

    @Test
    void namesAreMadeIdentifiers() {
        int id =
                types.id(
                        Layout.struct("my struct")
                                .field("0", Layout.U32)
                                .field("a.b", Layout.U32)
                                .field("x".repeat(200), Layout.U32)
                                .build());
        BtfType.Struct struct = (BtfType.Struct) Fixtures.btf(builder.build()).type(id);
        assertThat(struct.name()).isEqualTo("my_struct");
        assertThat(struct.members())
                .extracting(Member::name)
                .containsExactly("_0", "a_b", "x".repeat(127));
    }
}
