package dev.skep.bpf.elf;

import dev.skep.bpf.MalformedObjectException;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Asks bytes that claim to be ELF for all there is. */
final class EverythingRead {
    private EverythingRead() {}

    /** Nothing but {@link MalformedObjectException} may come out of any of it. */
    static void of(byte[] bytes) {
        ElfFile file;
        try {
            file = ElfFile.of("fuzzed", MemorySegment.ofArray(bytes));
        } catch (MalformedObjectException e) {
            return;
        }
        attempt(file::sections);
        attempt(file::buildId);
        attempt(file::debugLink);
        attempt(() -> addresses(file));
        attempt(() -> {
            for (UsdtProbe probe : file.usdtProbes()) {
                probe.arguments();
                file.fileOffset(probe.location());
            }
        });
        attempt(() -> symbols(file, file.symbols(), false));
        attempt(() -> symbols(file, file.dynamicSymbols(), true));
        attempt(() -> sections(file, file.sections()));
    }

    private static void addresses(ElfFile file) {
        for (ElfSegment segment : file.segments()) {
            file.fileOffset(segment.virtualAddress());
            file.virtualAddress(segment.offset());
        }
    }

    private static void sections(ElfFile file, List<ElfSection> sections) {
        for (ElfSection section : sections) {
            attempt(() -> file.contents(section));
            if (section.isRelocations()) {
                attempt(() -> file.relocations(section));
            }
        }
    }

    private static void symbols(ElfFile file, SymbolTable table, boolean dynamic) {
        int some = Math.min(table.count(), 64);
        for (int i = 0; i < some; i++) {
            int symbol = i;
            attempt(() -> table.symbol(symbol));
            attempt(() -> table.function(table.value(symbol)));
            attempt(() -> table.find(table.name(symbol)));
            if (dynamic) {
                attempt(() -> file.version(symbol));
            }
        }
        attempt(() -> table.matching("*vis*b*"));
        attempt(() -> table.function(0x1000));
        attempt(() -> table.function(-1));
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (MalformedObjectException e) {
            // That is how it should end; and the next question may still have an answer.
        }
    }
}
