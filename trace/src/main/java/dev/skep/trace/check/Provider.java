package dev.skep.trace.check;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.trace.schema.Hook;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What attach points can be of. */
enum Provider {
    BEGIN("begin", ""),
    END("end", ""),
    INTERVAL("interval", "i"),
    PROFILE("profile", "p"),
    TRACEPOINT("tracepoint", "t"),
    RAWTRACEPOINT("rawtracepoint", "rt"),
    SELF("self", ""),
    UPROBE("uprobe", "u"),
    URETPROBE("uretprobe", "ur"),
    USDT("usdt", "U"),
    SOFTWARE("software", "s"),
    HARDWARE("hardware", "h"),
    WATCHPOINT("watchpoint", "w"),
    KPROBE("kprobe", "k"),
    KRETPROBE("kretprobe", "kr"),
    FENTRY("fentry", "f"),
    FEXIT("fexit", "fr"),
    ITER("iter", "it"),
    TEST("test", ""),
    BENCH("bench", "");

    private final String text;
    private final String shortName;

    Provider(String text, String shortName) {
        this.text = text;
        this.shortName = shortName;
    }

    /** {@return its name} */
    String text() {
        return text;
    }

    /** {@return what {@code probetype} gives} */
    String type() {
        return isSpecial() ? "special" : text;
    }

    /** {@return whether it is about the tool itself} */
    boolean isSpecial() {
        return this == BEGIN || this == END || this == SELF;
    }

    /** {@return the type of its programs, as far as it decides what they may call} */
    ProgramType program() {
        return switch (this) {
            case BEGIN, END, SELF, TEST, RAWTRACEPOINT -> ProgramType.RAW_TRACEPOINT;
            case BENCH -> ProgramType.XDP;
            case INTERVAL, PROFILE, SOFTWARE, HARDWARE, WATCHPOINT -> ProgramType.PERF_EVENT;
            case TRACEPOINT -> ProgramType.TRACEPOINT;
            case KPROBE, KRETPROBE, UPROBE, URETPROBE, USDT -> ProgramType.KPROBE;
            case FENTRY, FEXIT, ITER -> ProgramType.TRACING;
        };
    }

    /** {@return where a number points to there that a script makes a pointer of} */
    AddressSpace space() {
        return switch (this) {
            case TRACEPOINT, RAWTRACEPOINT, KPROBE, KRETPROBE, FENTRY, FEXIT, ITER ->
                    AddressSpace.KERNEL;
            case UPROBE, URETPROBE, USDT -> AddressSpace.USER;
            case BEGIN, END, INTERVAL, PROFILE, SELF, SOFTWARE, HARDWARE, WATCHPOINT, TEST, BENCH ->
                    AddressSpace.UNKNOWN;
        };
    }

    /**
     * {@return the provider of that name, in any case, or of that short name; null if there is
     * none}
     */
    static @Nullable Provider named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Provider provider : values()) {
            boolean isShort = !name.isEmpty() && provider.shortName.equals(name);
            if (isShort || provider.text.equals(lower)) {
                return provider;
            }
        }
        // Only u and U differ by their case.
        if (!name.equals(lower)) {
            return named(lower);
        }
        return switch (lower) {
            case "kfunc" -> FENTRY;
            case "kretfunc" -> FEXIT;
            default -> null;
        };
    }

    /** {@return what a hook is of} */
    static Provider of(Hook hook) {
        return switch (hook) {
            case Hook.Begin _ -> BEGIN;
            case Hook.End _ -> END;
            case Hook.Signal _ -> SELF;
            case Hook.Test _ -> TEST;
            case Hook.Bench _ -> BENCH;
            case Hook.Watchpoint _ -> WATCHPOINT;
            case Hook.KprobeAt _ -> KPROBE;
            case Hook.Interval _ -> INTERVAL;
            case Hook.Profile _ -> PROFILE;
            case Hook.Tracepoint _ -> TRACEPOINT;
            case Hook.RawTracepoint _ -> RAWTRACEPOINT;
            case Hook.Kprobe kprobe -> kprobe.returns() ? KRETPROBE : KPROBE;
            case Hook.KprobeMulti kprobes -> kprobes.returns() ? KRETPROBE : KPROBE;
            case Hook.Uprobe uprobe -> uprobe.returns() ? URETPROBE : UPROBE;
            case Hook.UprobeMulti uprobes -> uprobes.returns() ? URETPROBE : UPROBE;
            case Hook.Usdt _ -> USDT;
            case Hook.Traced traced -> traced.exit() ? FEXIT : FENTRY;
            case Hook.Iterator _ -> ITER;
            case Hook.Counted counted -> counted.counter().hardware() ? HARDWARE : SOFTWARE;
        };
    }
}
