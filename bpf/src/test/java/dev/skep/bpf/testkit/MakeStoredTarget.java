package dev.skep.bpf.testkit;

import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.TargetWriter;

import java.nio.file.Path;

/**
 * Makes the target that {@link StoredTargets} reads, on a machine whose kernel it shall describe.
 * Run it as root with the file to write as its argument.
 */
public final class MakeStoredTarget {
    private static final String[] SYSCALLS = {
        "openat",
        "open",
        "openat2",
        "read",
        "write",
        "close",
        "execve",
        "execveat",
        "exit_group",
        "kill",
        "nanosleep",
        "futex",
        "connect",
        "mmap",
        "clone",
        "newfstatat",
        "sync"
    };

    private MakeStoredTarget() {}

    /** Stores the running kernel in the file {@code arguments[0]}. */
    public static void main(String[] arguments) {
        TargetWriter writer = new TargetWriter(Target.running());
        for (String name : SYSCALLS) {
            writer.tracepoints("syscalls", "sys_enter_" + name)
                    .tracepoints("syscalls", "sys_exit_" + name);
        }
        writer.tracepoints("raw_syscalls", "*")
                .tracepoints("sched", "*")
                .tracepoints("task", "*")
                .tracepoints("block", "*")
                .tracepoints("timer", "hrtimer_*")
                .tracepoints("skb", "kfree_skb")
                .tracepoints("writeback", "writeback_start");
        for (String struct :
                new String[] {
                    "task_struct",
                    "file",
                    "path",
                    "dentry",
                    "linux_binprm",
                    "request",
                    "bio",
                    "sk_buff",
                    "sock"
                }) {
            writer.type(BtfKind.STRUCT, struct, struct.equals("task_struct") ? 2 : 1);
        }
        for (String name :
                new String[] {
                    "pt_regs", "trace_entry", "list_head", "in_addr", "in6_addr", "iovec"
                }) {
            writer.type(BtfKind.STRUCT, name, 0);
        }
        for (String name :
                new String[] {
                    "__u8",
                    "__u16",
                    "__u32",
                    "__u64",
                    "__s8",
                    "__s16",
                    "__s32",
                    "__s64",
                    "u8",
                    "u16",
                    "u32",
                    "u64",
                    "s8",
                    "s16",
                    "s32",
                    "s64",
                    "pid_t",
                    "uid_t",
                    "gid_t",
                    "size_t",
                    "bool",
                    "__kernel_pid_t"
                }) {
            writer.type(BtfKind.TYPEDEF, name, 0);
        }
        for (String function :
                new String[] {
                    "vfs_read", "vfs_write", "vfs_open", "do_nanosleep", "bpf_get_current_task_btf"
                }) {
            writer.type(BtfKind.FUNC, function, 1);
        }
        writer.type(BtfKind.TYPEDEF, "btf_trace_sys_enter", 2)
                .type(BtfKind.TYPEDEF, "btf_trace_sys_exit", 2);
        writer.type(BtfKind.STRUCT, "trace_event_raw_sys_enter", 1)
                .type(BtfKind.STRUCT, "trace_event_raw_sys_exit", 1);
        writer.write(Path.of(arguments[0]));
    }
}
