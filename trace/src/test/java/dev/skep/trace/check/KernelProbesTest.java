package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Probes at functions of a kernel that has few of them. */
class KernelProbesTest {
    static final Target TARGET = target();

    private static Target target() {
        Map<String, byte[]> files = StoredTargets.files();
        files.put("/sys/kernel/btf/vmlinux", btf());
        files.put(
                "/sys/kernel/tracing/available_filter_functions",
                "vfs_read\nvfs_readv\nvfs_write\nonly_listed\nnf_nat_in [nf_nat]\n"
                        .getBytes(StandardCharsets.US_ASCII));
        files.put(
                "/proc/kallsyms",
                "ffffffff81000010 T vfs_read\n".getBytes(StandardCharsets.US_ASCII));
        return Target.of(KernelFiles.of("test", files));
    }

    private static byte[] btf() {
        var btf = new BtfBuilder();
        int signed = btf.integer("long int", 8, BtfType.Int.SIGNED);
        int size = btf.integer("long unsigned int", 8, 0);
        int character = btf.integer("char", 1, BtfType.Int.SIGNED);
        int text = btf.add(new BtfType.Ptr(character));
        int pair =
                btf.add(
                        new BtfType.Struct(
                                "pair",
                                16,
                                false,
                                List.of(
                                        new BtfType.Member("a", size, 0, 0),
                                        new BtfType.Member("b", size, 64, 0))));
        int reading =
                btf.add(
                        new BtfType.FuncProto(
                                signed,
                                List.of(
                                        new BtfType.Parameter("both", pair),
                                        new BtfType.Parameter("buf", text),
                                        new BtfType.Parameter("count", size))));
        int quiet = btf.add(new BtfType.FuncProto(0, List.of()));
        btf.add(new BtfType.Func("vfs_read", reading, BtfType.Linkage.STATIC));
        btf.add(new BtfType.Func("vfs_readv", reading, BtfType.Linkage.STATIC));
        btf.add(new BtfType.Func("vfs_write", quiet, BtfType.Linkage.STATIC));
        btf.add(new BtfType.Func("only_typed", quiet, BtfType.Linkage.STATIC));
        int task = btf.add(new BtfType.Struct("task_struct", 8, false, List.of()));
        int taskPointer = btf.add(new BtfType.Ptr(task));
        int padded =
                btf.add(
                        new BtfType.Union(
                                "",
                                8,
                                false,
                                List.of(
                                        new BtfType.Member("task", taskPointer, 0, 0),
                                        new BtfType.Member("", size, 0, 0))));
        btf.add(
                new BtfType.Struct(
                        "bpf_iter__task",
                        16,
                        false,
                        List.of(
                                new BtfType.Member("meta", size, 0, 0),
                                new BtfType.Member("", padded, 64, 0))));
        btf.add(new BtfType.Func("bpf_iter_task", quiet, BtfType.Linkage.STATIC));
        return btf.build();
    }

    private static List<String> names(String script) {
        List<String> names = new ArrayList<>();
        for (CheckedProbe probe : check(script).probes()) {
            for (ResolvedAttachPoint point : probe.attachPoints()) {
                names.add(point.name());
            }
        }
        return names;
    }

    private static CheckedScript check(String script) {
        return ScriptChecker.check(new SourceText("test", script), TARGET, CheckOptions.DEFAULT);
    }

    private static List<Hook> hooks(String script) {
        List<Hook> hooks = new ArrayList<>();
        for (ResolvedAttachPoint point : check(script).probes().getFirst().attachPoints()) {
            hooks.add(point.hook());
        }
        return hooks;
    }

    private static List<String> problems(String script) {
        SourceText source = new SourceText("test", script);
        return ProblemText.lines(
                source, ScriptChecker.analyse(source, TARGET, CheckOptions.DEFAULT).problems());
    }

    @Test
    void aFunctionIsFoundInTypesOrInTheList() {
        assertThat(
                        names(
                                "kprobe:vfs_read,kretprobe:only_listed,k:only_typed,kr:vmlinux:vfs_write {}"))
                .containsExactly(
                        "kprobe:vfs_read",
                        "kretprobe:only_listed",
                        "kprobe:only_typed",
                        "kretprobe:vmlinux:vfs_write");
    }

    @Test
    void offsetsAndModules() {
        assertThat(hooks("kprobe:vfs_read+0x10, kprobe:nf_nat:nf_nat_in {}"))
                .containsExactly(
                        new Hook.Kprobe("vfs_read", 16, false),
                        new Hook.Kprobe("nf_nat:nf_nat_in", 0, false));
    }

    @Test
    void wildcardsMatchWhatCanBeTraced() {
        assertThat(names("kprobe:vfs_* {}"))
                .containsExactly("kprobe:vfs_read", "kprobe:vfs_readv", "kprobe:vfs_write");
        assertThat(names("kprobe:nf_*:* {}")).containsExactly("kprobe:nf_nat:nf_nat_in");
        assertThat(names("fentry:vfs_* {}"))
                .containsExactly(
                        "fentry:vmlinux:vfs_read",
                        "fentry:vmlinux:vfs_readv",
                        "fentry:vmlinux:vfs_write");
    }

    @Test
    void argumentsOfTypedFunctions() {
        CheckedScript script =
                check("fexit:vfs_read { @a = args.count; @b = args.buf; @c = retval; @d = func; }");

        assertThat(Summary.lines(script))
                .contains(
                        "@a: uint64 (8)",
                        "@b: int8 * in KERNEL (8)",
                        "@c: int64 (8)",
                        "@d: ksym_t (8)");
        // The first parameter takes two words.
        assertThat(script.probes().getFirst().attachPoints().getFirst().arguments())
                .isInstanceOfSatisfying(
                        ProbeArguments.Prototype.class,
                        prototype -> {
                            assertThat(prototype.words()).isEqualTo(4);
                            assertThat(prototype.slots().getLast().word()).isEqualTo(3);
                        });
    }

    @Test
    void argumentsOfOthersAreNumbers() {
        assertThat(
                        Summary.lines(
                                check(
                                        "kprobe:vfs_read { @a = arg0; @b = arg7; @c = reg(\"ip\");"
                                                + " @d = reg(\"pc\"); @e = probetype; }"
                                                + " kretprobe:vfs_read { @r = retval; }")))
                .contains(
                        "@a: uint64 (8)",
                        "@b: uint64 (8)",
                        "@c: uint64 (8)",
                        "@d: uint64 (8)",
                        "@e: string[7] (7)",
                        "@r: uint64 (8)");
    }

    @Test
    void addressesOfTheKernel() {
        assertThat(Summary.lines(check("begin { @ = kaddr(\"vfs_read\"); }")))
                .contains("@: uint64 (8)");
        assertThat(problems("begin { @ = kaddr(\"nosuch\"); }").getFirst())
                .isEqualTo("1:19-27: ERROR: Failed to resolve kernel symbol: nosuch");
    }

    @Test
    void iterators() {
        assertThat(names("iter:task { @ = ctx.task; }")).containsExactly("iter:task");
        assertThat(problems("iter:taks {}"))
                .containsExactly(
                        "1:1-10: ERROR: iter taks not available for your kernel version.",
                        "HINT: did you mean iter:task?");
        assertThat(problems("iter:task {} begin {}"))
                .containsExactly("1:1-10: ERROR: iter probes must be alone in a script");
    }

    @Test
    void whatIsNotThere() {
        assertThat(problems("kprobe:vfs_raed {} fexit:vfs_wriet {} fentry:only_listed {}"))
                .containsExactly(
                        "1:1-16: ERROR: No matches for kprobe vfs_raed.",
                        "HINT: did you mean kprobe:vfs_read?",
                        "1:20-35: ERROR: No matches for fexit vfs_wriet.",
                        "HINT: did you mean fexit:vfs_write?",
                        "1:39-57: ERROR: No matches for fentry only_listed.");
        assertThat(
                        problems(
                                "config = { missing_probes = warn } kprobe:nosuch* {} kprobe:vfs_read {}"))
                .containsExactly(
                        "1:36-50: WARNING: No matches for kprobe nosuch*. Skipping.",
                        "1:36-50: WARNING: Probe has no valid attach points. It is being removed"
                                + " which may cause issues with program behavior.");
    }

    @Test
    void whatCanNotBe() {
        assertThat(
                        problems(
                                "kretprobe:vfs_read+4 {} kprobe:vfs_*+4 {} kprobe:a:b:c {} kprobe:0x10"
                                        + " {} fentry:nf_nat:nf_nat_in {} fentry:bpf:1:x {}"))
                .containsExactly(
                        "1:1-21: ERROR: Offset not allowed",
                        "HINT: a function returns as a whole",
                        "1:25-39: ERROR: an offset is not possible with a wildcard",
                        "1:43-55: ERROR: kprobe probe type requires 1 or 2 arguments, found 3",
                        "1:59-70: ERROR: Probing by address requires --unsafe",
                        "1:74-97: ERROR: fentry of functions of modules is not supported yet",
                        "HINT: use a kprobe",
                        "1:101-115: ERROR: fentry probe type requires 1 or 3 arguments, found 3");
    }

    @Test
    void builtinsOfOtherProbes() {
        assertThat(
                        problems(
                                "kprobe:vfs_read { retval; args; ctx; } kretprobe:vfs_read { arg0; }"
                                        + " fentry:vfs_read { arg0; retval; reg(\"ip\"); }"
                                        + " fexit:vfs_write { retval; } begin { func; reg(\"ip\"); }"
                                        + " kprobe:vfs_read { reg(\"xy\"); }"))
                .contains(
                        "1:19-25: ERROR: The retval builtin can only be used with 'kretprobe' and"
                                + " 'uretprobe' and 'fentry' probes",
                        "1:27-31: ERROR: The args builtin can only be used with tracepoint,"
                                + " rawtracepoint, fentry/fexit, and uprobe probes (kprobe used"
                                + " here)",
                        "HINT: its arguments are arg0, arg1, …",
                        "1:61-65: ERROR: The arg0 builtin can only be used with 'kprobes', 'uprobes'"
                                + " and 'usdt' probes",
                        "HINT: its result is retval",
                        "1:87-91: ERROR: The arg0 builtin can only be used with 'kprobes', 'uprobes'"
                                + " and 'usdt' probes",
                        "HINT: its arguments have names: args.x",
                        "1:93-99: ERROR: The retval builtin can only be used with 'kretprobe' and"
                                + " 'uretprobe' and 'fentry' probes",
                        "1:101-110: ERROR: reg can not be used with \"fentry\" probes",
                        "1:132-138: ERROR: fexit:vmlinux:vfs_write returns nothing",
                        "1:150-154: ERROR: The func builtin can not be used with 'begin' probes");
    }

    @Test
    void withoutTypesThereIsNoFentry() {
        Map<String, byte[]> files = StoredTargets.files();
        files.remove("/sys/kernel/btf/vmlinux");
        SourceText source = new SourceText("test", "fentry:vfs_read {} iter:task {}");

        List<String> lines =
                ProblemText.lines(
                        source,
                        ScriptChecker.analyse(
                                        source,
                                        Target.of(KernelFiles.of("test", files)),
                                        CheckOptions.DEFAULT)
                                .problems());

        assertThat(lines)
                .containsExactly(
                        "1:1-16: ERROR: fentry probes need Linux 5.5 and the kernel's BTF"
                                + " (CONFIG_DEBUG_INFO_BTF), which this kernel does not have",
                        "HINT: use a kprobe",
                        "1:20-29: ERROR: iter probes need Linux 5.8 and the kernel's BTF"
                                + " (CONFIG_DEBUG_INFO_BTF), which this kernel does not have",
                        "HINT: read /proc instead");
    }

    @Test
    void counters() {
        assertThat(hooks("software:page-faults:7, s:cs, software:cpu:, hardware:branches {}"))
                .extracting(Object::toString)
                .containsExactly(
                        "Counted[counter=PAGE_FAULTS, period=7]",
                        "Counted[counter=CONTEXT_SWITCHES, period=1000]",
                        "Counted[counter=CPU_CLOCK, period=1000000]",
                        "Counted[counter=BRANCH_INSTRUCTIONS, period=100000]");
        assertThat(problems("software:page-fualts {} hardware:faults {} software:cs:x {} s {}"))
                .contains(
                        "1:1-21: ERROR: page-fualts is not a software probe",
                        "HINT: did you mean software:page-faults?",
                        "1:25-40: ERROR: faults is not a hardware probe",
                        "1:44-57: ERROR: Invalid count for software probe: invalid integer: x",
                        "1:61-62: ERROR: software probe type requires 1 or 2 arguments, found 0");
    }
}
