package dev.skep.bpf.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;

import java.util.Map;

/**
 * The structs that the kernel fills in, as they are written down here, against its BTF. What a
 * kernel is too old for is passed over: it fills in zeros.
 */
@NeedsKernel
class InfoLayoutKernelTest {

    private static final Btf BTF = Target.running().btf().orElseThrow();

    private static void check(String struct, int atLeast, Map<String, Integer> fields) {
        int type = BTF.find(struct, BtfKind.STRUCT);
        int known = 0;
        for (Map.Entry<String, Integer> field : fields.entrySet()) {
            BtfField found = BTF.field(type, field.getKey());
            if (found != null) {
                assertThat(found.offset()).as(field.getKey()).isEqualTo(field.getValue());
                known++;
            }
        }
        assertThat(known).isGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void programs() {
        check(
                "bpf_prog_info",
                14,
                Map.ofEntries(
                        Map.entry("type", ProgramInfoLayout.TYPE),
                        Map.entry("id", ProgramInfoLayout.ID),
                        Map.entry("tag", ProgramInfoLayout.TAG),
                        Map.entry("jited_prog_len", ProgramInfoLayout.COMPILED_LENGTH),
                        Map.entry("xlated_prog_len", ProgramInfoLayout.TRANSLATED_LENGTH),
                        Map.entry("load_time", ProgramInfoLayout.LOAD_TIME),
                        Map.entry("created_by_uid", ProgramInfoLayout.USER),
                        Map.entry("nr_map_ids", ProgramInfoLayout.MAP_COUNT),
                        Map.entry("map_ids", ProgramInfoLayout.MAP_IDS),
                        Map.entry("name", ProgramInfoLayout.NAME),
                        Map.entry("gpl_compatible", ProgramInfoLayout.GPL_COMPATIBLE),
                        Map.entry("btf_id", ProgramInfoLayout.BTF),
                        Map.entry("run_time_ns", ProgramInfoLayout.RUN_TIME),
                        Map.entry("run_cnt", ProgramInfoLayout.RUN_COUNT),
                        Map.entry("recursion_misses", ProgramInfoLayout.RECURSION_MISSES),
                        Map.entry("verified_insns", ProgramInfoLayout.VERIFIED_INSTRUCTIONS),
                        Map.entry("attach_btf_obj_id", ProgramInfoLayout.ATTACH_BTF),
                        Map.entry("attach_btf_id", ProgramInfoLayout.ATTACH_TYPE)));
    }

    @Test
    void maps() {
        check(
                "bpf_map_info",
                10,
                Map.ofEntries(
                        Map.entry("type", MapInfoLayout.TYPE),
                        Map.entry("id", MapInfoLayout.ID),
                        Map.entry("key_size", MapInfoLayout.KEY_SIZE),
                        Map.entry("value_size", MapInfoLayout.VALUE_SIZE),
                        Map.entry("max_entries", MapInfoLayout.MAX_ENTRIES),
                        Map.entry("map_flags", MapInfoLayout.FLAGS),
                        Map.entry("name", MapInfoLayout.NAME),
                        Map.entry("btf_id", MapInfoLayout.BTF),
                        Map.entry("btf_key_type_id", MapInfoLayout.KEY_TYPE),
                        Map.entry("btf_value_type_id", MapInfoLayout.VALUE_TYPE),
                        Map.entry("map_extra", MapInfoLayout.EXTRA)));
    }

    @Test
    void btf() {
        check(
                "bpf_btf_info",
                2,
                Map.of(
                        "btf_size", BtfInfoLayout.BTF_SIZE,
                        "id", BtfInfoLayout.ID,
                        "name", BtfInfoLayout.NAME,
                        "name_len", BtfInfoLayout.NAME_LENGTH,
                        "kernel_btf", BtfInfoLayout.OF_KERNEL));
    }

    @Test
    void links() {
        check(
                "bpf_link_info",
                12,
                Map.ofEntries(
                        Map.entry("type", LinkInfoLayout.TYPE),
                        Map.entry("id", LinkInfoLayout.ID),
                        Map.entry("prog_id", LinkInfoLayout.PROGRAM),
                        Map.entry("raw_tracepoint.tp_name", LinkInfoLayout.NAME),
                        Map.entry("raw_tracepoint.tp_name_len", LinkInfoLayout.NAME_LENGTH),
                        Map.entry("iter.target_name", LinkInfoLayout.NAME),
                        Map.entry("iter.target_name_len", LinkInfoLayout.NAME_LENGTH),
                        Map.entry("tracing.attach_type", LinkInfoLayout.TRACING_ATTACH_TYPE),
                        Map.entry("tracing.target_obj_id", LinkInfoLayout.TRACING_OBJECT),
                        Map.entry("tracing.target_btf_id", LinkInfoLayout.TRACING_TYPE),
                        Map.entry("cgroup.cgroup_id", LinkInfoLayout.CGROUP_ID),
                        Map.entry("cgroup.attach_type", LinkInfoLayout.CGROUP_ATTACH_TYPE),
                        Map.entry("netns.netns_ino", LinkInfoLayout.NETNS_INODE),
                        Map.entry("netns.attach_type", LinkInfoLayout.NETNS_ATTACH_TYPE),
                        Map.entry("xdp.ifindex", LinkInfoLayout.XDP_DEVICE),
                        Map.entry("tcx.ifindex", LinkInfoLayout.XDP_DEVICE),
                        Map.entry("netkit.ifindex", LinkInfoLayout.XDP_DEVICE),
                        Map.entry("kprobe_multi.count", LinkInfoLayout.KPROBES_COUNT),
                        Map.entry("kprobe_multi.flags", LinkInfoLayout.KPROBES_FLAGS),
                        Map.entry("kprobe_multi.missed", LinkInfoLayout.KPROBES_MISSED),
                        Map.entry("uprobe_multi.path", LinkInfoLayout.UPROBES_PATH),
                        Map.entry("uprobe_multi.path_size", LinkInfoLayout.UPROBES_PATH_SIZE),
                        Map.entry("uprobe_multi.count", LinkInfoLayout.UPROBES_COUNT),
                        Map.entry("uprobe_multi.flags", LinkInfoLayout.UPROBES_FLAGS),
                        Map.entry("uprobe_multi.pid", LinkInfoLayout.UPROBES_PID),
                        Map.entry("perf_event.type", LinkInfoLayout.PERF_TYPE),
                        Map.entry("perf_event.uprobe.file_name", LinkInfoLayout.PERF_NAME),
                        Map.entry("perf_event.uprobe.name_len", LinkInfoLayout.PERF_NAME_LENGTH),
                        Map.entry("perf_event.uprobe.offset", LinkInfoLayout.PERF_OFFSET),
                        Map.entry("perf_event.kprobe.func_name", LinkInfoLayout.PERF_NAME),
                        Map.entry("perf_event.kprobe.name_len", LinkInfoLayout.PERF_NAME_LENGTH),
                        Map.entry("perf_event.kprobe.offset", LinkInfoLayout.PERF_OFFSET),
                        Map.entry("perf_event.kprobe.addr", LinkInfoLayout.PERF_KPROBE_ADDRESS),
                        Map.entry("perf_event.kprobe.missed", LinkInfoLayout.PERF_KPROBE_MISSED),
                        Map.entry("perf_event.tracepoint.tp_name", LinkInfoLayout.PERF_NAME),
                        Map.entry(
                                "perf_event.tracepoint.name_len", LinkInfoLayout.PERF_NAME_LENGTH),
                        Map.entry("perf_event.event.config", LinkInfoLayout.PERF_EVENT_CONFIG),
                        Map.entry("perf_event.event.type", LinkInfoLayout.PERF_EVENT_TYPE)));
    }

    @Test
    void everyLinkTypeOfTheKernelHasItsNumber() {
        int type = BTF.find("bpf_link_type", BtfKind.ENUM);
        assertThat(BTF.type(type)).isInstanceOf(BtfType.Enumeration.class);
        for (BtfType.Enumerator value : ((BtfType.Enumeration) BTF.type(type)).enumerators()) {
            LinkType known = LinkType.ofNumber((int) value.value()).orElse(null);
            if (known != null && !value.name().contains("MAX_")) {
                assertThat(value.name()).isEqualTo(known.uapiName());
            }
        }
    }
}
