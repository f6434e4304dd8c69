package dev.skep.bpf.testkit;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kernels whose types are those of some functions that programs call. */
public final class KernelFunctionBtf {

    private KernelFunctionBtf() {}

    /**
     * {@return a kernel of that release that has {@code struct task_struct *bpf_task_from_pid(int
     * pid)} and {@code void bpf_task_release(struct task_struct *p)}}
     */
    public static Target target(String release) {
        return Target.of(KernelFiles.of("test", files(release)));
    }

    /**
     * {@return the same with a module {@code conntrack} that has {@code void bpf_ct_release(struct
     * task_struct *p)}, and a corrupt one}
     */
    public static Target withModule(String release) {
        Map<String, byte[]> files = files(release);
        Btf kernel = Target.of(KernelFiles.of("test", files)).btf().orElseThrow();
        BtfBuilder btf = new BtfBuilder(kernel);
        int task = kernel.find("task_struct", BtfKind.STRUCT);
        int pointer = btf.add(new BtfType.Ptr(task));
        function(btf, "bpf_ct_release", 0, new BtfType.Parameter("p", pointer));
        files.put("/sys/kernel/btf/conntrack", btf.build());
        files.put("/sys/kernel/btf/broken", new byte[24]);
        return Target.of(KernelFiles.of("test", files));
    }

    private static Map<String, byte[]> files(String release) {
        Map<String, byte[]> files = new HashMap<>();
        files.put("/proc/sys/kernel/osrelease", ascii(release));
        files.put("/proc/sys/kernel/arch", ascii("x86_64"));
        files.put("/sys/devices/system/cpu/possible", ascii("0-1"));
        files.put("/sys/devices/system/cpu/online", ascii("0-1"));
        files.put("/sys/kernel/btf/vmlinux", btf());
        return files;
    }

    private static byte[] btf() {
        BtfBuilder btf = new BtfBuilder();
        int number = btf.integer("int", 4, BtfType.Int.SIGNED);
        int pid = btf.add(new BtfType.Typedef("s32", number));
        int task =
                btf.add(
                        new BtfType.Struct(
                                "task_struct",
                                8,
                                false,
                                List.of(
                                        new BtfType.Member("pid", number, 0, 0),
                                        new BtfType.Member("tgid", number, 32, 0))));
        int pointer = btf.add(new BtfType.Ptr(task));
        function(btf, "bpf_task_from_pid", pointer, new BtfType.Parameter("pid", pid));
        function(btf, "bpf_task_release", 0, new BtfType.Parameter("p", pointer));
        return btf.build();
    }

    private static void function(
            BtfBuilder btf, String name, int result, BtfType.Parameter parameter) {
        int prototype = btf.add(new BtfType.FuncProto(result, List.of(parameter)));
        btf.add(new BtfType.Func(name, prototype, BtfType.Linkage.STATIC));
    }

    private static byte[] ascii(String line) {
        return (line + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
