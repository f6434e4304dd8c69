package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.target.Target;

import java.util.List;

/**
 * Which functions of the kernel programs may call (kfuncs). The kernel registers them in sets, each
 * for some types of programs, and tells nobody which: only loading a program shows it. What is said
 * here without a kernel at hand goes by the sets of {@code kernel/bpf/helpers.c} and its like.
 */
final class KernelFunctionCalls {

    /** How the names of those begin that tracing programs may call. */
    private static final List<String> SETS =
            List.of(
                    "bpf_arena_",
                    "bpf_cast_to_kern_ctx",
                    "bpf_cgroup_",
                    "bpf_copy_from_user",
                    "bpf_cpumask_",
                    "bpf_dynptr_",
                    "bpf_get_kmem_cache",
                    "bpf_iter_",
                    "bpf_list_",
                    "bpf_local_irq_",
                    "bpf_map_sum_elem_count",
                    "bpf_obj_",
                    "bpf_percpu_obj_",
                    "bpf_preempt_",
                    "bpf_probe_read_",
                    "bpf_rbtree_",
                    "bpf_rcu_read_",
                    "bpf_rdonly_cast",
                    "bpf_refcount_",
                    "bpf_res_spin_",
                    "bpf_send_signal_task",
                    "bpf_str",
                    "bpf_task_",
                    "bpf_throw",
                    "bpf_wq_");

    private final Target target;

    KernelFunctionCalls(Target target) {
        this.target = target;
    }

    /** {@return whether the kernel's types have a function of that name} */
    boolean exists(String name) {
        Btf btf = target.btf().orElse(null);
        return btf != null && btf.find(name, BtfKind.FUNC) != 0;
    }

    /** {@return whether a function is there, and in a set that tracing programs may call} */
    boolean isAllowed(String name) {
        for (String set : SETS) {
            if (name.startsWith(set)) {
                return exists(name);
            }
        }
        return false;
    }
}
