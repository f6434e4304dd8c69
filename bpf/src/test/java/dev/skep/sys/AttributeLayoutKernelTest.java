package dev.skep.sys;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/**
 * The attributes of system calls, as they are written by hand, against the structs in the running
 * kernel's BTF. It stands here because BTF is read by a module above the one that it tests.
 */
@NeedsKernel
class AttributeLayoutKernelTest {

    private static final Target TARGET = Target.running();
    private static final Btf BTF = TARGET.btf().orElseThrow();

    /** A field: its path in the struct, where it was written to lie, the first kernel with it. */
    private record Field(String path, int offset, String since) {}

    private static Field field(String path, int offset) {
        return new Field(path, offset, "5.8");
    }

    private static Field field(String path, int offset, String since) {
        return new Field(path, offset, since);
    }

    private static final List<Field> BPF =
            List.of(
                    field("map_type", BpfAttributeLayout.MapCreate.TYPE),
                    field("key_size", BpfAttributeLayout.MapCreate.KEY_SIZE),
                    field("value_size", BpfAttributeLayout.MapCreate.VALUE_SIZE),
                    field("max_entries", BpfAttributeLayout.MapCreate.MAX_ENTRIES),
                    field("map_flags", BpfAttributeLayout.MapCreate.FLAGS),
                    field("inner_map_fd", BpfAttributeLayout.MapCreate.INNER_MAP_FD),
                    field("map_name", BpfAttributeLayout.MapCreate.NAME),
                    field("btf_fd", BpfAttributeLayout.MapCreate.BTF_FD),
                    field("btf_key_type_id", BpfAttributeLayout.MapCreate.KEY_TYPE),
                    field("btf_value_type_id", BpfAttributeLayout.MapCreate.VALUE_TYPE),
                    field(
                            "btf_vmlinux_value_type_id",
                            BpfAttributeLayout.MapCreate.KERNEL_VALUE_TYPE),
                    field("map_extra", BpfAttributeLayout.MapCreate.EXTRA, "5.16"),
                    field("map_fd", BpfAttributeLayout.MapElement.MAP_FD),
                    field("key", BpfAttributeLayout.MapElement.KEY),
                    field("value", BpfAttributeLayout.MapElement.VALUE),
                    field("next_key", BpfAttributeLayout.MapElement.VALUE),
                    field("flags", BpfAttributeLayout.MapElement.FLAGS),
                    field("batch.in_batch", BpfAttributeLayout.MapBatch.CURSOR_IN),
                    field("batch.out_batch", BpfAttributeLayout.MapBatch.CURSOR_OUT),
                    field("batch.keys", BpfAttributeLayout.MapBatch.KEYS),
                    field("batch.values", BpfAttributeLayout.MapBatch.VALUES),
                    field("batch.count", BpfAttributeLayout.MapBatch.COUNT),
                    field("batch.map_fd", BpfAttributeLayout.MapBatch.MAP_FD),
                    field("prog_type", BpfAttributeLayout.ProgramLoad.TYPE),
                    field("insn_cnt", BpfAttributeLayout.ProgramLoad.INSTRUCTION_COUNT),
                    field("insns", BpfAttributeLayout.ProgramLoad.INSTRUCTIONS),
                    field("license", BpfAttributeLayout.ProgramLoad.LICENSE),
                    field("log_level", BpfAttributeLayout.ProgramLoad.LOG_LEVEL),
                    field("log_size", BpfAttributeLayout.ProgramLoad.LOG_SIZE),
                    field("log_buf", BpfAttributeLayout.ProgramLoad.LOG_BUFFER),
                    field("kern_version", BpfAttributeLayout.ProgramLoad.KERNEL_VERSION),
                    field("prog_flags", BpfAttributeLayout.ProgramLoad.FLAGS),
                    field("prog_name", BpfAttributeLayout.ProgramLoad.NAME),
                    field(
                            "expected_attach_type",
                            BpfAttributeLayout.ProgramLoad.EXPECTED_ATTACH_TYPE),
                    field("prog_btf_fd", BpfAttributeLayout.ProgramLoad.BTF_FD),
                    field(
                            "func_info_rec_size",
                            BpfAttributeLayout.ProgramLoad.FUNCTION_INFO_RECORD_SIZE),
                    field("func_info", BpfAttributeLayout.ProgramLoad.FUNCTION_INFO),
                    field("func_info_cnt", BpfAttributeLayout.ProgramLoad.FUNCTION_INFO_COUNT),
                    field(
                            "line_info_rec_size",
                            BpfAttributeLayout.ProgramLoad.LINE_INFO_RECORD_SIZE),
                    field("line_info", BpfAttributeLayout.ProgramLoad.LINE_INFO),
                    field("line_info_cnt", BpfAttributeLayout.ProgramLoad.LINE_INFO_COUNT),
                    field("attach_btf_id", BpfAttributeLayout.ProgramLoad.ATTACH_BTF_ID),
                    field("attach_prog_fd", BpfAttributeLayout.ProgramLoad.ATTACH_FD),
                    field("fd_array", BpfAttributeLayout.ProgramLoad.DESCRIPTORS, "5.14"),
                    field("test.prog_fd", BpfAttributeLayout.TestRun.PROGRAM_FD),
                    field("test.retval", BpfAttributeLayout.TestRun.RETURN_VALUE),
                    field("test.ctx_size_in", BpfAttributeLayout.TestRun.CONTEXT_SIZE_IN),
                    field("test.ctx_in", BpfAttributeLayout.TestRun.CONTEXT_IN),
                    field("test.flags", BpfAttributeLayout.TestRun.FLAGS, "5.10"),
                    field("test.cpu", BpfAttributeLayout.TestRun.CPU, "5.10"),
                    field("btf", BpfAttributeLayout.BtfLoad.BTF),
                    field("btf_log_buf", BpfAttributeLayout.BtfLoad.LOG_BUFFER),
                    field("btf_size", BpfAttributeLayout.BtfLoad.BTF_SIZE),
                    field("btf_log_size", BpfAttributeLayout.BtfLoad.LOG_SIZE),
                    field("btf_log_level", BpfAttributeLayout.BtfLoad.LOG_LEVEL),
                    field("start_id", BpfAttributeLayout.Ids.ID),
                    field("prog_id", BpfAttributeLayout.Ids.ID),
                    field("map_id", BpfAttributeLayout.Ids.ID),
                    field("btf_id", BpfAttributeLayout.Ids.ID),
                    field("link_id", BpfAttributeLayout.Ids.ID),
                    field("next_id", BpfAttributeLayout.Ids.NEXT_ID),
                    field("enable_stats.type", BpfAttributeLayout.EnableStatistics.TYPE),
                    field("iter_create.link_fd", BpfAttributeLayout.IteratorCreate.LINK_FD),
                    field("raw_tracepoint.name", BpfAttributeLayout.RawTracepointOpen.NAME),
                    field(
                            "raw_tracepoint.prog_fd",
                            BpfAttributeLayout.RawTracepointOpen.PROGRAM_FD),
                    field("info.bpf_fd", BpfAttributeLayout.ObjectInfo.FD),
                    field("info.info_len", BpfAttributeLayout.ObjectInfo.INFO_LENGTH),
                    field("info.info", BpfAttributeLayout.ObjectInfo.INFO),
                    field("link_create.prog_fd", LinkCreateLayout.PROGRAM),
                    field("link_create.target_fd", LinkCreateLayout.TARGET),
                    field("link_create.target_ifindex", LinkCreateLayout.TARGET, "5.9"),
                    field("link_create.attach_type", LinkCreateLayout.ATTACH_TYPE),
                    field("link_create.flags", LinkCreateLayout.FLAGS),
                    field("link_create.perf_event.bpf_cookie", LinkCreateLayout.COOKIE, "5.15"),
                    field("link_create.tracing.cookie", LinkCreateLayout.TRACING_COOKIE, "6.0"),
                    field("link_create.kprobe_multi.flags", LinkCreateLayout.KPROBE_FLAGS, "5.18"),
                    field("link_create.kprobe_multi.cnt", LinkCreateLayout.KPROBE_COUNT, "5.18"),
                    field("link_create.kprobe_multi.syms", LinkCreateLayout.KPROBE_SYMBOLS, "5.18"),
                    field(
                            "link_create.kprobe_multi.cookies",
                            LinkCreateLayout.KPROBE_COOKIES,
                            "5.18"),
                    field("link_create.uprobe_multi.path", LinkCreateLayout.UPROBE_PATH, "6.6"),
                    field(
                            "link_create.uprobe_multi.offsets",
                            LinkCreateLayout.UPROBE_OFFSETS,
                            "6.6"),
                    field(
                            "link_create.uprobe_multi.ref_ctr_offsets",
                            LinkCreateLayout.UPROBE_REFERENCE_COUNTERS,
                            "6.6"),
                    field(
                            "link_create.uprobe_multi.cookies",
                            LinkCreateLayout.UPROBE_COOKIES,
                            "6.6"),
                    field("link_create.uprobe_multi.cnt", LinkCreateLayout.UPROBE_COUNT, "6.6"),
                    field("link_create.uprobe_multi.flags", LinkCreateLayout.UPROBE_FLAGS, "6.6"),
                    field("link_create.uprobe_multi.pid", LinkCreateLayout.UPROBE_PID, "6.6"));

    private static final List<Field> PERF_EVENT =
            List.of(
                    field("type", PerfEventLayout.TYPE),
                    field("size", PerfEventLayout.SIZE),
                    field("config", PerfEventLayout.CONFIG),
                    field("sample_period", PerfEventLayout.SAMPLE),
                    field("sample_freq", PerfEventLayout.SAMPLE),
                    field("sample_type", PerfEventLayout.SAMPLE_TYPE),
                    field("read_format", PerfEventLayout.READ_FORMAT),
                    field("disabled", PerfEventLayout.FLAGS),
                    field("wakeup_events", PerfEventLayout.WAKEUP_EVENTS),
                    field("config1", PerfEventLayout.CONFIG1),
                    field("config2", PerfEventLayout.CONFIG2));

    @TestFactory
    Stream<DynamicTest> fieldsOfTheBpfSystemCall() {
        return check("bpf_attr", BtfKind.UNION, BPF);
    }

    @TestFactory
    Stream<DynamicTest> fieldsOfPerfEvents() {
        return check("perf_event_attr", BtfKind.STRUCT, PERF_EVENT);
    }

    private static Stream<DynamicTest> check(String name, BtfKind kind, List<Field> fields) {
        int type = BTF.find(name, kind);
        return fields.stream()
                .filter(field -> isSince(field.since()))
                .map(field ->
                        DynamicTest.dynamicTest(
                                name + "." + field.path(),
                                () -> {
                                    BtfField found = requireNonNull(BTF.field(type, field.path()));
                                    assertThat(found.offset()).isEqualTo(field.offset());
                                }));
    }

    private static boolean isSince(String version) {
        return TARGET.version().compareTo(KernelVersion.parse(version)) >= 0;
    }

    @Test
    void frequencyIsTheBitThatItIsWrittenTo() {
        int type = BTF.find("perf_event_attr", BtfKind.STRUCT);
        BtfField freq = requireNonNull(BTF.field(type, "freq"));
        assertThat(freq.bitOffset() - PerfEventLayout.FLAGS * 8)
                .isEqualTo(PerfEventLayout.FREQUENCY_BIT);
        assertThat(BTF.sizeOf(type)).isGreaterThanOrEqualTo(PerfEventLayout.BYTES);
    }

    @Test
    void commandsHaveTheirNumbers() {
        assertThat(enumerator("bpf_cmd", "BPF_MAP_CREATE"))
                .isEqualTo(BpfAttributeLayout.Command.MAP_CREATE);
        assertThat(enumerator("bpf_cmd", "BPF_PROG_LOAD"))
                .isEqualTo(BpfAttributeLayout.Command.PROG_LOAD);
        assertThat(enumerator("bpf_cmd", "BPF_OBJ_GET_INFO_BY_FD"))
                .isEqualTo(BpfAttributeLayout.Command.OBJ_GET_INFO_BY_FD);
        assertThat(enumerator("bpf_cmd", "BPF_PROG_GET_NEXT_ID"))
                .isEqualTo(BpfAttributeLayout.Command.PROG_GET_NEXT_ID);
        assertThat(enumerator("bpf_cmd", "BPF_MAP_GET_NEXT_ID"))
                .isEqualTo(BpfAttributeLayout.Command.MAP_GET_NEXT_ID);
        assertThat(enumerator("bpf_cmd", "BPF_PROG_GET_FD_BY_ID"))
                .isEqualTo(BpfAttributeLayout.Command.PROG_GET_FD_BY_ID);
        assertThat(enumerator("bpf_cmd", "BPF_MAP_GET_FD_BY_ID"))
                .isEqualTo(BpfAttributeLayout.Command.MAP_GET_FD_BY_ID);
        assertThat(enumerator("bpf_cmd", "BPF_BTF_GET_FD_BY_ID"))
                .isEqualTo(BpfAttributeLayout.Command.BTF_GET_FD_BY_ID);
        assertThat(enumerator("bpf_cmd", "BPF_BTF_GET_NEXT_ID"))
                .isEqualTo(BpfAttributeLayout.Command.BTF_GET_NEXT_ID);
        assertThat(enumerator("bpf_cmd", "BPF_LINK_CREATE"))
                .isEqualTo(BpfAttributeLayout.Command.LINK_CREATE);
        assertThat(enumerator("bpf_cmd", "BPF_LINK_GET_FD_BY_ID"))
                .isEqualTo(BpfAttributeLayout.Command.LINK_GET_FD_BY_ID);
        assertThat(enumerator("bpf_cmd", "BPF_LINK_GET_NEXT_ID"))
                .isEqualTo(BpfAttributeLayout.Command.LINK_GET_NEXT_ID);
        assertThat(enumerator("bpf_cmd", "BPF_ENABLE_STATS"))
                .isEqualTo(BpfAttributeLayout.Command.ENABLE_STATS);
        assertThat(enumerator("bpf_cmd", "BPF_ITER_CREATE"))
                .isEqualTo(BpfAttributeLayout.Command.ITER_CREATE);
        assertThat(enumerator("bpf_cmd", "BPF_MAP_LOOKUP_AND_DELETE_BATCH"))
                .isEqualTo(BpfAttributeLayout.Command.MAP_LOOKUP_AND_DELETE_BATCH);
        assertThat(enumerator("bpf_attach_type", "BPF_TRACE_ITER"))
                .isEqualTo(LinkCreateLayout.TRACE_ITER);
        assertThat(enumerator("bpf_attach_type", "BPF_XDP")).isEqualTo(LinkCreateLayout.XDP);
    }

    private static long enumerator(String enumeration, String name) {
        int type = BTF.find(enumeration, BtfKind.ENUM);
        assertThat(BTF.type(type)).isInstanceOf(BtfType.Enumeration.class);
        return ((BtfType.Enumeration) BTF.type(type))
                .enumerators().stream()
                        .filter(e -> e.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .value();
    }
}
