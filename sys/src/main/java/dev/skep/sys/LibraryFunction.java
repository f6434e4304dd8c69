package dev.skep.sys;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library that takes up to six integers and pointers. All are called with six
 * words, in the registers that the calling convention gives to the first arguments, of which a
 * function looks at as many as it has: so they have one shape, that of {@code syscall(2)}, and the
 * JDK, which takes 10 ms for a new one, links it only once.
 */
final class LibraryFunction {
    private final MethodHandle handle;

    private LibraryFunction(MethodHandle handle) {
        this.handle = handle;
    }

    /** {@return the function of that name} */
    static LibraryFunction named(String name) {
        return new LibraryFunction(Syscalls.link(name));
    }

    /** {@return what the function gives; of a shorter result only the lower bits count} */
    long call(long a, long b, long c, long d, long e, long f) {
        MemorySegment captured = Syscalls.area().captured();
        try {
            return (long) handle.invokeExact(captured, a, b, c, d, e, f, 0L);
        } catch (Throwable t) {
            throw new AssertionError("a downcall does not throw", t);
        }
    }

    long call(long a) {
        return call(a, 0, 0, 0, 0, 0);
    }

    long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    long call(long a, long b, long c, long d) {
        return call(a, b, c, d, 0, 0);
    }
}
