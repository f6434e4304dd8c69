package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfFixtures;
import dev.skep.bpf.elf.UsdtProbe;

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

/** The library of the ELF fixtures, in a file, and loaded by this process. */
@SuppressWarnings("restricted")
final class LoadedLibrary implements AutoCloseable {

    private static final FunctionDescriptor PROBED =
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS);

    private final Arena arena = Arena.ofShared();
    private final Path path;
    private final ElfFile file;
    private final MethodHandle probed;

    /** Where the file's address 0 is in this process. */
    private final long base;

    LoadedLibrary() throws IOException {
        path = Files.createTempFile("skep-probes-", ".so");
        Files.write(path, ElfFixtures.bytes(ElfFixtures.LIBRARY));
        file = ElfFile.map(path);
        MemorySegment function =
                SymbolLookup.libraryLookup(path, arena).find("probed").orElseThrow();
        base = function.address() - address("probed");
        probed = Linker.nativeLinker().downcallHandle(function, PROBED);
    }

    private long address(String symbol) {
        return file.symbols().value(file.symbols().find(symbol));
    }

    String path() {
        return path.toString();
    }

    /** {@return where in the file a function starts} */
    long function(String symbol) {
        return file.fileOffset(address(symbol));
    }

    /** {@return where in the file a USDT probe is} */
    long usdt(String name) {
        return file.fileOffset(probe(name).location());
    }

    /** {@return where in the file the semaphore of a USDT probe is} */
    long semaphore(String name) {
        return file.fileOffset(probe(name).semaphore());
    }

    /** {@return the value of the semaphore of a USDT probe in this process} */
    short semaphoreValue(String name) {
        return MemorySegment.ofAddress(base + probe(name).semaphore())
                .reinterpret(Short.BYTES)
                .get(ValueLayout.JAVA_SHORT, 0);
    }

    private UsdtProbe probe(String name) {
        return file.usdtProbes().stream()
                .filter(probe -> probe.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Calls the function {@code probed}, which has all the USDT probes. */
    void call() {
        try {
            int result = (int) probed.invokeExact(35, MemorySegment.NULL, MemorySegment.NULL);
            assertThat(result).isEqualTo(42);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        Files.delete(path);
    }
}
