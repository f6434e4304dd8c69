package dev.skep.compiler.call;

import dev.skep.bpf.spec.ProgramType;

/**
 * The sets in which the kernel registers functions that programs may call, each for some types of
 * programs. It tells nobody which function is in which; what is said here are the sets of Linux
 * 6.18 ({@code common_btf_ids}, {@code generic_btf_ids} of {@code kernel/bpf/helpers.c} and those
 * that are registered like them), by the beginnings of names.
 */
public enum KernelFunctionSet {
    /** For all programs. */
    COMMON,
    /**
     * For programs that trace and are typed by BTF, and since Linux 6.12 for those on tracepoints
     * and perf events, not yet in 6.18 but in 7.2 for those on raw tracepoints; for some others
     * too, but not for kprobes and uprobes ({@code bpf_prog_type_to_kfunc_hook}).
     */
    TRACING,
    /** For programs of the network, of security modules and the like. */
    OTHER;

    /** When programs could call functions of the kernel first. */
    private static final String FIRST = "5.13";

    private static final String EVENTS_SINCE = "6.12";

    private static final String RAW_TRACEPOINTS_SINCE = "7.2";

    private static final String[] COMMON_NAMES = {
        "__bpf_trap",
        "bpf_arena_",
        "bpf_cast_to_kern_ctx",
        "bpf_cgroup_read_xattr",
        "bpf_copy_from_user",
        "bpf_dynptr_adjust",
        "bpf_dynptr_clone",
        "bpf_dynptr_copy",
        "bpf_dynptr_is_",
        "bpf_dynptr_memset",
        "bpf_dynptr_size",
        "bpf_dynptr_slice",
        "bpf_get_kmem_cache",
        "bpf_iter_",
        "bpf_local_irq_",
        "bpf_map_sum_elem_count",
        "bpf_preempt_",
        "bpf_probe_read_",
        "bpf_rcu_read_",
        "bpf_rdonly_cast",
        "bpf_res_spin_",
        "bpf_str",
        "bpf_task_work_",
        "bpf_wq_",
        "bpf_xdp_metadata_",
    };

    private static final String[] TRACING_NAMES = {
        "bpf_cgroup_",
        "bpf_cpumask_",
        "bpf_dynptr_from_skb",
        "bpf_key_put",
        "bpf_list_",
        "bpf_lookup_",
        "bpf_obj_",
        "bpf_percpu_obj_",
        "bpf_rbtree_",
        "bpf_refcount_",
        "bpf_send_signal_task",
        "bpf_task_",
        "bpf_throw",
        "css_rstat_",
    };

    /** {@return the set that a function of that name is in, if it is one that may be called} */
    public static KernelFunctionSet of(String name) {
        if (name.equals("bpf_dynptr_from_skb_meta")) {
            return OTHER;
        }
        // The names of these begin as those of the others do, and are longer.
        if (isAmong(COMMON_NAMES, name)) {
            return COMMON;
        }
        return isAmong(TRACING_NAMES, name) ? TRACING : OTHER;
    }

    private static boolean isAmong(String[] beginnings, String name) {
        for (String beginning : beginnings) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return the first kernel where programs of a type may call what is in the set, such as
     * {@code 6.12}; empty if none lets them} Of {@link #OTHER} and of programs that do not trace
     * nothing is known, which is no reason to refuse them.
     */
    public String since(ProgramType type) {
        if (this != TRACING) {
            return FIRST;
        }
        return switch (type) {
            case KPROBE -> "";
            case TRACEPOINT, PERF_EVENT -> EVENTS_SINCE;
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> RAW_TRACEPOINTS_SINCE;
            default -> FIRST;
        };
    }
}
