package dev.skep.bpf.kallsyms;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.AddressTable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The symbols of a kernel by address and by name. Immutable; may be used from any thread.
 *
 * <p>A symbol takes 16 bytes and those of its name; it takes a string only when its name is asked
 * for. Indexes ascend by address.
 */
public final class Kallsyms {
    /** No function and no variable of a kernel is as large; what is further away is no symbol's. */
    private static final long FARTHEST = 16 << 20;

    /** So many names are looked for by passing over all symbols; the index pays for the next. */
    private static final int SCANS = 4;

    private final AddressTable addresses;

    /** By number of the address table: a {@link KallsymsReader#ENTRY_NAME entry}. */
    private final byte[] entries;

    private final String[] modules;
    private final boolean hidden;

    // Races are harmless: an index is immutable, and one made twice is the same twice.
    private @Nullable Chains chains;
    private int scans;

    /** Symbols by the hash of their names: by hash the first, by symbol the next; -1 for none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chains(int[] heads, int[] next) {}

    Kallsyms(AddressTable addresses, byte[] entries, String[] modules, boolean hidden) {
        this.addresses = addresses;
        this.entries = entries;
        this.modules = modules;
        this.hidden = hidden;
    }

    /**
     * {@return the symbols of a text in the form of {@code /proc/kallsyms}}
     *
     * <pre>
     * ffffffff81a4d3c0 t vfs_read_iter
     * ffffffffc0201000 t nf_nat_setup_info    [nf_nat]
     * </pre>
     *
     * @param name what to call the text in messages
     * @param text is read to its end and not closed
     * @throws IOException if it can't be read
     * @throws MalformedObjectException if a line is not of that form
     */
    public static Kallsyms read(String name, InputStream text) throws IOException {
        return new KallsymsReader(name, text).read();
    }

    /** {@return how many there are; indexes are below} */
    public int count() {
        return addresses.size();
    }

    /**
     * {@return whether all addresses are 0} That is what those see who may not know them:
     * kernel.kptr_restrict. Such symbols have names but no addresses, and no address has a symbol.
     */
    public boolean hidesAddresses() {
        return hidden;
    }

    /** {@return the address of the symbol at an index; 0 if it is hidden} */
    public long address(int index) {
        return addresses.address(index);
    }

    /** {@return its name} */
    public String name(int index) {
        int start = addresses.number(index) + KallsymsReader.ENTRY_NAME;
        return new String(entries, start, nameEnd(start) - start, StandardCharsets.UTF_8);
    }

    /**
     * {@return what {@code nm} would say: {@code t} a function, {@code d} data, …; upper case if
     * the whole kernel sees it}
     */
    public char type(int index) {
        return (char) entries[addresses.number(index)];
    }

    /** {@return whether it is a function} */
    public boolean isFunction(int index) {
        char type = type(index);
        return type == 't' || type == 'T' || type == 'w' || type == 'W';
    }

    /**
     * {@return the module it is in, without brackets; null if it is built in} BPF programs are in
     * {@code bpf}.
     */
    public @Nullable String module(int index) {
        int at = addresses.number(index);
        int module = (entries[at + 1] & 0xFF) | (entries[at + 2] & 0xFF) << 8;
        return module == 0 ? null : modules[module - 1];
    }

    /**
     * {@return the index of the symbol that an address is in, -1 if there is none} Sizes are not
     * known: a symbol reaches to the next. Of several at one address it is the first, which is the
     * kernel's own choice.
     */
    public int at(long address) {
        if (hidden || address == 0) {
            return -1;
        }
        int at = addresses.floor(address);
        // Absolute symbols are numbers that only look like addresses.
        while (at >= 0 && (entries[addresses.number(at)] | 0x20) == 'a') {
            at--;
        }
        if (at < 0 || Long.compareUnsigned(address - addresses.address(at), FARTHEST) >= 0) {
            return -1;
        }
        while (at > 0 && addresses.address(at - 1) == addresses.address(at)) {
            at--;
        }
        return at;
    }

    /**
     * {@return the index of the symbol of that name with the lowest address, -1 if there is none}
     */
    public int find(String name) {
        int[] all = findAll(name);
        return all.length == 0 ? -1 : all[0];
    }

    /**
     * {@return the indexes of all symbols of that name, ascending: static functions share names}
     */
    public int[] findAll(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        Chains index = chains;
        if (index == null) {
            if (scans++ < SCANS) {
                return scan(wanted);
            }
            index = index();
            chains = index;
        }
        int[] found = new int[1];
        int count = 0;
        int slot = slot(hash(wanted), index.heads.length);
        for (int i = index.heads[slot]; i >= 0; i = index.next[i]) {
            if (nameEquals(i, wanted)) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int[] scan(byte[] wanted) {
        int[] found = new int[1];
        int count = 0;
        for (int i = 0; i < addresses.size(); i++) {
            if (nameEquals(i, wanted)) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private Chains index() {
        int[] heads = new int[Integer.highestOneBit(Math.max(count(), 1)) << 1];
        int[] next = new int[count()];
        Arrays.fill(heads, -1);
        for (int i = count() - 1; i >= 0; i--) {
            int slot = slot(hash(i), heads.length);
            next[i] = heads[slot];
            heads[slot] = i;
        }
        return new Chains(heads, next);
    }

    private static int slot(int hash, int slots) {
        return (int) ((Integer.toUnsignedLong(hash * 0x9E3779B9) * slots) >>> 32);
    }

    private int hash(int index) {
        int hash = 0;
        int at = addresses.number(index) + KallsymsReader.ENTRY_NAME;
        for (byte c = entries[at]; c != 0; c = entries[++at]) {
            hash = hash * 31 + c;
        }
        return hash;
    }

    private static int hash(byte[] name) {
        int hash = 0;
        for (byte c : name) {
            hash = hash * 31 + c;
        }
        return hash;
    }

    private boolean nameEquals(int index, byte[] wanted) {
        int start = addresses.number(index) + KallsymsReader.ENTRY_NAME;
        if (start + wanted.length >= entries.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (entries[start + i] != wanted[i]) {
                return false;
            }
        }
        return entries[start + wanted.length] == 0;
    }

    private int nameEnd(int start) {
        int end = start;
        while (entries[end] != 0) {
            end++;
        }
        return end;
    }
}
