package dev.skep.cli;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.feature.AttachFeature;
import dev.skep.bpf.feature.Feature;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;

import java.nio.charset.StandardCharsets;

/** {@code --info}: what matters to scripts of this machine and kernel, in bpftrace's rows. */
final class KernelInfo {

    private static final int COLUMN = 35;

    /** As many instructions of a program the verifier follows, for root; 4096 before 5.2. */
    private static final int INSTRUCTIONS = 1_000_000;

    private final Features features;
    private final StringBuilder out = new StringBuilder();
    private boolean right;

    private KernelInfo(Features features) {
        this.features = features;
    }

    /** {@return the text} */
    static String of(String languageVersion) {
        KernelInfo info = new KernelInfo(Features.running());
        info.system();
        info.build(languageVersion);
        info.helpers();
        info.features();
        info.probeTypes();
        return info.out.toString();
    }

    private void system() {
        Target target = features.target();
        out.append("System\n  OS: Linux ").append(target.release());
        byte[] version = target.files().read("/proc/sys/kernel/version");
        if (version != null) {
            out.append(' ').append(new String(version, StandardCharsets.UTF_8).strip());
        }
        out.append("\n  Arch: ")
                .append(System.getProperty("os.arch").equals("amd64") ? "x86_64" : "?");
        out.append("\n\n");
    }

    private void build(String languageVersion) {
        out.append("Build\n  version: ").append(languageVersion);
        out.append("\n  Skep: ").append(VersionCommand.VERSION);
        out.append("\n  Java: ").append(Runtime.version());
        out.append("\n  LLVM: no\n\n");
    }

    private void helpers() {
        out.append("Kernel helpers\n");
        entry(
                "dpath",
                features.has(AttachFeature.FENTRY) && has(BpfHelper.D_PATH, ProgramType.TRACING));
        entry("get_tai_ns", has(BpfHelper.KTIME_GET_TAI_NS, ProgramType.KPROBE));
        entry("get_func_ip", has(BpfHelper.GET_FUNC_IP, ProgramType.KPROBE));
        entry("lookup_percpu_elem", has(BpfHelper.MAP_LOOKUP_PERCPU_ELEM, ProgramType.KPROBE));
        entry("loop", has(BpfHelper.LOOP, ProgramType.KPROBE));
        end();
    }

    private void features() {
        title("Kernel features");
        Target target = features.target();
        entry(
                "Instruction limit",
                Integer.toString(target.version().isAtLeast(5, 2) ? INSTRUCTIONS : 4096));
        entry("btf", target.btf().isPresent());
        entry(
                "module btf",
                target.files().read("/sys/kernel/btf/vmlinux") != null
                        && target.version().isAtLeast(5, 11));
        end();
    }

    private void probeTypes() {
        title("Probe types");
        entry("kprobe_multi", features.has(AttachFeature.KPROBE_MULTI));
        entry("uprobe_multi", features.has(AttachFeature.UPROBE_MULTI));
        entry("kprobe_session", false);
        entry("iter", features.has(AttachFeature.ITERATOR));
        end();
    }

    private boolean has(BpfHelper helper, ProgramType type) {
        return features.has(Feature.of(helper, type));
    }

    private void title(String title) {
        int start = out.length();
        out.append(title);
        pad(start);
        out.append('\n');
    }

    private void entry(String name, boolean yes) {
        entry(name, yes ? "yes" : "no");
    }

    private void entry(String name, String value) {
        int start = out.length();
        out.append(right ? "" : "  ").append(name).append(": ").append(value);
        pad(start);
        if (right) {
            out.append('\n');
        }
        right = !right;
    }

    private void end() {
        out.append(right ? "\n\n" : "\n");
        right = false;
    }

    private void pad(int start) {
        out.repeat(' ', Math.max(1, COLUMN - (out.length() - start)));
    }
}
