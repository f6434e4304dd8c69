package dev.skep.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Where the fields of {@code union bpf_attr} lie for BPF_LINK_CREATE, in bytes. */
final class LinkCreateLayout {

    static final int PROGRAM = 0;
    static final int TARGET = 4;
    static final int ATTACH_TYPE = 8;
    static final int FLAGS = 12;
    static final int BASE_SIZE = 16;

    static final int COOKIE = 16;
    static final int TRACING_COOKIE = 24;

    static final int KPROBE_FLAGS = 16;
    static final int KPROBE_COUNT = 20;
    static final int KPROBE_SYMBOLS = 24;
    static final int KPROBE_COOKIES = 40;

    static final int UPROBE_PATH = 16;
    static final int UPROBE_OFFSETS = 24;
    static final int UPROBE_REFERENCE_COUNTERS = 32;
    static final int UPROBE_COOKIES = 40;
    static final int UPROBE_COUNT = 48;
    static final int UPROBE_FLAGS = 52;
    static final int UPROBE_PID = 56;

    static final int TRACE_ITER = 28;
    static final int XDP = 37;
    static final int PERF_EVENT = 41;
    static final int TRACE_KPROBE_MULTI = 42;
    static final int TRACE_UPROBE_MULTI = 48;

    /** BPF_F_KPROBE_MULTI_RETURN and BPF_F_UPROBE_MULTI_RETURN. */
    static final int RETURNS = 1;

    static final int LARGEST = 64;

    private LinkCreateLayout() {}

    /**
     * Writes the request. {@code arena} keeps what it points to. {@return how many bytes of it are
     * used}
     */
    static int write(LinkCreate request, MemorySegment to, Arena arena) {
        to.set(JAVA_INT, PROGRAM, request.program());
        return switch (request) {
            case LinkCreate.PerfEvent link -> {
                base(to, link.perfEvent(), PERF_EVENT, 0);
                to.set(JAVA_LONG, COOKIE, link.cookie());
                yield COOKIE + Long.BYTES;
            }
            case LinkCreate.Tracing link -> {
                base(to, 0, link.attachType(), 0);
                to.set(JAVA_LONG, TRACING_COOKIE, link.cookie());
                yield link.cookie() == 0 ? BASE_SIZE : TRACING_COOKIE + Long.BYTES;
            }
            case LinkCreate.Iterator _ -> {
                base(to, 0, TRACE_ITER, 0);
                yield BASE_SIZE;
            }
            case LinkCreate.Cgroup link -> {
                base(to, link.cgroup(), link.attachType(), 0);
                yield BASE_SIZE;
            }
            case LinkCreate.Xdp link -> {
                base(to, link.device(), XDP, link.flags());
                yield BASE_SIZE;
            }
            case LinkCreate.Tcx link -> {
                base(to, link.device(), link.attachType(), 0);
                yield BASE_SIZE;
            }
            case LinkCreate.NetworkNamespace link -> {
                base(to, link.namespace(), link.attachType(), 0);
                yield BASE_SIZE;
            }
            case LinkCreate.KprobeMulti link -> {
                base(to, 0, TRACE_KPROBE_MULTI, 0);
                to.set(JAVA_INT, KPROBE_FLAGS, link.returns() ? RETURNS : 0);
                to.set(JAVA_INT, KPROBE_COUNT, link.symbols().size());
                to.set(JAVA_LONG, KPROBE_SYMBOLS, strings(link.symbols(), arena));
                to.set(JAVA_LONG, KPROBE_COOKIES, numbers(link.cookies(), arena));
                yield KPROBE_COOKIES + Long.BYTES;
            }
            case LinkCreate.UprobeMulti link -> {
                base(to, 0, TRACE_UPROBE_MULTI, 0);
                to.set(JAVA_LONG, UPROBE_PATH, arena.allocateFrom(link.path()).address());
                to.set(JAVA_LONG, UPROBE_OFFSETS, numbers(link.offsets(), arena));
                to.set(
                        JAVA_LONG,
                        UPROBE_REFERENCE_COUNTERS,
                        numbers(link.referenceCounters(), arena));
                to.set(JAVA_LONG, UPROBE_COOKIES, numbers(link.cookies(), arena));
                to.set(JAVA_INT, UPROBE_COUNT, link.offsets().length);
                to.set(JAVA_INT, UPROBE_FLAGS, link.returns() ? RETURNS : 0);
                to.set(JAVA_INT, UPROBE_PID, link.pid());
                yield LARGEST;
            }
        };
    }

    private static void base(MemorySegment to, int target, int attachType, int flags) {
        to.set(JAVA_INT, TARGET, target);
        to.set(JAVA_INT, ATTACH_TYPE, attachType);
        to.set(JAVA_INT, FLAGS, flags);
    }

    private static long strings(List<String> values, Arena arena) {
        MemorySegment pointers = arena.allocate(JAVA_LONG, values.size());
        for (int i = 0; i < values.size(); i++) {
            pointers.setAtIndex(JAVA_LONG, i, arena.allocateFrom(values.get(i)).address());
        }
        return pointers.address();
    }

    private static long numbers(long @Nullable [] values, Arena arena) {
        return values == null ? 0 : arena.allocateFrom(JAVA_LONG, values).address();
    }
}
