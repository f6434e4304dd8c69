package dev.skep.bpf.feature;

import java.util.List;

/** What programs may bring along and call, and what the kernel tells of them. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum LoadFeature implements Feature {
    /** Programs and maps with names. */
    NAMES("names", "4.15"),
    /** The attach type named at load. */
    EXPECTED_ATTACH_TYPE("expected-attach-type", "4.17"),
    /** Addresses inside the value of an array in the instructions. */
    GLOBAL_DATA("global-data", "5.2"),
    /** Reads of kernel memory and of user memory told apart. */
    PROBE_READ_KERNEL("probe-read-kernel", "5.5", "CONFIG_BPF_EVENTS"),
    /** Run times counted as long as somebody asks for it. */
    RUN_STATISTICS("run-statistics", "5.8"),
    /** Raw tracepoint programs run on demand. */
    RAW_TRACEPOINT_RUN("run-raw-tracepoint", "5.10", "CONFIG_BPF_EVENTS"),
    /** Memory of programs and maps charged to the cgroup, not to a limit of locked memory. */
    CGROUP_ACCOUNTING("cgroup-accounting", "5.11"),
    /** Types of loaded modules. */
    MODULE_BTF("module-btf", "5.11", "CONFIG_MODULES", "CONFIG_DEBUG_INFO_BTF_MODULES") {
        @Override
        public String furtherNeed() {
            return "a loaded module";
        }
    },
    /** {@code bpf_for_each_map_elem} with a callback. */
    FOR_EACH_MAP_ELEMENT("for-each-map-elem", "5.13"),
    /** A number given at attachment, which the program reads. */
    ATTACH_COOKIE("attach-cookie", "5.15", "CONFIG_BPF_EVENTS"),
    /** {@code bpf_loop} with a callback. */
    LOOP("loop", "5.17");

    private final String label;
    private final String since;
    private final List<String> kconfig;

    LoadFeature(String label, String since, String... kconfig) {
        this.label = label;
        this.since = since;
        this.kconfig = List.of(kconfig);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.LOADING;
    }

    @Override
    public String since() {
        return since;
    }

    @Override
    public List<String> kconfig() {
        return kconfig;
    }
}
