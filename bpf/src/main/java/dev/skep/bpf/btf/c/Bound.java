package dev.skep.bpf.btf.c;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;

/**
 * An end to the work on types that contain each other in circles, or so often that their text would
 * fill the memory. The types of kernels need a hundredth of it.
 */
final class Bound {
    private static final int MAX_DEPTH = 200;
    private static final long WORK = 4L << 20;
    private static final long WORK_PER_TYPE = 1 << 10;

    private final Btf btf;
    private long workLeft;
    private int depth;

    Bound(Btf btf) {
        this.btf = btf;
        workLeft = WORK + WORK_PER_TYPE * btf.idCount();
    }

    /** Begins at the top again, whatever an exception left behind. */
    void start() {
        depth = 0;
    }

    /** One type deeper. */
    void enter(int id) {
        if (++depth > MAX_DEPTH) {
            throw malformed(id, "is part of types that contain each other more than 200 deep");
        }
        work(id, 1);
    }

    /** So many types less deep. */
    void leave(int types) {
        depth -= types;
    }

    /** So many steps, or characters, were spent on a type. */
    void work(int id, long amount) {
        workLeft -= amount;
        if (workLeft < 0) {
            throw malformed(id, "is part of types whose text would have no end");
        }
    }

    MalformedObjectException malformed(int id, String what) {
        return new MalformedObjectException(btf.name() + " can't be C: type " + id + " " + what);
    }
}
