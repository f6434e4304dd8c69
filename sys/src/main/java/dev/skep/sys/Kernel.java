package dev.skep.sys;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * What Skep asks of a kernel. Every method returns 0 or a positive result, or a negated errno; none
 * throws for what the kernel refuses. Memory segments handed in must be native and stay alive
 * during the call. Descriptors that come back are close-on-exec and never 0, 1 or 2 (the kernel's
 * attributes read 0 as "not given").
 *
 * <p>Implementations may be used from any thread.
 */
public interface Kernel {

    /** {@return the kernel that this JVM runs on} */
    static Kernel running() {
        return LinuxKernel.INSTANCE;
    }

    // ---- bpf(2): maps

    /** {@return a descriptor of a new map} */
    int mapCreate(MapCreate request);

    /** Copies the value of {@code key} into {@code value}. */
    int mapLookup(int map, MemorySegment key, MemorySegment value, long flags);

    /**
     * Sets the value of {@code key}; {@code flags} is 0 (any), 1 (must be new) or 2 (must exist).
     */
    int mapUpdate(int map, MemorySegment key, MemorySegment value, long flags);

    /** Removes {@code key}. */
    int mapDelete(int map, MemorySegment key);

    /**
     * Copies the key after {@code key} into {@code next}; -ENOENT at the end. Restarts from the
     * first one when {@code key} is null or gone.
     */
    int mapNextKey(int map, @Nullable MemorySegment key, MemorySegment next);

    /** Copies the value of {@code key} and removes it; takes from a queue or stack. Since 4.20. */
    int mapLookupAndDelete(int map, MemorySegment key, MemorySegment value);

    /** Copies many entries at once. ENOENT says that they were the last ones. Since Linux 5.6. */
    int mapLookupBatch(MapBatch batch);

    /** Makes the map read-only for user space. Since Linux 5.2. */
    int mapFreeze(int map);

    // ---- bpf(2): programs, BTF, links

    /**
     * {@return a descriptor of a loaded program}
     *
     * <p>EAGAIN is tried again a few times: it means that a signal was pending.
     */
    int programLoad(ProgramLoad request);

    /** Runs a program once, on demand. */
    int programTestRun(TestRun request);

    /** {@return a descriptor of loaded BTF} */
    int btfLoad(MemorySegment btf, @Nullable LogBuffer log);

    /** {@return a descriptor of a link, which detaches the program when it is closed} */
    int linkCreate(LinkCreate request);

    /**
     * {@return a descriptor from which the output of one run of an iterator is read}. Since Linux
     * 5.8.
     */
    int iteratorCreate(int link);

    /** {@return a descriptor that keeps the program attached}. Since Linux 4.17. */
    int rawTracepointOpen(@Nullable String name, int program);

    /**
     * Copies the kernel's description of a map, program, link or BTF into {@code info}. What is in
     * {@code info} before is read too: it may ask for more, in fields that point to memory.
     *
     * @return its size in bytes, as this kernel knows it
     */
    int objectInfo(int descriptor, MemorySegment info);

    // ---- bpf(2): what there is

    /**
     * {@return the lowest id of an object of that kind that is above {@code id}, or -ENOENT} Ids
     * start at 1 and are given again after a long time only. Needs CAP_SYS_ADMIN.
     */
    int nextId(ObjectKind kind, int id);

    /**
     * {@return a descriptor of the object with that id; -ENOENT if it is gone} Needs CAP_SYS_ADMIN.
     */
    int openById(ObjectKind kind, int id);

    /**
     * {@return a descriptor: as long as it is open, the kernel counts the runs of every program and
     * their time}. Since Linux 5.8; needs CAP_SYS_ADMIN.
     */
    int enableRunStatistics();

    // ---- perf events

    /**
     * {@return a descriptor of a new perf event}
     *
     * @param pid a process, or -1 for all
     * @param cpu a CPU, or -1 for all
     */
    int perfEventOpen(PerfEvent event, int pid, int cpu);

    // ---- memory, descriptors

    /** {@return the address of a mapping, or a negated errno (an address is never that small)} */
    long mmap(long length, int protection, int flags, int descriptor, long offset);

    /** Removes a mapping. */
    int munmap(long address, long length);

    /** Device control; {@code argument} is a number or an address, as {@code command} demands. */
    int ioctl(int descriptor, long command, long argument);

    /** {@return a descriptor of a file, opened for reading} */
    int open(String path);

    /** Closes a descriptor. */
    int close(int descriptor);

    /**
     * Reads at most {@code buffer.byteSize()} bytes.
     *
     * @return how many were read, 0 at the end
     */
    long read(int descriptor, MemorySegment buffer);

    /**
     * Writes the bytes of {@code buffer}.
     *
     * @return how many were written
     */
    long write(int descriptor, MemorySegment buffer);

    /** {@return a descriptor of a new epoll set} */
    int epollCreate();

    /**
     * Adds {@code descriptor} to the set, for reading; {@code token} comes back from {@link
     * #epollWait}.
     */
    int epollAdd(int epoll, int descriptor, long token);

    /**
     * Waits until a descriptor of the set is ready.
     *
     * @param tokens receives the tokens of the ready ones
     * @param timeoutMillis 0 does not wait, -1 waits for ever
     * @return how many are ready, or a negated errno
     */
    int epollWait(int epoll, long[] tokens, int timeoutMillis);

    /** {@return a descriptor of a new event counter (eventfd), non-blocking} */
    int eventCreate();

    // ---- file systems

    /**
     * {@return a descriptor of a file system of that type, mounted nowhere: its files are under
     * {@code /proc/self/fd/N}, and it is gone when the descriptor is closed}. Since Linux 5.2;
     * needs CAP_SYS_ADMIN.
     */
    int mountDetached(String fileSystemType);

    // ---- namespaces, limits

    /**
     * Moves the calling thread into a network namespace of its own, with nothing but a loopback
     * device that is down. The thread can't go back: it should be one that ends soon. Needs
     * CAP_SYS_ADMIN.
     */
    int enterNewNetworkNamespace();

    /**
     * Raises the limit of locked memory to no limit. Before Linux 5.11 maps and programs are
     * charged to it.
     */
    int raiseLockedMemoryLimit();
}
