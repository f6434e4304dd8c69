package dev.skep.bpf.elf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Small ELF files of every kind; {@code make-fixtures.sh} beside them tells how they were made. */
public final class ElfFixtures {

    /** A library with versions of symbols, an indirect function and USDT probes. */
    public static final String LIBRARY = "libsample.so";

    /** A program at fixed addresses. */
    public static final String PROGRAM = "sample-exec";

    /** A program that runs at any address. */
    public static final String PIE = "sample-pie";

    /** {@link #PIE} without symbols. */
    public static final String STRIPPED = "sample-pie-stripped";

    /** The symbols of {@link #STRIPPED}. */
    public static final String DEBUG = "sample-pie.debug";

    static final String PROGRAM_32 = "sample-32";
    static final String OBJECT = "sample-x86-64.o";
    static final String OBJECT_PPC64 = "sample-ppc64.o";
    static final String OBJECT_MIPS32 = "sample-mips32.o";
    static final String BPF_LITTLE = "sample-el.bpf.o";
    static final String BPF_BIG = "sample-eb.bpf.o";

    static final List<String> ALL =
            List.of(
                    LIBRARY,
                    PROGRAM,
                    PIE,
                    STRIPPED,
                    DEBUG,
                    PROGRAM_32,
                    OBJECT,
                    OBJECT_PPC64,
                    OBJECT_MIPS32,
                    BPF_LITTLE,
                    BPF_BIG);

    private ElfFixtures() {}

    /** {@return the bytes of a fixture} */
    public static byte[] bytes(String name) {
        try (InputStream resource = ElfFixtures.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a section that a fixture must have} */
    static ElfSection section(ElfFile file, String name) {
        ElfSection section = file.section(name);
        if (section == null) {
            throw new IllegalStateException(file + " has no section " + name);
        }
        return section;
    }

    static ElfFile file(String name) {
        return ElfFile.of(name, MemorySegment.ofArray(bytes(name)));
    }
}
