package dev.skep.bpf.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A section of strings that end with NUL, looked at without making strings of them. */
final class StringSection {
    /** What comes later in a name does not change its hash; it bounds the work for wrong bytes. */
    private static final int HASHED = 512;

    /** Names longer than this match no pattern. */
    private static final int MATCHED = 1 << 14;

    private final ByteBuffer bytes;

    StringSection(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the bytes of the string at an offset, -1 if there is none} */
    int length(int at) {
        return ElfBytes.stringLength(bytes, at);
    }

    String string(int at, int length) {
        return ElfBytes.string(bytes, at, length);
    }

    boolean equals(int at, byte[] wanted) {
        if (at < 0 || at >= bytes.limit() - wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return bytes.get(at + wanted.length) == 0;
    }

    /** {@return a hash of the string at an offset, as {@link #hash(byte[])} of its bytes} */
    int hash(int at) {
        int hash = 0;
        if (at >= 0) {
            int limit = Math.min(bytes.limit() - at, HASHED) + at;
            for (int i = at; i < limit; i++) {
                byte next = bytes.get(i);
                if (next == 0) {
                    break;
                }
                hash = hash * 31 + next;
            }
        }
        return hash;
    }

    static int hash(byte[] name) {
        int hash = 0;
        int length = Math.min(name.length, HASHED);
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + name[i];
        }
        return hash;
    }

    int leadingUnderscores(int at) {
        int count = 0;
        while (at >= 0 && at < bytes.limit() - count && bytes.get(at + count) == '_') {
            count++;
        }
        return count;
    }

    /** {@return whether all of the string matches; {@code *} stands for any bytes} */
    boolean matches(int start, byte[] pattern) {
        if (start < 0) {
            return false;
        }
        int limit = Math.min(bytes.limit() - start, MATCHED) + start;
        int at = start;
        int next = 0;
        // Where to go on after a star when what follows it does not fit: one byte later.
        int star = -1;
        int retry = 0;
        while (true) {
            if (at >= limit) {
                return false; // no NUL
            }
            byte c = bytes.get(at);
            if (c == 0) {
                break;
            }
            if (next < pattern.length && pattern[next] == '*') {
                star = ++next;
                retry = at;
            } else if (next < pattern.length && pattern[next] == c) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == '*') {
            next++;
        }
        return next == pattern.length;
    }
}
