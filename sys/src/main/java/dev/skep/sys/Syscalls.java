package dev.skep.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The one way into the kernel: {@code syscall(2)} of the C library, six machine words in, a result
 * or a negated errno out. One downcall shape serves all calls, which is what start-up wants.
 */
@SuppressWarnings("restricted") // the module is started with native access
final class Syscalls {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURED.varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));
    private static final FunctionDescriptor WORDS =
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG);
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final MethodHandle SYSCALL = link("syscall");

    private static final ThreadLocal<CallArea> AREA = ThreadLocal.withInitial(CallArea::new);

    private Syscalls() {}

    /** Memory that a thread's calls reuse, so that a call allocates nothing. */
    static final class CallArea {
        /** Room for the attributes of one call, zeroed by whoever fills it in. */
        final MemorySegment attributes;

        private final MemorySegment captured;

        private CallArea() {
            Arena arena = Arena.ofAuto();
            attributes = arena.allocate(256, 8);
            captured = arena.allocate(CAPTURED);
        }

        /** {@return where errno goes} */
        MemorySegment captured() {
            return captured;
        }
    }

    /** {@return the calling thread's reusable memory; a system call never runs inside another} */
    static CallArea area() {
        return AREA.get();
    }

    static long call(SystemCall call, long a) {
        return call(call, a, 0, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b) {
        return call(call, a, b, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b, long c) {
        return call(call, a, b, c, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b, long c, long d) {
        return call(call, a, b, c, d, 0, 0);
    }

    /** {@return what the kernel returned, or the negated errno} */
    static long call(SystemCall call, long a, long b, long c, long d, long e, long f) {
        MemorySegment captured = AREA.get().captured;
        try {
            long result =
                    (long) SYSCALL.invokeExact(captured, (long) call.number(), a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
        } catch (Throwable t) {
            throw new AssertionError("a downcall does not throw", t);
        }
    }

    /** {@return a function of the C library, taking seven words and where errno goes} */
    static MethodHandle link(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), WORDS, CAPTURE);
    }
}
