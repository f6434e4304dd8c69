package dev.skep.bpf.event;

import dev.skep.bpf.KernelException;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for several descriptors at once, and can be woken from any thread. One thread waits at a
 * time; as a wait blocks its carrier, that should be a platform thread.
 */
public final class Poller implements AutoCloseable {

    private static final int WAKE = 0;
    private static final int MOST_AT_ONCE = 16;

    private final Kernel kernel;
    private final Descriptor epoll;
    private final Descriptor wake;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    private final MemorySegment drained = arena.allocate(ValueLayout.JAVA_LONG);
    private final List<Runnable> actions = new ArrayList<>();
    private final long[] tokens = new long[MOST_AT_ONCE];
    private boolean closed;

    /**
     * Creates a poller that waits for nothing yet.
     *
     * @throws KernelException if the kernel refuses
     */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public Poller(Kernel kernel) {
        this.kernel = kernel;
        epoll = owned(kernel.epollCreate(), "epoll set");
        try {
            wake = owned(kernel.eventCreate(), "wake-up event");
        } catch (Throwable t) {
            epoll.close();
            throw t;
        }
        add(wake.number(), () -> kernel.read(wake.number(), drained));
    }

    private Descriptor owned(int descriptor, String what) {
        if (descriptor < 0) {
            throw new KernelException("creating an " + what, descriptor);
        }
        return new Descriptor(kernel, descriptor, what);
    }

    /**
     * Runs {@code action} on the waiting thread whenever {@code descriptor} is ready for reading.
     * The descriptor stays its owner's.
     *
     * @throws KernelException if the kernel refuses
     */
    public void add(int descriptor, Runnable action) {
        int result = kernel.epollAdd(epoll.number(), descriptor, actions.size());
        if (result < 0) {
            throw new KernelException("waiting for a descriptor", result);
        }
        actions.add(action);
    }

    /**
     * Waits until something is ready, somebody calls {@link #wake}, or the time is over, and runs
     * the actions of what is ready.
     *
     * @param timeoutMillis 0 does not wait, -1 waits for ever
     * @return whether anything was ready
     * @throws KernelException if the kernel refuses
     */
    public boolean poll(int timeoutMillis) {
        int ready = kernel.epollWait(epoll.number(), tokens, timeoutMillis);
        if (ready == -Errno.EINTR) {
            return false;
        }
        if (ready < 0) {
            throw new KernelException("waiting for events", ready);
        }
        for (int i = 0; i < ready; i++) {
            actions.get((int) tokens[i]).run();
        }
        return ready > (ready > 0 && tokens[0] == WAKE ? 1 : 0);
    }

    /** Ends a wait, the one going on or the next. For any thread; does nothing once closed. */
    public synchronized void wake() {
        if (!closed) {
            kernel.write(wake.number(), one);
        }
    }

    /** Closes what it owns. Not while a thread waits: {@link #wake} it first. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            wake.close();
            epoll.close();
            arena.close();
        }
    }
}
