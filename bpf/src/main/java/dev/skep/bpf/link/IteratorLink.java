package dev.skep.bpf.link;

import dev.skep.bpf.KernelException;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An attached iterator: a program that runs over all kernel objects of one kind whenever it is
 * asked to.
 */
public final class IteratorLink implements AutoCloseable {

    /** What the kernel hands out at most at once. */
    private static final int CHUNK_BYTES = 64 << 10;

    private final DescriptorLink link;

    IteratorLink(DescriptorLink link) {
        this.link = link;
    }

    /** {@return the link itself} */
    public Link link() {
        return link;
    }

    /**
     * Runs the program over all objects.
     *
     * @return what it wrote by {@code bpf_seq_printf} and {@code bpf_seq_write}
     * @throws KernelException if the kernel refuses
     */
    public byte[] read() {
        Kernel kernel = link.descriptor().kernel();
        int opened = kernel.iteratorCreate(link.descriptor().number());
        if (opened < 0) {
            throw new KernelException("starting " + link, opened);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Descriptor run = new Descriptor(kernel, opened, "a run of " + link);
                Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(CHUNK_BYTES);
            while (true) {
                long length = kernel.read(run.number(), buffer);
                if (length == 0) {
                    return bytes.toByteArray();
                }
                if (length < 0 && length != -Errno.EAGAIN && length != -Errno.EINTR) {
                    throw new KernelException("reading " + run, length);
                }
                if (length > 0) {
                    bytes.writeBytes(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }
    }

    /** Detaches the program. */
    @Override
    public void close() {
        link.close();
    }
}
