package dev.skep.trace.check;

import dev.skep.trace.schema.Hook;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What attach points can be of; those that can't be attached to yet are known by name. */
enum Provider {
    BEGIN("begin", "", true),
    END("end", "", true),
    INTERVAL("interval", "i", true),
    PROFILE("profile", "p", true),
    TRACEPOINT("tracepoint", "t", true),
    RAWTRACEPOINT("rawtracepoint", "rt", true),
    SELF("self", "", false),
    UPROBE("uprobe", "u", true),
    URETPROBE("uretprobe", "ur", true),
    USDT("usdt", "U", true),
    SOFTWARE("software", "s", true),
    HARDWARE("hardware", "h", true),
    WATCHPOINT("watchpoint", "w", false),
    KPROBE("kprobe", "k", true),
    KRETPROBE("kretprobe", "kr", true),
    FENTRY("fentry", "f", true),
    FEXIT("fexit", "fr", true),
    ITER("iter", "it", true),
    TEST("test", "", false),
    BENCH("bench", "", false);

    private final String text;
    private final String shortName;
    private final boolean supported;

    Provider(String text, String shortName, boolean supported) {
        this.text = text;
        this.shortName = shortName;
        this.supported = supported;
    }

    /** {@return its name} */
    String text() {
        return text;
    }

    /** {@return what {@code probetype} gives} */
    String type() {
        return isSpecial() ? "special" : text;
    }

    /** {@return whether the tool itself runs its programs} */
    boolean isSpecial() {
        return this == BEGIN || this == END || this == SELF;
    }

    boolean supported() {
        return supported;
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
