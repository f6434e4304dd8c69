package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Attaches a program that counts its runs, sees it run, detaches it and sees it rest. */
final class Firing {

    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final int LAST_RUNS_MILLIS = 50;

    private final ObjectSpec spec;
    private final Attaching attaching;
    private final Trigger trigger;
    private Consumer<Link> whileAttached = link -> {};

    /** Attaches a program. */
    interface Attaching {
        Link attach(BpfProgram program) throws Exception;
    }

    /** Makes happen what the program is attached to. */
    interface Trigger {
        void pull() throws Exception;
    }

    private Firing(ObjectSpec spec, Attaching attaching, Trigger trigger) {
        this.spec = spec;
        this.attaching = attaching;
        this.trigger = trigger;
    }

    static Firing of(ObjectSpec spec, Attaching attaching, Trigger trigger) {
        return new Firing(spec, attaching, trigger);
    }

    static Firing of(ProgramType type, Attaching attaching, Trigger trigger) {
        return of(CountingProgram.object(type, ""), attaching, trigger);
    }

    /** {@return a program that is attached by the name of a type in the kernel's BTF} */
    static ObjectSpec traced(AttachType attachType, String attachTo) {
        ProgramType type = attachType == AttachType.LSM_MAC ? ProgramType.LSM : ProgramType.TRACING;
        return CountingProgram.object(type, attachType, attachTo, 0);
    }

    /** {@return the best form of an attached perf event that the running kernel has} */
    static Link.Form perfEvent() {
        return Target.running().version().isAtLeast(5, 15)
                ? Link.Form.PERF_EVENT_LINK
                : Link.Form.PERF_EVENT_IOCTL;
    }

    /** Reads a file by the kernel's {@code vfs_read}, and looks at another by {@code vfs_open}. */
    static void readFile() throws Exception {
        assertThat(Files.readString(Path.of("/proc/self/comm"))).isNotEmpty();
    }

    /** Looks at the link once the program has run. */
    Firing whileAttached(Consumer<Link> look) {
        whileAttached = look;
        return this;
    }

    void check(Link.Form form) throws Exception {
        try (BpfObject object = Loader.load(spec)) {
            MemorySegment data = object.map("data").memory();
            try (Link link = attaching.attach(object.program("count"))) {
                assertThat(link.form()).isEqualTo(form);
                long deadline = System.nanoTime() + PATIENCE_NANOS;
                while (runs(data) == 0) {
                    trigger.pull();
                    assertThat(System.nanoTime()).as("fires: " + link).isLessThan(deadline);
                }
                whileAttached.accept(link);
            }
            // A program that has begun may end later than its link.
            Thread.sleep(LAST_RUNS_MILLIS);
            long last = runs(data);
            trigger.pull();
            assertThat(runs(data)).as("runs once it is detached").isEqualTo(last);
        }
    }

    /** Checks that what the trigger does is none of the program's business. */
    void checkSilence() throws Exception {
        try (BpfObject object = Loader.load(spec);
                Link link = attaching.attach(object.program("count"))) {
            for (int i = 0; i < 10; i++) {
                trigger.pull();
            }
            assertThat(runs(object.map("data").memory())).as("runs of " + link).isZero();
        }
    }

    private static long runs(MemorySegment data) {
        return data.get(ValueLayout.JAVA_LONG, 0) - CountingProgram.START;
    }
}
