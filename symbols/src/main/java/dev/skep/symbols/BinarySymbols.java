package dev.skep.symbols;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSection;
import dev.skep.bpf.elf.SymbolBinding;
import dev.skep.bpf.elf.SymbolTable;
import dev.skep.bpf.elf.SymbolType;
import dev.skep.bpf.elf.SymbolVersion;
import dev.skep.symbols.dwarf.DebugInfo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions of a program or library, by name and by place in the file: from its own symbols,
 * else from those of its debug file, and from what it offers to others. Immutable; may be used from
 * any thread.
 */
public final class BinarySymbols {
    /** No instruction is longer. */
    private static final int LOOKAHEAD = 16;

    private final ElfFile file;
    private final String root;
    private final String path;
    private final DebugFiles debugFiles;

    // Looked for when it is needed. Races are harmless: what is found twice is the same twice.
    private volatile Table @Nullable [] tables;

    private BinarySymbols(ElfFile file, String root, String path, DebugFiles debugFiles) {
        this.file = file;
        this.root = root;
        this.path = path;
        this.debugFiles = debugFiles;
    }

    /**
     * {@return the symbols of the binary at a path}
     *
     * @throws BpfException if it can't be opened
     * @throws MalformedObjectException if it is not ELF
     */
    public static BinarySymbols open(Path path) {
        return open(path, List.of());
    }

    /**
     * {@return the symbols of the binary at a path}
     *
     * @param path where it is
     * @param debugFolders where debug files are besides {@code /usr/lib/debug}
     * @throws BpfException if it can't be opened
     * @throws MalformedObjectException if it is not ELF
     */
    public static BinarySymbols open(Path path, List<String> debugFolders) {
        try {
            // Debug files go by the real path, whatever links lead there.
            String real = path.toRealPath().toString();
            return new BinarySymbols(ElfFile.map(path), "", real, debugFiles(debugFolders));
        } catch (IOException e) {
            throw new BpfException("cannot read the symbols of " + path + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : e instanceof AccessDeniedException
                        ? "permission denied"
                        : String.valueOf(e.getMessage());
    }

    static BinarySymbols of(ElfFile file, String root, String path, DebugFiles debugFiles) {
        return new BinarySymbols(file, root, path, debugFiles);
    }

    static DebugFiles debugFiles(List<String> folders) {
        List<String> all = new ArrayList<>(folders);
        all.add(DebugFiles.SYSTEM);
        return new DebugFiles(all);
    }

    /** {@return the file} */
    public ElfFile file() {
        return file;
    }

    /**
     * {@return whether an instruction begins at an address, counted from the start of a function;
     * null if that can't be told}
     *
     * @param function the address of the function
     * @param address an address in it
     */
    public @Nullable Boolean beginsInstruction(long function, long address) {
        if (function == address) {
            return true;
        }
        ElfSection code = null;
        for (ElfSection section : file.sections()) {
            if (section.has(ElfSection.ALLOC | ElfSection.EXECUTE)
                    && Long.compareUnsigned(section.address(), function) <= 0
                    && Long.compareUnsigned(address, section.address() + section.size()) < 0) {
                code = section;
            }
        }
        if (code == null) {
            return null;
        }
        ByteBuffer bytes = file.contents(code).asByteBuffer();
        int start = (int) (function - code.address());
        byte[] part =
                new byte[Math.min((int) (address - function) + LOOKAHEAD, bytes.limit() - start)];
        bytes.get(start, part);
        X86Lengths lengths = new X86Lengths(part);
        int at = 0;
        while (at < address - function) {
            int length = lengths.length(at);
            if (length == 0) {
                return null;
            }
            at += length;
        }
        return at == address - function;
    }

    /**
     * {@return the function that an address is in; null if none has it}
     *
     * @param address the address
     */
    public @Nullable FunctionSymbol functionAt(long address) {
        for (Table table : tables()) {
            int symbol = table.symbols().function(address);
            FunctionSymbol function =
                    symbol == 0 ? null : function(table, symbol, name(table, symbol));
            if (function != null) {
                return function;
            }
        }
        return null;
    }

    /**
     * {@return what debuggers are told of it, in the file itself or in its debug file; null if that
     * is nothing}
     *
     * @throws MalformedObjectException if it can't be read
     */
    public @Nullable DebugInfo debugInfo() {
        DebugInfo own = DebugInfo.of(file);
        if (own != null) {
            return own;
        }
        ElfFile other = debugFiles.find(file, root, path);
        return other == null ? null : DebugInfo.of(other);
    }

    /**
     * {@return the function that a place in the file is in, and how far; without a symbol if it is
     * in none}
     *
     * @param address what to put into the frame
     * @param module what to put into the frame
     * @param fileOffset the place
     */
    UserFrame frame(long address, String module, long fileOffset) {
        long virtual = file.virtualAddress(fileOffset);
        if (virtual != -1) {
            for (Table table : tables()) {
                int symbol = table.symbols().function(virtual);
                if (symbol != 0) {
                    return new UserFrame(
                            address,
                            name(table.symbols().name(symbol)),
                            virtual - table.symbols().value(symbol),
                            module,
                            fileOffset);
                }
            }
        }
        return new UserFrame(address, null, 0, module, fileOffset);
    }

    /**
     * {@return a name for people: without a version; C++ and Rust names would be demangled here}
     */
    private static String name(String symbol) {
        return VersionedName.parse(symbol).name();
    }

    /**
     * {@return the function of that name; null if there is none} {@code name@VERSION} asks for a
     * version. Of several of one name it is the default version, else a global one, else the first:
     * {@link #functions} has all.
     */
    public @Nullable FunctionSymbol function(String name) {
        VersionedName wanted = VersionedName.parse(name);
        for (Table table : tables()) {
            FunctionSymbol best = null;
            int bestRank = -1;
            for (int symbol : table.named(wanted.name())) {
                VersionedName found = name(table, symbol);
                int rank = rank(table.symbols().binding(symbol), found.isDefault());
                if (rank > bestRank && found.isWanted(wanted)) {
                    FunctionSymbol function = function(table, symbol, found);
                    best = function == null ? best : function;
                    bestRank = function == null ? bestRank : rank;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private static int rank(SymbolBinding binding, boolean isDefault) {
        int rank =
                switch (binding) {
                    case GLOBAL, UNIQUE -> 2;
                    case WEAK -> 1;
                    case LOCAL, OTHER -> 0;
                };
        return isDefault ? rank + 3 : rank;
    }

    /**
     * {@return the functions whose names match, each address and name once}
     *
     * @param pattern a name in which {@code *} stands for any number of any characters
     */
    public List<FunctionSymbol> functions(String pattern) {
        List<FunctionSymbol> functions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Table table : tables()) {
            for (int symbol : table.symbols().matching(pattern)) {
                FunctionSymbol function = function(table, symbol, name(table, symbol));
                if (function != null && seen.add(function.name() + '@' + function.address())) {
                    functions.add(function);
                }
            }
        }
        return functions;
    }

    /** {@return the names of what {@link #functions} gives, sorted, each once} */
    public List<String> functionNames(String pattern) {
        List<String> names = new ArrayList<>();
        for (Table table : tables()) {
            SymbolTable symbols = table.symbols();
            for (int symbol : symbols.matching(pattern)) {
                if (isFunction(symbols, symbol) && file.fileOffset(symbols.value(symbol)) != -1) {
                    names.add(name(symbols.name(symbol)));
                }
            }
        }
        names.sort(null);
        List<String> distinct = new ArrayList<>(names.size());
        String last = "";
        for (String name : names) {
            if (!name.equals(last)) {
                distinct.add(name);
            }
            last = name;
        }
        return distinct;
    }

    private static boolean isFunction(SymbolTable symbols, int symbol) {
        SymbolType type = symbols.type(symbol);
        return (type == SymbolType.FUNC || type == SymbolType.IFUNC) && symbols.isDefined(symbol);
    }

    /** {@return the symbol as a function; null if it is none, or not in this file} */
    private @Nullable FunctionSymbol function(Table table, int symbol, VersionedName name) {
        SymbolTable symbols = table.symbols();
        if (!isFunction(symbols, symbol)) {
            return null;
        }
        // T26 of the traps: uprobes go to file offsets, for programs at fixed addresses too.
        long offset = file.fileOffset(symbols.value(symbol));
        return offset == -1
                ? null
                : new FunctionSymbol(
                        name.name(),
                        name.version(),
                        symbols.value(symbol),
                        offset,
                        symbols.size(symbol),
                        symbols.type(symbol) == SymbolType.IFUNC);
    }

    private VersionedName name(Table table, int symbol) {
        String name = table.symbols().name(symbol);
        SymbolVersion version = table.dynamic() ? file.version(symbol) : null;
        return version == null
                ? VersionedName.parse(name)
                : new VersionedName(name, version.name(), version.isDefault());
    }

    /**
     * @param dynamic whether versions are beside the table, rather than in the names
     */
    private record Table(SymbolTable symbols, boolean dynamic) {

        /** {@return the symbols of that name, with and without a version in it} */
        int[] named(String name) {
            int[] bare = symbols.findAll(name);
            if (dynamic || symbols.count() == 0) {
                return bare;
            }
            int[] versioned = symbols.matching(name + "@*");
            int[] all = Arrays.copyOf(bare, bare.length + versioned.length);
            System.arraycopy(versioned, 0, all, bare.length, versioned.length);
            return all;
        }
    }

    /**
     * Opens the debug file while its folder can be reached; what is wrong with it is told later.
     */
    void findTables() {
        try {
            tables();
        } catch (MalformedObjectException | InternalError e) {
            // Whoever asks for a symbol meets it again.
        }
    }

    private Table[] tables() {
        Table[] known = tables;
        if (known == null) {
            SymbolTable own = file.symbols();
            if (own.count() == 0) {
                ElfFile debug = debugFiles.find(file, root, path);
                own = debug == null ? own : debug.symbols();
            }
            known = new Table[] {new Table(own, false), new Table(file.dynamicSymbols(), true)};
            tables = known;
        }
        return known;
    }
}
