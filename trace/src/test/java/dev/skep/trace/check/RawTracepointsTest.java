package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;
import dev.skep.trace.check.ScriptType.Bool;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Raw tracepoints of a kernel whose BTF says no more than is needed. */
class RawTracepointsTest {
    private static final Target TARGET = target(btf());

    private static Target target(byte[] btf) {
        return Target.of(
                KernelFiles.of(
                        "test",
                        Map.of(
                                "/sys/kernel/btf/vmlinux",
                                btf,
                                "/proc/sys/kernel/arch",
                                "x86_64\n".getBytes(StandardCharsets.US_ASCII))));
    }

    private static byte[] btf() {
        var btf = new BtfBuilder();
        int bool = btf.integer("_Bool", 1, BtfType.Int.BOOL);
        int number = btf.integer("int", 4, BtfType.Int.SIGNED);
        int u64 = btf.integer("long unsigned int", 8, 0);
        int task = btf.add(new BtfType.Struct("task_struct", 8, false, List.of()));
        int taskPointer = btf.add(new BtfType.Ptr(task));
        int nothing = btf.add(new BtfType.Ptr(0));
        int character = btf.integer("char", 1, BtfType.Int.SIGNED);
        int constant = btf.add(new BtfType.Const(character));
        int text = btf.add(new BtfType.Ptr(constant));
        int sector = btf.add(new BtfType.Typedef("sector_t", u64));
        int prototype =
                btf.add(
                        new BtfType.FuncProto(
                                0,
                                List.of(
                                        new BtfType.Parameter("", nothing),
                                        new BtfType.Parameter("", bool),
                                        new BtfType.Parameter("", taskPointer),
                                        new BtfType.Parameter("", number))));
        int pointer = btf.add(new BtfType.Ptr(prototype));
        btf.add(new BtfType.Typedef("btf_trace_sched_switch", pointer));
        btf.add(new BtfType.Typedef("btf_trace_sched_waking", pointer));
        btf.add(new BtfType.Typedef("unrelated", pointer));
        int named =
                btf.add(
                        new BtfType.FuncProto(
                                number,
                                List.of(
                                        new BtfType.Parameter("__data", nothing),
                                        new BtfType.Parameter("preempt", bool),
                                        new BtfType.Parameter("prev", taskPointer),
                                        new BtfType.Parameter("state", number),
                                        new BtfType.Parameter("name", text),
                                        new BtfType.Parameter("sector", sector))));
        btf.add(new BtfType.Func("__traceiter_sched_switch", named, BtfType.Linkage.STATIC));
        return btf.build();
    }

    @Test
    void namesAndTypesComeFromTheFunctionThatCalls() {
        var tracepoints = new RawTracepoints(TARGET.btf());
        Btf btf = TARGET.btf().orElseThrow();
        int task = btf.find("task_struct", BtfKind.STRUCT);

        assertThat(tracepoints.arguments("sched_switch").parameters())
                .containsExactly(
                        new ProbeArguments.Parameter("preempt", new Bool()),
                        new ProbeArguments.Parameter(
                                "prev",
                                new Pointer(
                                        AddressSpace.KERNEL,
                                        BtfTypes.of(btf, task, AddressSpace.KERNEL))),
                        new ProbeArguments.Parameter("state", new Int(4, true)),
                        new ProbeArguments.Parameter(
                                "name", new Pointer(AddressSpace.KERNEL, new Int(1, true))),
                        new ProbeArguments.Parameter("sector", new Int(8, false)));
    }

    @Test
    void withoutNamesTheyAreNumbered() {
        var tracepoints = new RawTracepoints(TARGET.btf());

        assertThat(tracepoints.arguments("sched_waking").names())
                .containsExactly("arg0", "arg1", "arg2");
    }

    @Test
    void knowsWhatThereIs() {
        var tracepoints = new RawTracepoints(TARGET.btf());

        assertThat(tracepoints.all()).containsExactly("sched_switch", "sched_waking");
        assertThat(tracepoints.contains("sched_switch")).isTrue();
        assertThat(tracepoints.contains("sched_wakin")).isFalse();
        assertThat(tracepoints.arguments("nosuch").parameters()).isEmpty();
    }

    @Test
    void scriptsReadArgumentsByName() {
        assertThat(
                        lines(
                                """
                                rawtracepoint:sched_switch {
                                    @a = args.prev; @b = args.state; @c = args.preempt;
                                    @d = str(args.name); @e = args.sector; @f = arg4;
                                }
                                """))
                .containsExactly(
                        "@a: struct task_struct * in KERNEL (8)",
                        "@b: int32 (4)",
                        "@c: bool (1)",
                        "@d: string[1024] (1024)",
                        "@e: uint64 (8)",
                        "@f: uint64 (8)",
                        "rawtracepoint:vmlinux:sched_switch");
    }

    @Test
    void wildcardsMatchNames() {
        assertThat(lines("rt:sched_* { @ = count(); }"))
                .endsWith(
                        "rawtracepoint:vmlinux:sched_switch", "rawtracepoint:vmlinux:sched_waking");
    }

    @Test
    void fieldsOfPointersAreThoseOfTheKernelsTypes() {
        assertThat(problems(TARGET, "rawtracepoint:sched_switch { print(args.prev.pid); }"))
                .containsExactly(
                        "1:36-49: ERROR: Struct/union of type 'struct task_struct' does not"
                                + " contain a field named 'pid'");
    }

    @Test
    void kernelsWithoutTypesAreTold() {
        Target without =
                Target.of(KernelFiles.of("test", Map.of("/proc/sys/kernel/arch", new byte[0])));

        assertThat(problems(without, "rawtracepoint:sched_switch { }"))
                .containsExactly(
                        "1:1-27: ERROR: rawtracepoint probes need the kernel's BTF, which this"
                                + " kernel does not have (CONFIG_DEBUG_INFO_BTF)",
                        "HINT: use a tracepoint");
    }

    private static List<String> lines(String script) {
        return Summary.lines(
                ScriptChecker.check(new SourceText("stdin", script), TARGET, CheckOptions.DEFAULT));
    }

    private static List<String> problems(Target target, String script) {
        var source = new SourceText("stdin", script);
        return ProblemText.lines(
                source, ScriptChecker.analyse(source, target, CheckOptions.DEFAULT).problems());
    }
}
