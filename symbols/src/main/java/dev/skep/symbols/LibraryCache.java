package dev.skep.symbols;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the dynamic linker knows about where libraries are: {@code /etc/ld.so.cache}, in the format
 * of glibc 2.2 and later, alone or behind the old one. Source: glibc, sysdeps/generic/dl-cache.h.
 */
final class LibraryCache {
    private static final String OLD_MAGIC = "ld.so-1.7.0";
    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int HEADER = 48;
    private static final int ENTRY = 24;

    /** FLAG_ELF_LIBC6 with the machine's own bits: those of x86-64, of 64-bit ARM. */
    private static final int X86_64 = 0x0303;

    private static final int AARCH64 = 0x0A03;

    private final String file;
    private final ByteBuffer bytes;
    private final int start;
    private final int count;

    private LibraryCache(String file, ByteBuffer bytes, int start) {
        this.file = file;
        this.bytes = bytes;
        this.start = start;
        this.count = start + HEADER > bytes.limit() ? -1 : bytes.getInt(start + 20);
        if (count < 0 || start + HEADER + (long) count * ENTRY > bytes.limit()) {
            throw malformed(start + 20, "a table that reaches beyond the end");
        }
    }

    /**
     * {@return the cache in {@code content}}
     *
     * @param file what to call it in messages
     * @throws MalformedObjectException if it is none
     */
    static LibraryCache of(String file, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        int start = 0;
        if (isAt(bytes, 0, OLD_MAGIC)) {
            // Header of 16 bytes, entries of 12, then the new one, aligned to 8.
            long end = bytes.limit() < 16 ? -1 : 16 + 12L * bytes.getInt(12);
            start = end < 0 || end > bytes.limit() - 8 ? bytes.limit() : (int) (end + 7 & -8);
        }
        if (!isAt(bytes, start, MAGIC)) {
            throw new MalformedObjectException(
                    file + " is not a cache of libraries: at offset " + start + ", no " + MAGIC);
        }
        return new LibraryCache(file, bytes, start);
    }

    private static boolean isAt(ByteBuffer bytes, int at, String text) {
        if (at > bytes.limit() - text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the path of a library of this machine's architecture, null if it is not there}
     *
     * @param name a SONAME ({@code libssl.so.3}), or the start of some ({@code libssl}, {@code
     *     libssl.so}), of which the newest is taken: the cache has it first
     */
    @Nullable String find(String name) {
        String bare = null;
        for (int i = 0; i < count; i++) {
            int at = start + HEADER + i * ENTRY;
            // Those with hardware capabilities are for some machines only.
            if (!isOwn(bytes.getInt(at)) || bytes.getLong(at + 16) != 0) {
                continue;
            }
            String library = string(bytes.getInt(at + 4));
            if (library.equals(name)) {
                return string(bytes.getInt(at + 8));
            }
            if (bare == null && isVersionOf(library, name)) {
                bare = string(bytes.getInt(at + 8));
            }
        }
        return bare;
    }

    static boolean isVersionOf(String library, String name) {
        if (!library.startsWith(name)) {
            return false;
        }
        String rest = library.substring(name.length());
        return rest.equals(".so")
                || rest.startsWith(".so.")
                || (rest.startsWith(".") && name.contains(".so"));
    }

    /** {@return all SONAMEs of this machine's architecture} */
    List<String> names() {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = start + HEADER + i * ENTRY;
            if (isOwn(bytes.getInt(at))) {
                names.add(string(bytes.getInt(at + 4)));
            }
        }
        return names;
    }

    private static boolean isOwn(int flags) {
        return flags == ownFlags();
    }

    /** {@return the flags of libraries of this machine's architecture} */
    static int ownFlags() {
        return System.getProperty("os.arch", "").equals("aarch64") ? AARCH64 : X86_64;
    }

    private String string(int offset) {
        int from = start + offset;
        if (offset < 0 || from < 0 || from >= bytes.limit()) {
            throw malformed(start, "a name beyond the end");
        }
        int end = from;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - from];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private MalformedObjectException malformed(int at, String what) {
        return new MalformedObjectException(
                file + " is not a cache of libraries: at offset " + at + ", " + what);
    }
}
