package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.KernelFeature;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Probes at functions of the kernel, its counters and its objects. */
@NeedsKernel
@Timeout(60)
class ScriptFunctionsKernelTest {
    private static final List<String> CAT = List.of("/bin/cat", "/proc/version");

    @Test
    @NeedsKernel(feature = KernelFeature.KPROBE)
    void argumentsAndResults() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "kprobe:vfs_read /comm == \"cat\"/ { @count = max(arg2);"
                                + " @p[probe, probetype] = 1; @s[kstack(1)] = 1; @ip[ksym(reg(\"ip\"))] = 1; }"
                                + " kretprobe:vfs_read /comm == \"cat\"/ { @read = max(retval); }");

        assertThat(Long.parseLong(run.entries().get("@count"))).isGreaterThan(100);
        assertThat(Long.parseLong(run.entries().get("@read"))).isGreaterThan(10);
        assertThat(run.entries())
                .containsKey("@p[kprobe:vfs_read, kprobe]")
                .containsKey("@ip[vfs_read]");
        assertThat(run.entries().keySet().toString()).contains("@s[\n        vfs_read+");
    }

    @Test
    @NeedsKernel(feature = KernelFeature.KPROBE)
    void manyFunctionsByOneProgram() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "kprobe:vfs_r* /comm == \"cat\"/ { @[ksym(reg(\"ip\"))] = count(); }"
                                + " kretprobe:vfs_r* /comm == \"cat\"/ { @r = count(); }");

        assertThat(run.entries()).containsKey("@[vfs_read]").containsKey("@r");
    }

    @Test
    @NeedsKernel(feature = KernelFeature.KPROBE, version = "5.15")
    void functionsAreKnown() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "kprobe:vfs_r*,kprobe:vfs_open /comm == \"cat\"/ { @[func] = count(); }"
                                + " kretprobe:vfs_read /comm == \"cat\"/ { @r[func] = count(); }");

        assertThat(run.entries())
                .containsKey("@[vfs_read]")
                .containsKey("@[vfs_open]")
                .containsKey("@r[vfs_read]");
    }

    @Test
    @NeedsKernel(feature = KernelFeature.KPROBE)
    void placesInFunctions() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "kprobe:vfs_read+0 /comm == \"cat\"/ { @ = count(); }"
                                + " kprobe:vfs_rea*,kprobe:vfs_open /comm == \"cat\"/ { @p[probe] = count(); }");

        assertThat(run.entries())
                .containsKey("@")
                .containsKey("@p[kprobe:vfs_read]")
                .containsKey("@p[kprobe:vfs_open]");
    }

    @Test
    @NeedsKernel(feature = KernelFeature.FENTRY)
    void typedArgumentsAndResults() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "fentry:vfs_read /comm == \"cat\"/ { @count = max(args.count);"
                                + " @p[probe, probetype] = 1; }"
                                + " fexit:vfs_read /comm == \"cat\"/ { @read = max(retval);"
                                + " @asked = max(args.count); }");

        assertThat(Long.parseLong(run.entries().get("@read"))).isGreaterThan(10);
        assertThat(run.entries())
                .containsEntry("@asked", run.entries().get("@count"))
                .containsKey("@p[fentry:vmlinux:vfs_read, fentry]");
    }

    @Test
    @NeedsKernel(feature = KernelFeature.FENTRY)
    void namesOfFilesThroughTypes() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "fentry:vfs_read /comm == \"cat\"/"
                                + " { @[str(args.file.f_path.dentry.d_name.name, 16)] = count(); }");

        assertThat(run.entries()).containsKey("@[version]");
    }

    @Test
    @NeedsKernel(feature = KernelFeature.FENTRY, version = "5.15")
    void typedFunctionsAreKnown() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "fentry:vfs_read,fentry:vfs_open,fexit:vfs_open /comm == \"cat\"/"
                                + " { @[func, probetype] = count(); }");

        assertThat(run.entries())
                .containsKey("@[vfs_read, fentry]")
                .containsKey("@[vfs_open, fentry]")
                .containsKey("@[vfs_open, fexit]");
    }

    @Test
    void counters() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "software:page-faults:1 /comm == \"cat\"/ { @[probe, probetype] = count();"
                                + " @ip[reg(\"ip\") > 0] = count(); @k[kstack(2)] = count(); }"
                                + " s:cpu-clock:1000000 { @clock = count(); }");

        assertThat(run.entries())
                .containsKey("@[software:page-faults:1, software]")
                .containsKey("@ip[true]");
    }

    @Test
    @NeedsKernel(kconfig = "CONFIG_DEBUG_INFO_BTF")
    void tasks() {
        SessionRun run =
                SessionRun.shown(
                        "iter:task { printf(\"%s %d\\n\", probe, ctx.task != 0); @ = count();"
                                + " print((probetype, \"more than a few bytes, so that it is large\")); }");

        long tasks = Long.parseLong(run.entries().get("@"));
        assertThat(tasks).isGreaterThan(10);
        assertThat(run.lines().stream().filter("iter:task 1"::equals).count()).isEqualTo(tasks);
    }
}
