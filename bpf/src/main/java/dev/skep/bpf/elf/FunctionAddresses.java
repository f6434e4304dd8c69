package dev.skep.bpf.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The functions of a table of symbols by address. Labels of assembler files count as functions when
 * no function that has a size is around them.
 */
final class FunctionAddresses {
    /** Symbols passed on the way back from an address; functions are not nested deeper. */
    private static final int STEPS = 64;

    /** Symbols looked at together; see {@link #of}. */
    private static final int WINDOW = 1 << 10;

    private final SymbolTable symbols;
    private final List<ElfSection> sections;
    private final AddressTable addresses;

    private FunctionAddresses(
            SymbolTable symbols, List<ElfSection> sections, AddressTable addresses) {
        this.symbols = symbols;
        this.sections = sections;
        this.addresses = addresses;
    }

    static FunctionAddresses of(SymbolTable symbols, List<ElfSection> sections) {
        boolean[] executable = new boolean[sections.size()];
        for (int i = 1; i < executable.length; i++) {
            executable[i] = sections.get(i).has(ElfSection.EXECUTE);
        }
        // The walk runs over a plain array since that is fastest before the JIT compiles it.
        ElfLayout layout = symbols.layout();
        ByteBuffer table = symbols.table();
        boolean little = table.order() == ByteOrder.LITTLE_ENDIAN;
        int words = layout.symbolSize / 4;
        int[] window = new int[WINDOW * words];
        int infoWord = layout.is64() ? 1 : 3;
        long[] found = new long[64];
        int[] numbers = new int[64];
        int count = 0;
        for (int first = 0; first < symbols.count(); first += WINDOW) {
            int length = Math.min(WINDOW, symbols.count() - first);
            table.slice(first * layout.symbolSize, length * layout.symbolSize)
                    .order(table.order())
                    .asIntBuffer()
                    .get(window, 0, length * words);
            for (int i = 0; i < length; i++) {
                int word = window[i * words + infoWord];
                int type = (little ? word : word >>> 24) & 0xF;
                int section = little ? word >>> 16 : word & 0xFFFF;
                // STT_NOTYPE 0, STT_FUNC 2, STT_GNU_IFUNC 10
                if (section == 0 || (type != 2 && type != 10 && type != 0)) {
                    continue;
                }
                if (section == ElfLayout.SHN_XINDEX) {
                    section = symbols.section(first + i);
                }
                boolean inCode = section > 0 && section < executable.length && executable[section];
                if (inCode || (type != 0 && section == ElfSymbol.ABSOLUTE)) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, count * 2);
                        numbers = Arrays.copyOf(numbers, count * 2);
                    }
                    int at = i * words;
                    found[count] =
                            layout.is64()
                                    ? value(window[at + 2], window[at + 3], little)
                                    : Integer.toUnsignedLong(window[at + 1]);
                    numbers[count++] = first + i;
                }
            }
        }
        return new FunctionAddresses(symbols, sections, AddressTable.of(found, numbers, count));
    }

    private static long value(int first, int second, boolean little) {
        int low = little ? first : second;
        int high = little ? second : first;
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    int find(long address) {
        int at = addresses.floor(address);
        int label = 0;
        long labelStart = 0;
        int best = 0;
        long bestStart = 0;
        boolean ended = false;
        for (int steps = 0; at >= 0 && steps < STEPS; at--, steps++) {
            long start = addresses.address(at);
            if (best != 0 && start != bestStart) {
                break;
            }
            int symbol = addresses.number(at);
            long size = symbols.size(symbol);
            if (Long.compareUnsigned(address - start, size) < 0) {
                best = best == 0 ? symbol : better(best, symbol);
                bestStart = start;
            } else if (size != 0) {
                ended = true;
            } else if ((label == 0 || labelStart == start) && !ended) {
                label = label == 0 ? symbol : better(label, symbol);
                labelStart = start;
            }
        }
        return best != 0 ? best : label != 0 && inItsSection(label, address) ? label : 0;
    }

    /** perf's choice, symbol__choose_best_symbol. */
    private int better(int a, int b) {
        int difference = rank(a) - rank(b);
        if (difference == 0) {
            difference = symbols.leadingUnderscores(b) - symbols.leadingUnderscores(a);
        }
        if (difference == 0) {
            difference = symbols.nameLength(a) - symbols.nameLength(b);
        }
        // Otherwise the first of the table.
        return difference > 0 || (difference == 0 && a < b) ? a : b;
    }

    private int rank(int symbol) {
        int binding =
                switch (symbols.binding(symbol)) {
                    case GLOBAL, UNIQUE -> 3;
                    case LOCAL, OTHER -> 2;
                    case WEAK -> 1;
                };
        return binding + (symbols.type(symbol) == SymbolType.NOTYPE ? 0 : 4);
    }

    private boolean inItsSection(int symbol, long address) {
        int index = symbols.section(symbol);
        if (index <= 0 || index >= sections.size()) {
            return false;
        }
        ElfSection section = sections.get(index);
        return Long.compareUnsigned(address - section.address(), section.size()) < 0;
    }
}
