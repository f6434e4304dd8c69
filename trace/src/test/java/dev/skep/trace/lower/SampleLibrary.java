package dev.skep.trace.lower;

import dev.skep.bpf.elf.ElfFixtures;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** A library in this process whose functions a thread calls over and over, to be probed. */
@SuppressWarnings("restricted") // it calls C
final class SampleLibrary implements AutoCloseable {
    /** What {@code probed} is called with; it adds its variable {@code counter}, 7. */
    static final int FIRST = 41;

    static final int RESULT = 48;

    /** What {@code visible} is called with. */
    static final int VISIBLE = 5;

    private static final int PAUSE_MILLIS = 2;

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MethodHandle probed;
    private final MethodHandle visible;
    private final MemorySegment table;
    private final MemorySegment text;
    private final Thread caller;
    private volatile boolean closing;

    SampleLibrary() throws Exception {
        file = Files.createTempFile("libsample", ".so");
        Files.write(file, ElfFixtures.bytes(ElfFixtures.LIBRARY));
        SymbolLookup symbols = SymbolLookup.libraryLookup(file, arena);
        probed =
                Linker.nativeLinker()
                        .downcallHandle(
                                symbols.findOrThrow("probed"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.ADDRESS));
        visible =
                Linker.nativeLinker()
                        .downcallHandle(
                                symbols.findOrThrow("visible"),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        table = arena.allocate(256, 8);
        text = arena.allocateFrom("second");
        caller = Thread.ofPlatform().daemon().start(this::callAlways);
    }

    private void callAlways() {
        try {
            while (!closing) {
                call();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            // The end.
        }
    }

    private void call() {
        try {
            int unused = (int) probed.invokeExact(FIRST, text, table);
            unused += (int) visible.invokeExact(VISIBLE);
        } catch (Throwable t) {
            throw new AssertionError("functions of C do not throw", t);
        }
    }

    /** {@return the library's path} */
    String path() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        while (caller.isAlive()) {
            Thread.onSpinWait();
        }
        arena.close();
        Files.delete(file);
    }
}
