package dev.skep.bpf.handle;

import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.info.ObjectInfoReader;
import dev.skep.bpf.info.ProgramInfo;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.sys.TestRun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A program behind a descriptor that this owns. */
public final class LoadedProgram implements BpfProgram {
    /** The smallest frame of Ethernet, without its checksum and rounded up. */
    private static final int PACKET_BYTES = 64;

    private final Descriptor descriptor;
    private final ProgramSpec spec;

    /** Takes the ownership of a program's descriptor. */
    public LoadedProgram(Descriptor descriptor, ProgramSpec spec) {
        this.descriptor = descriptor;
        this.spec = spec;
    }

    @Override
    public ProgramSpec spec() {
        return spec;
    }

    /** {@return the owned descriptor, and with it the kernel} */
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public int fd() {
        return descriptor.number();
    }

    @Override
    public int run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
            int code =
                    descriptor
                            .kernel()
                            .programTestRun(new TestRun(descriptor.number(), null, -1, result));
            if (code < 0) {
                throw new KernelException("running program \"" + name() + "\"", code);
            }
            return result.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Override
    public Repetition repeat(int times) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(2 * ValueLayout.JAVA_INT.byteSize(), 4);
            MemorySegment packet = arena.allocate(PACKET_BYTES);
            int code =
                    descriptor
                            .kernel()
                            .programTestRun(
                                    new TestRun(
                                            descriptor.number(), null, packet, times, -1, result));
            if (code < 0) {
                throw new KernelException("running program \"" + name() + "\"", code);
            }
            return new Repetition(
                    result.get(ValueLayout.JAVA_INT, 0), result.get(ValueLayout.JAVA_INT, 4));
        }
    }

    @Override
    public ProgramInfo info() {
        return new ObjectInfoReader(descriptor.kernel()).program(descriptor.number());
    }

    @Override
    public void close() {
        descriptor.close();
    }

    @Override
    public String toString() {
        return "program \"" + name() + "\"";
    }
}
