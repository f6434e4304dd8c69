package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.target.TracepointFormat.Field;
import dev.skep.bpf.target.TracepointFormat.Kind;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class TracepointsTest {
    private static final String PATH = "/sys/kernel/tracing/events/c/e/format";

    private final Tracepoints stored = StoredTargets.linux618().tracepoints();

    /** {@return the tracepoint {@code c:e} of a file of that text} */
    private static TracepointFormat format(String text) {
        Map<String, byte[]> files = Map.of(PATH, text.getBytes(StandardCharsets.UTF_8));
        return Target.of(KernelFiles.of("made by hand", files))
                .tracepoints()
                .format("c", "e")
                .orElseThrow();
    }

    private static Field field(String declaration) {
        return format("name: e\nID: 7\nformat:\n\tfield:" + declaration + "\n\nprint fmt: \"\"\n")
                .fields()
                .getFirst();
    }

    @Test
    void haveNamesInCategories() {
        assertThat(stored.categories())
                .isSorted()
                .contains("sched", "syscalls", "block", "raw_syscalls", "task");
        assertThat(stored.events("raw_syscalls")).containsExactly("sys_enter", "sys_exit");
        assertThat(stored.events("sched")).isSorted().contains("sched_switch", "sched_wakeup");
        assertThat(stored.events("nosuch")).isEmpty();
    }

    @Test
    void matchByWildcardsInBothParts() {
        assertThat(stored.match("syscalls", "sys_*_openat"))
                .containsExactly(
                        new Tracepoint("syscalls", "sys_enter_openat"),
                        new Tracepoint("syscalls", "sys_exit_openat"));
        assertThat(stored.match("*sys*", "sys_enter"))
                .containsExactly(new Tracepoint("raw_syscalls", "sys_enter"));
        assertThat(stored.match("sched", "sched_switch")).hasSize(1);
        assertThat(stored.match("sched", "sched_swich")).isEmpty();
        assertThat(stored.match("*", "*")).hasSizeGreaterThan(80).doesNotHaveDuplicates();
    }

    @Test
    void haveTheFieldsOfASyscall() {
        TracepointFormat format = stored.format("syscalls", "sys_enter_openat").orElseThrow();
        assertThat(format.name()).hasToString("syscalls:sys_enter_openat");
        assertThat(format.id()).isPositive();
        assertThat(format.fields().stream().filter(f -> !f.isCommon()).map(Field::name))
                .containsExactly("__syscall_nr", "dfd", "filename", "flags", "mode");
        assertThat(format.field("filename"))
                .isEqualTo(new Field("filename", "const char *", 24, 8, false, Kind.PLAIN));
        assertThat(format.field("common_pid"))
                .isEqualTo(new Field("common_pid", "int", 4, 4, true, Kind.PLAIN));
        assertThat(format.field("nosuch")).isNull();
    }

    @Test
    void haveArraysAndStringsElsewhere() {
        TracepointFormat schedSwitch = stored.format("sched", "sched_switch").orElseThrow();
        assertThat(schedSwitch.field("prev_comm"))
                .isEqualTo(new Field("prev_comm", "char[16]", 8, 16, false, Kind.ARRAY));
        TracepointFormat exec = stored.format("sched", "sched_process_exec").orElseThrow();
        assertThat(exec.field("filename"))
                .isEqualTo(new Field("filename", "char[]", 8, 4, false, Kind.DATA_LOC));
    }

    @Test
    void areReadWholeFromTheStoredTarget() {
        for (Tracepoint name : stored.match("*", "*")) {
            assertThat(stored.format(name.category(), name.event()).orElseThrow().fields())
                    .as(name.toString())
                    .hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void areAbsentOrNamedWrongly() {
        assertThat(stored.format("sched", "sched_swich")).isEmpty();
        for (String outside : List.of("", ".", "..", "../sched", "sched/sched_switch")) {
            assertThat(stored.format(outside, "format")).isEmpty();
            assertThat(stored.format("sched", outside)).isEmpty();
        }
        Tracepoints none = Target.of(KernelFiles.of("empty", Map.of())).tracepoints();
        assertThat(none.categories()).isEmpty();
        assertThat(none.match("*", "*")).isEmpty();
        assertThat(none.format("sched", "sched_switch")).isEmpty();
    }

    @Test
    void haveEveryFormOfDeclaration() {
        assertThat(field("const char *const * argv;\toffset:24;\tsize:8;\tsigned:0;"))
                .isEqualTo(new Field("argv", "const char *const *", 24, 8, false, Kind.PLAIN));
        assertThat(field("const char *p;\toffset:24;\tsize:8;\tsigned:0;").type())
                .isEqualTo("const char *");
        assertThat(field("unsigned long args[6];\toffset:16;\tsize:48;\tsigned:0;"))
                .isEqualTo(new Field("args", "unsigned long[6]", 16, 48, false, Kind.ARRAY));
        assertThat(field("char buf[];\toffset:16;\tsize:0;\tsigned:0;"))
                .isEqualTo(new Field("buf", "char[]", 16, 0, false, Kind.ARRAY));
        assertThat(
                        field(
                                        "__u8 saddr[sizeof(struct sockaddr_in6)];\toffset:16;\tsize:28;\tsigned:0;")
                                .elementType())
                .isEqualTo("__u8");
        assertThat(field("__rel_loc u32[] lengths;\toffset:16;\tsize:4;\tsigned:1;"))
                .isEqualTo(new Field("lengths", "u32[]", 16, 4, true, Kind.REL_LOC));
        assertThat(
                        field("__data_loc unsigned int[] lengths;\toffset:16;\tsize:4;\tsigned:0;")
                                .elementType())
                .isEqualTo("unsigned int");
        assertThat(field("enum zone_type z;\toffset:16;\tsize:4;\tsigned:1;").elementType())
                .isEqualTo("enum zone_type");
    }

    @Test
    void ignoreWhatIsForPeople() {
        TracepointFormat format =
                format(
                        """
                        name: e
                        ID: 7
                        format:
                        \tfield:int a;\toffset:0;\tsize:4;\tsigned:1;

                        print fmt: "x
                        \tfield:int b;\toffset:8;
                        ", REC->a
                        """);
        assertThat(format.fields()).hasSize(1);
        assertThat(format.id()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name: e\n",
                "ID: x\n",
                "ID: \n",
                "ID: 99999999999\n",
                "ID: 7\n\tfield:int a\n",
                "ID: 7\n\tfield:int a;\tsize:4;\tsigned:1;\n",
                "ID: 7\n\tfield:int a;\toffset:0;\tsigned:1;\n",
                "ID: 7\n\tfield:int a;\toffset:0;\tsize:4;\n",
                "ID: 7\n\tfield:int a;\toffset:-1;\tsize:4;\tsigned:1;\n",
                "ID: 7\n\tfield:a;\toffset:0;\tsize:4;\tsigned:1;\n",
                "ID: 7\n\tfield:int *;\toffset:0;\tsize:4;\tsigned:1;\n",
                "ID: 7\n\tfield:int a];\toffset:0;\tsize:4;\tsigned:1;\n",
                "ID: 7\n\tfield:;\toffset:0;\tsize:4;\tsigned:1;\n",
                "ID: 7\n\tfield:int a;\toffset:0;\tsize:4;\tsigned:1"
            })
    void areRefusedWhenMalformed(String text) {
        assertThatThrownBy(() -> format(text))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageStartingWith(
                        "sys/kernel/tracing/events/c/e/format in made by hand is not the format");
    }
}
