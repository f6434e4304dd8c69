package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.bpf.elf.SymbolTable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The variables of programs and libraries, by their names; each file is opened once. */
public final class VariableSymbols {
    private final Map<String, ElfFile> files = new HashMap<>();

    /** Opens nothing yet. */
    public VariableSymbols() {}

    /**
     * {@return what a name stands for in a file, or null if it has no such symbol}
     *
     * @throws BpfException if the file can't be read
     */
    public @Nullable ElfSymbol find(String path, String name) {
        ElfFile file = file(path);
        ElfSymbol symbol = find(file.symbols(), name);
        return symbol == null ? find(file.dynamicSymbols(), name) : symbol;
    }

    /** {@return the address in the file's own terms of what is at an offset of the file} */
    public long address(String path, long fileOffset) {
        return file(path).virtualAddress(fileOffset);
    }

    private ElfFile file(String path) {
        ElfFile known = files.get(path);
        if (known == null) {
            try {
                known = ElfFile.map(Path.of(path));
            } catch (IOException e) {
                throw new BpfException("reading " + path + " failed: " + e.getMessage(), e);
            }
            files.put(path, known);
        }
        return known;
    }

    private static @Nullable ElfSymbol find(SymbolTable table, String name) {
        for (int i = 0; i < table.count(); i++) {
            if (table.name(i).equals(name) && table.symbol(i).section() != ElfSymbol.UNDEFINED) {
                return table.symbol(i);
            }
        }
        return null;
    }
}
