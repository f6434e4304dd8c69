package dev.skep.sys;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Where the kernel writes why it refused BTF or a program.
 *
 * @param level 1 (the failing path), 2 (all paths), and 4 (statistics) added; never 0
 * @param buffer the memory; the kernel keeps the tail of a longer log since Linux 6.4, the head
 *     before
 */
public record LogBuffer(int level, MemorySegment buffer) {

    /**
     * {@return what the kernel wrote, up to the first NUL; bytes that are not UTF-8 are replaced}
     */
    public String text() {
        byte[] bytes = buffer.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
