package dev.skep.symbols.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.elf.ElfFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** One program in C, as two compilers describe it in four dialects of DWARF. */
class DebugInfoTest {

    private static byte[] bytes(String file) {
        try (InputStream in = DebugInfoTest.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DebugInfo read(String file) {
        ElfFile elf = ElfFile.of(file, MemorySegment.ofArray(bytes(file)));
        return Objects.requireNonNull(DebugInfo.of(elf));
    }

    private static DebugInfo.Function function(DebugInfo.Functions functions, String name) {
        return Objects.requireNonNull(functions.byName().get(name), name);
    }

    /**
     * {@return a parameter as its name and what is left of its type without names and qualifiers}
     */
    private static String text(Btf types, DebugInfo.Parameter parameter) {
        return parameter.name() + " " + text(types, parameter.type());
    }

    private static String text(Btf types, int id) {
        return switch (types.type(types.resolve(id))) {
            case BtfType.Ptr(int target) -> text(types, target) + "*";
            case BtfType.Int integer -> (integer.signed() ? "s" : "u") + integer.size() * 8;
            case BtfType.FloatType number -> "f" + number.size() * 8;
            case BtfType other -> other.name();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shapes-gcc-dwarf5.so",
                "shapes-gcc-dwarf3.so",
                "shapes-clang-dwarf5.so",
                "shapes-clang-dwarf4.so"
            })
    void parametersHaveTheirNamesAndTypes(String file) {
        DebugInfo.Functions functions =
                read(file).functions(Set.of("walk", "mixed", "nothing", "nosuch"));
        assertThat(functions.byName()).containsOnlyKeys("walk", "mixed", "nothing");
        Btf types = functions.types();
        DebugInfo.Function walk = function(functions, "walk");
        assertThat(walk.parameters())
                .extracting(parameter -> text(types, parameter))
                .containsExactly("first node*", "name s8*", "count u64");
        assertThat(function(functions, "mixed").parameters())
                .extracting(parameter -> text(types, parameter))
                .containsExactly("a s32", "ratio f64", "e either*", "f f32", "c colour");
        assertThat(function(functions, "nothing").parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shapes-gcc-dwarf5.so",
                "shapes-gcc-dwarf3.so",
                "shapes-clang-dwarf5.so",
                "shapes-clang-dwarf4.so"
            })
    void aStructIsLaidOutAsInC(String file) {
        DebugInfo.Named found = Objects.requireNonNull(read(file).type("struct", "node"));
        Btf types = found.types();
        assertThat(types.kind(found.id())).isEqualTo(BtfKind.STRUCT);
        assertThat(types.sizeOf(found.id())).isEqualTo(64);
        assertThat(place(types, found.id(), "next")).isEqualTo("0");
        assertThat(place(types, found.id(), "small")).isEqualTo("64");
        assertThat(place(types, found.id(), "numbers")).isEqualTo("80");
        assertThat(place(types, found.id(), "text")).isEqualTo("176");
        assertThat(place(types, found.id(), "flag")).isEqualTo("256:3");
        assertThat(place(types, found.id(), "field")).isEqualTo("259:7");
        assertThat(place(types, found.id(), "whole")).isEqualTo("288");
        assertThat(place(types, found.id(), "part")).isEqualTo("288");
        assertThat(place(types, found.id(), "ratio")).isEqualTo("320");
        assertThat(place(types, found.id(), "shade")).isEqualTo("384");
        assertThat(place(types, found.id(), "call")).isEqualTo("448");
        assertThat(place(types, found.id(), "tail")).isEqualTo("512");
        BtfField numbers = Objects.requireNonNull(types.field(found.id(), "numbers"));
        BtfType.Array outer = (BtfType.Array) types.type(numbers.type());
        BtfType.Array inner = (BtfType.Array) types.type(outer.element());
        assertThat(List.of(outer.count(), inner.count())).containsExactly(2L, 3L);
    }

    private static String place(Btf types, int struct, String member) {
        BtfField field = Objects.requireNonNull(types.field(struct, member), member);
        return field.bitOffset() + (field.bitSize() == 0 ? "" : ":" + field.bitSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shapes-gcc-dwarf5.so", "shapes-clang-dwarf4.so"})
    void otherTypesAreFoundByName(String file) {
        DebugInfo info = read(file);
        DebugInfo.Named colour = Objects.requireNonNull(info.type("enum", "colour"));
        assertThat(((BtfType.Enumeration) colour.types().type(colour.id())).enumerators())
                .containsExactly(
                        new BtfType.Enumerator("RED", 1),
                        new BtfType.Enumerator("GREEN", 5),
                        new BtfType.Enumerator("DEEP", -3));
        DebugInfo.Named either = Objects.requireNonNull(info.type("union", "either"));
        assertThat(either.types().sizeOf(either.id())).isEqualTo(8);
        DebugInfo.Named length = Objects.requireNonNull(info.type("", "length_t"));
        assertThat(text(length.types(), length.id())).isEqualTo("u64");
        assertThat(info.type("struct", "nosuch")).isNull();
        assertThat(info.type("union", "node")).isNull();
    }

    @Test
    void whatTheCompilerMovedIntoAnotherFunctionKeepsItsNames() {
        DebugInfo.Functions functions =
                read("shapes-clang-dwarf5.so").functions(Set.of("hidden", "shown"));
        assertThat(function(functions, "hidden").parameters())
                .extracting(parameter -> text(functions.types(), parameter))
                .containsExactly("yes u8", "p s32*");
    }

    @Test
    void aFileWithoutDebugInformationHasNone() {
        byte[] sample = bytes("shapes-gcc-dwarf5.so");
        String name = ".debug_info";
        for (int i = 0; i + name.length() < sample.length; i++) {
            if (new String(sample, i, name.length(), StandardCharsets.ISO_8859_1).equals(name)) {
                sample[i + 1] = 'x';
            }
        }
        assertThat(DebugInfo.of(ElfFile.of("renamed", MemorySegment.ofArray(sample)))).isNull();
    }

    /** Foreign bytes end in a message about them, never in another exception or without end. */
    @Test
    void brokenBytesAreSaidToBeBroken() {
        Random random = new Random(42);
        byte[] sound = bytes("shapes-gcc-dwarf5.so");
        int broken = 0;
        for (int i = 0; i < 400; i++) {
            byte[] sample = sound.clone();
            for (int j = 0; j < 8; j++) {
                sample[random.nextInt(64, sample.length)] = (byte) random.nextInt();
            }
            try {
                DebugInfo info = DebugInfo.of(ElfFile.of("broken", MemorySegment.ofArray(sample)));
                if (info != null) {
                    info.functions(Set.of("walk", "mixed", "by_value", "hidden"));
                    info.type("struct", "node");
                }
            } catch (MalformedObjectException e) {
                broken++;
            }
        }
        assertThat(broken).isPositive();
    }

    @Test
    void aUnitOfAnUnknownVersionIsNamed() {
        byte[] info = {4, 0, 0, 0, 9, 0, 0, 0};
        DwarfCursor cursor =
                new DwarfCursor(
                        ".debug_info", ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN), 0);
        assertThatThrownBy(() -> Unit.read(cursor))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage(".debug_info at offset 6: DWARF version 9, known are 2 to 5");
    }
}
