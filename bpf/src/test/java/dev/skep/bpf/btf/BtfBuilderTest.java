package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.testkit.Property;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

class BtfBuilderTest {
    private final BtfBuilder builder = new BtfBuilder();

    @Test
    void anEmptyOneHasAHeaderAndTheEmptyString() {
        byte[] bytes = new BtfBuilder(ByteOrder.LITTLE_ENDIAN).build();
        assertThat(bytes).hasSize(25).startsWith(0x9F, 0xEB, 1, 0, 24, 0, 0, 0);
        assertThat(new BtfBuilder(ByteOrder.BIG_ENDIAN).build())
                .startsWith(0xEB, 0x9F, 1, 0, 0, 0, 0, 24);
        assertThat(Fixtures.btf(bytes).idCount()).isEqualTo(1);
    }

    @Test
    void numbersTypesInOrder() {
        assertThat(builder.nextId()).isEqualTo(1);
        assertThat(builder.integer("int", 4, BtfType.Int.SIGNED)).isEqualTo(1);
        assertThat(builder.add(new BtfType.Ptr(3))).isEqualTo(2);
        assertThat(builder.nextId()).isEqualTo(3);
        assertThat(builder.add(new BtfType.Typedef("later", 1))).isEqualTo(3);
        assertThat(Fixtures.btf(builder.build()).type(2)).isEqualTo(new BtfType.Ptr(3));
    }

    @Test
    void storesEqualStringsOnce() {
        int offset = builder.string("file.c");
        builder.add(new BtfType.Typedef("file.c", 0));
        assertThat(builder.string("file.c")).isEqualTo(offset).isEqualTo(1);
        assertThat(builder.string("")).isZero();
        byte[] bytes = builder.build();
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(20)).isEqualTo(8);
        assertThat(Fixtures.btf(bytes).string(offset)).isEqualTo("file.c");
    }

    @Test
    void keepsNamesThatAreNotAscii() {
        int id = builder.add(new BtfType.TypeTag("größer", 0, false));
        assertThat(Fixtures.btf(builder.build()).name(id)).isEqualTo("größer");
    }

    @Test
    void anyTypesComeBackAsTheyWereWritten() {
        Property.forAll(
                TypeGenerators.types(),
                types -> {
                    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                        Btf btf = Fixtures.btf(Fixtures.bytes(types, order));
                        assertThat(btf.idCount()).isEqualTo(types.size() + 1);
                        for (int id = 1; id < btf.idCount(); id++) {
                            assertThat(btf.type(id)).isEqualTo(types.get(id - 1));
                        }
                    }
                });
    }

    @Test
    void refusesWhatDoesNotFit() {
        for (BtfType type :
                List.of(
                        new BtfType.VoidType(),
                        new BtfType.Unknown(20),
                        new BtfType.Array(0, 0, 1L << 32),
                        new BtfType.Array(0, 0, -1),
                        new BtfType.Typedef("with\0nul", 0),
                        new BtfType.Struct("s", 1, true, List.of(new Member("m", 1, 1 << 24, 1))),
                        new BtfType.Struct("s", 1, true, List.of(new Member("m", 1, 0, 256))))) {
            assertThatThrownBy(() -> new BtfBuilder().add(type))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
