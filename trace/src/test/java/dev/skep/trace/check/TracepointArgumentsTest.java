package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.Tracepoint;
import dev.skep.bpf.target.TracepointFormat;
import dev.skep.bpf.target.TracepointFormat.Kind;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.check.ScriptType.Array;
import dev.skep.trace.check.ScriptType.Bool;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Opaque;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.check.ScriptType.Text;
import dev.skep.trace.check.ScriptType.Void;

import org.junit.jupiter.api.Test;

import java.util.List;

class TracepointArgumentsTest {
    private static final NamedTypes NAMES = new NamedTypes(StoredTargets.linux618());

    @Test
    void narrowTypesOfSystemCallsAreReadNarrow() {
        // The kernel keeps each argument in a long; a negative int has zeros in its upper half.
        ProbeArguments.Field field = only("syscalls", plain("int", 8, false));

        assertThat(field.type()).isEqualTo(new Int(4, true));
        assertThat(field.size()).isEqualTo(4);
        assertThat(field.offset()).isEqualTo(16);
    }

    @Test
    void sizesOfTheFormatDecideWhereNamesDoNotHelp() {
        assertThat(type("a", plain("enum foo", 4, true))).isEqualTo(new Int(4, true));
        assertThat(type("a", plain("foo_t", 2, false))).isEqualTo(new Int(2, false));
        assertThat(type("a", plain("long", 4, true))).isEqualTo(new Int(4, true));
        assertThat(type("a", plain("struct foo", 8, false))).isEqualTo(new Opaque("struct foo"));
        assertThat(type("a", plain("foo_t", 24, false))).isEqualTo(new Opaque("foo_t"));
    }

    @Test
    void commonNamesAreKnown() {
        assertThat(type("a", plain("unsigned int", 4, false))).isEqualTo(new Int(4, false));
        assertThat(type("a", plain("pid_t", 4, true))).isEqualTo(new Int(4, true));
        assertThat(type("a", plain("sector_t", 8, false))).isEqualTo(new Int(8, false));
        assertThat(type("a", plain("bool", 1, false))).isEqualTo(new Bool());
    }

    @Test
    void pointersOfSystemCallsPointIntoTheProcess() {
        assertThat(type("syscalls", plain("const char *", 8, false)))
                .isEqualTo(new Pointer(AddressSpace.USER, new Int(1, true)));
        assertThat(type("skb", plain("const char *", 8, false)))
                .isEqualTo(new Pointer(AddressSpace.KERNEL, new Int(1, true)));
    }

    @Test
    void pointersSayWhatTheyPointTo() {
        assertThat(type("a", plain("void *", 8, false)))
                .isEqualTo(new Pointer(AddressSpace.KERNEL, new Void()));
        assertThat(type("a", plain("const struct sock *", 8, false)))
                .isEqualTo(NAMES.pointerToStruct("sock", AddressSpace.KERNEL));
        assertThat(type("a", plain("struct nosuch *", 8, false)))
                .isEqualTo(new Pointer(AddressSpace.KERNEL, new Opaque("struct nosuch")));
        assertThat(type("syscalls", plain("const char *const *", 8, false)))
                .isEqualTo(
                        new Pointer(
                                AddressSpace.USER,
                                new Pointer(AddressSpace.USER, new Int(1, true))));
        assertThat(type("a", plain("foo_t *", 8, false)))
                .isEqualTo(new Pointer(AddressSpace.KERNEL, new Opaque("foo_t")));
    }

    @Test
    void charactersAreStrings() {
        assertThat(type("a", field("char[16]", 16, Kind.ARRAY))).isEqualTo(new Text(16));
        assertThat(type("a", field("char[]", 4, Kind.DATA_LOC))).isEqualTo(new Text(64));
        assertThat(type("a", field("char[]", 4, Kind.REL_LOC))).isEqualTo(new Text(64));
        assertThat(only("a", field("char[]", 4, Kind.DATA_LOC)).size()).isEqualTo(4);
    }

    @Test
    void otherArraysAreArrays() {
        assertThat(type("a", field("unsigned long[6]", 48, Kind.ARRAY)))
                .isEqualTo(new Array(new Int(8, false), 6));
        assertThat(type("a", field("struct foo[2]", 16, Kind.ARRAY)))
                .isEqualTo(new Opaque("struct foo[2]"));
        assertThat(type("a", field("u8[]", 4, Kind.DATA_LOC))).isEqualTo(new Opaque("u8[]"));
    }

    @Test
    void commonFieldsAreLeftOut() {
        var format =
                new TracepointFormat(
                        new Tracepoint("a", "b"),
                        1,
                        List.of(
                                new TracepointFormat.Field(
                                        "common_pid", "int", 4, 4, true, Kind.PLAIN),
                                new TracepointFormat.Field("pid", "int", 8, 4, true, Kind.PLAIN)));

        assertThat(TracepointArguments.of(format, 64, NAMES).names()).containsExactly("pid");
    }

    private static TracepointFormat.Field plain(String type, int size, boolean signed) {
        return new TracepointFormat.Field("x", type, 16, size, signed, Kind.PLAIN);
    }

    private static TracepointFormat.Field field(String type, int size, Kind kind) {
        return new TracepointFormat.Field("x", type, 16, size, false, kind);
    }

    private static ScriptType type(String category, TracepointFormat.Field field) {
        return only(category, field).type();
    }

    private static ProbeArguments.Field only(String category, TracepointFormat.Field field) {
        var format = new TracepointFormat(new Tracepoint(category, "event"), 1, List.of(field));
        return TracepointArguments.of(format, 64, NAMES).fields().getFirst();
    }
}
