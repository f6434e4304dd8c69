package dev.skep.bpf.info;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Where the fields of {@code struct bpf_link_info} lie, in bytes (uapi {@code bpf.h}). What follows
 * the first three depends on the type of link.
 */
final class LinkInfoLayout {

    static final int TYPE = 0;
    static final int ID = 4;
    static final int PROGRAM = 8;

    /** {@code raw_tracepoint.tp_name}, {@code iter.target_name}: where to write a name. */
    static final int NAME = 16;

    static final int NAME_LENGTH = 24;

    static final int TRACING_ATTACH_TYPE = 16;
    static final int TRACING_OBJECT = 20;
    static final int TRACING_TYPE = 24;

    static final int CGROUP_ID = 16;
    static final int CGROUP_ATTACH_TYPE = 24;

    static final int NETNS_INODE = 16;
    static final int NETNS_ATTACH_TYPE = 20;

    /** Also of tcx and netkit. */
    static final int XDP_DEVICE = 16;

    static final int KPROBES_COUNT = 24;
    static final int KPROBES_FLAGS = 28;
    static final int KPROBES_MISSED = 32;

    static final int UPROBES_PATH = 16;
    static final int UPROBES_PATH_SIZE = 48;
    static final int UPROBES_COUNT = 52;
    static final int UPROBES_FLAGS = 56;
    static final int UPROBES_PID = 60;

    static final int PERF_TYPE = 16;

    /** {@code perf_event.uprobe.file_name} and its like: where to write a name. */
    static final int PERF_NAME = 24;

    static final int PERF_NAME_LENGTH = 32;
    static final int PERF_OFFSET = 36;
    static final int PERF_KPROBE_ADDRESS = 40;
    static final int PERF_KPROBE_MISSED = 48;
    static final int PERF_EVENT_CONFIG = 24;
    static final int PERF_EVENT_TYPE = 32;

    /** Through the last field that is read. */
    static final int BYTES = 64;

    /** BPF_F_KPROBE_MULTI_RETURN and BPF_F_UPROBE_MULTI_RETURN. */
    private static final int RETURNS = 1;

    private LinkInfoLayout() {}

    /** Numbers of {@code enum bpf_perf_event_type}. Since Linux 6.6. */
    static final class PerfEventType {
        static final int UPROBE = 1;
        static final int URETPROBE = 2;
        static final int KPROBE = 3;
        static final int KRETPROBE = 4;
        static final int TRACEPOINT = 5;
        static final int EVENT = 6;

        private PerfEventType() {}
    }

    /**
     * Says where to write the name that a link has, if it has one and the kernel would tell it.
     *
     * @param info what the kernel told already
     * @param known how many bytes of it this kernel knows; it refuses if any behind is set
     * @param name where the name goes
     * @return whether to ask again
     */
    static boolean askForName(MemorySegment info, int known, MemorySegment name) {
        return switch (LinkType.ofNumber(info.get(JAVA_INT, TYPE)).orElse(null)) {
            case null -> false;
            case RAW_TRACEPOINT, ITER -> ask(info, known, NAME, NAME_LENGTH, name);
            case UPROBE_MULTI -> ask(info, known, UPROBES_PATH, UPROBES_PATH_SIZE, name);
            case PERF_EVENT ->
                    info.get(JAVA_INT, PERF_TYPE) != PerfEventType.EVENT
                            && ask(info, known, PERF_NAME, PERF_NAME_LENGTH, name);
            case TRACING,
                    CGROUP,
                    NETNS,
                    XDP,
                    KPROBE_MULTI,
                    STRUCT_OPS,
                    NETFILTER,
                    TCX,
                    NETKIT,
                    SOCKMAP ->
                    false;
        };
    }

    private static boolean ask(
            MemorySegment info, int known, int address, int length, MemorySegment name) {
        if (known < length + Integer.BYTES) {
            return false;
        }
        info.fill((byte) 0);
        info.set(JAVA_LONG, address, name.address());
        info.set(JAVA_INT, length, (int) name.byteSize());
        return true;
    }

    static LinkInfo read(MemorySegment info, MemorySegment name) {
        int type = info.get(JAVA_INT, TYPE);
        return new LinkInfo(
                info.get(JAVA_INT, ID),
                type,
                info.get(JAVA_INT, PROGRAM),
                target(LinkType.ofNumber(type).orElse(null), info, name));
    }

    private static LinkInfo.Target target(
            @Nullable LinkType type, MemorySegment info, MemorySegment name) {
        return switch (type) {
            case null -> new LinkInfo.Other();
            case RAW_TRACEPOINT -> new LinkInfo.RawTracepoint(name.getString(0));
            case TRACING ->
                    new LinkInfo.Tracing(
                            info.get(JAVA_INT, TRACING_ATTACH_TYPE),
                            info.get(JAVA_INT, TRACING_OBJECT),
                            info.get(JAVA_INT, TRACING_TYPE));
            case CGROUP ->
                    new LinkInfo.Cgroup(
                            info.get(JAVA_LONG, CGROUP_ID), info.get(JAVA_INT, CGROUP_ATTACH_TYPE));
            case ITER -> new LinkInfo.Iterator(name.getString(0));
            case NETNS ->
                    new LinkInfo.NetworkNamespace(
                            info.get(JAVA_INT, NETNS_INODE), info.get(JAVA_INT, NETNS_ATTACH_TYPE));
            case XDP, TCX, NETKIT -> new LinkInfo.Device(info.get(JAVA_INT, XDP_DEVICE));
            case PERF_EVENT -> perfEvent(info, name);
            case KPROBE_MULTI ->
                    new LinkInfo.Functions(
                            info.get(JAVA_INT, KPROBES_COUNT),
                            (info.get(JAVA_INT, KPROBES_FLAGS) & RETURNS) != 0,
                            info.get(JAVA_LONG, KPROBES_MISSED));
            case UPROBE_MULTI ->
                    new LinkInfo.FilePlaces(
                            name.getString(0),
                            info.get(JAVA_INT, UPROBES_COUNT),
                            (info.get(JAVA_INT, UPROBES_FLAGS) & RETURNS) != 0,
                            info.get(JAVA_INT, UPROBES_PID));
            case STRUCT_OPS, NETFILTER, SOCKMAP -> new LinkInfo.Other();
        };
    }

    private static LinkInfo.Target perfEvent(MemorySegment info, MemorySegment name) {
        int type = info.get(JAVA_INT, PERF_TYPE);
        int offset = info.get(JAVA_INT, PERF_OFFSET);
        return switch (type) {
            case PerfEventType.UPROBE, PerfEventType.URETPROBE ->
                    new LinkInfo.Uprobe(name.getString(0), offset, type == PerfEventType.URETPROBE);
            case PerfEventType.KPROBE, PerfEventType.KRETPROBE ->
                    new LinkInfo.Kprobe(
                            name.getString(0),
                            offset,
                            info.get(JAVA_LONG, PERF_KPROBE_ADDRESS),
                            type == PerfEventType.KRETPROBE,
                            info.get(JAVA_LONG, PERF_KPROBE_MISSED));
            case PerfEventType.TRACEPOINT -> new LinkInfo.Tracepoint(name.getString(0));
            case PerfEventType.EVENT ->
                    new LinkInfo.Counter(
                            info.get(JAVA_INT, PERF_EVENT_TYPE),
                            info.get(JAVA_LONG, PERF_EVENT_CONFIG));
            // Before 6.6 the kernel tells nothing of perf events.
            default -> new LinkInfo.Other();
        };
    }
}
