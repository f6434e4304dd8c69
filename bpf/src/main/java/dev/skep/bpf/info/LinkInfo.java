package dev.skep.bpf.info;

import java.util.Optional;

/**
 * A link, as the kernel describes it ({@code struct bpf_link_info}).
 *
 * @param id its id
 * @param typeNumber the number of its type
 * @param program the id of its program; 0 for callbacks of the kernel
 * @param target what it attaches the program to
 */
public record LinkInfo(int id, int typeNumber, int program, Target target) {

    /** {@return its type, empty if Skep does not know it} */
    public Optional<LinkType> type() {
        return LinkType.ofNumber(typeNumber);
    }

    /** What a link attaches a program to. */
    public sealed interface Target {}

    /**
     * A tracepoint with its raw arguments.
     *
     * @param name its name, as {@code sched_switch}
     */
    public record RawTracepoint(String name) implements Target {}

    /**
     * What a program of BTF type was loaded for.
     *
     * @param attachType the number of the attach type
     * @param object the id of the BTF, or of the program, that it is in
     * @param type the id of the type there
     */
    public record Tracing(int attachType, int object, int type) implements Target {}

    /**
     * A cgroup.
     *
     * @param cgroup the cgroup's id; 0 when it is gone
     * @param attachType the number of the attach type
     */
    public record Cgroup(long cgroup, int attachType) implements Target {}

    /**
     * An iterator.
     *
     * @param kind over what, as {@code task}
     */
    public record Iterator(String kind) implements Target {}

    /**
     * A network namespace.
     *
     * @param inode the number of its file; 0 when it is gone
     * @param attachType the number of the attach type
     */
    public record NetworkNamespace(int inode, int attachType) implements Target {}

    /**
     * A network device.
     *
     * @param device its index; 0 when it is gone
     */
    public record Device(int device) implements Target {}

    /**
     * Many kernel functions.
     *
     * @param count how many
     * @param returns whether the program runs at their returns
     * @param missed how often it did not run because it was running already
     */
    public record Functions(int count, boolean returns, long missed) implements Target {}

    /**
     * Many places of a file.
     *
     * @param path the file
     * @param count how many places
     * @param returns whether the program runs at the returns of the functions there
     * @param pid the process, 0 for all
     */
    public record FilePlaces(String path, int count, boolean returns, int pid) implements Target {}

    /**
     * A perf event on a place in a file.
     *
     * @param path the file
     * @param offset where in it, in bytes
     * @param returns whether the program runs at the return of the function there
     */
    public record Uprobe(String path, int offset, boolean returns) implements Target {}

    /**
     * A perf event on a kernel function.
     *
     * @param function its name, empty if it is hidden
     * @param offset bytes behind its start
     * @param address its address, 0 if it is hidden
     * @param returns whether the program runs at its return
     * @param missed how often the probe did not fire
     */
    public record Kprobe(String function, int offset, long address, boolean returns, long missed)
            implements Target {}

    /**
     * A perf event on a tracepoint.
     *
     * @param name its name, as {@code sched_switch}
     */
    public record Tracepoint(String name) implements Target {}

    /**
     * A perf event of another kind.
     *
     * @param pmu the number of the PMU
     * @param config what is counted
     */
    public record Counter(int pmu, long config) implements Target {}

    /** What this kernel, or Skep, does not tell more of. */
    public record Other() implements Target {}
}
