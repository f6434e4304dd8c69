package dev.skep.bpf.handle;

import dev.skep.sys.Kernel;

import java.util.concurrent.atomic.AtomicInteger;

/** A file descriptor with exactly one owner, which closes it once. Safe for use from any thread. */
public final class Descriptor implements AutoCloseable {

    private static final int CLOSED = -1;

    private final Kernel kernel;
    private final String what;
    private final AtomicInteger number;

    /**
     * Takes the ownership of a descriptor.
     *
     * @param kernel the kernel it belongs to
     * @param number the descriptor
     * @param what what it stands for, in messages, as {@code map "counts"}
     */
    public Descriptor(Kernel kernel, int number, String what) {
        this.kernel = kernel;
        this.number = new AtomicInteger(number);
        this.what = what;
    }

    /**
     * {@return the descriptor's number, still owned by this}
     *
     * @throws IllegalStateException if it is closed
     */
    public int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException(what + " is closed");
        }
        return open;
    }

    /** {@return the kernel it belongs to} */
    public Kernel kernel() {
        return kernel;
    }

    /** {@return whether it has been closed} */
    public boolean isClosed() {
        return number.get() == CLOSED;
    }

    /** Closes the descriptor; does nothing the second time. */
    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            kernel.close(open);
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
