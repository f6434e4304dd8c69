package dev.skep.compiler.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.spec.ProgramType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelFunctionSetTest {

    @ParameterizedTest
    @CsvSource({
        "bpf_iter_num_new, COMMON",
        "bpf_rdonly_cast, COMMON",
        "bpf_strnstr, COMMON",
        "bpf_task_work_schedule_signal_impl, COMMON",
        "bpf_cgroup_read_xattr, COMMON",
        "bpf_dynptr_slice, COMMON",
        "bpf_task_from_pid, TRACING",
        "bpf_cgroup_from_id, TRACING",
        "bpf_dynptr_from_skb, TRACING",
        "bpf_dynptr_from_skb_meta, OTHER",
        "bpf_dynptr_from_xdp, OTHER",
        "bpf_skb_ct_lookup, OTHER",
        "vfs_read, OTHER",
    })
    void namesTellTheSet(String name, KernelFunctionSet set) {
        assertThat(KernelFunctionSet.of(name)).isEqualTo(set);
    }

    @ParameterizedTest
    @CsvSource({
        "COMMON, KPROBE, 5.13",
        "TRACING, TRACING, 5.13",
        "TRACING, TRACEPOINT, 6.12",
        "TRACING, PERF_EVENT, 6.12",
        "TRACING, KPROBE, ''",
        "TRACING, RAW_TRACEPOINT, 7.2",
        "OTHER, KPROBE, 5.13",
    })
    void setsAreForSomePrograms(KernelFunctionSet set, ProgramType type, String since) {
        assertThat(set.since(type)).isEqualTo(since);
    }
}
