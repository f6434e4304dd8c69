package dev.skep.symbols;

/**
 * A stretch of the memory of a process that holds instructions: a line of {@code /proc/PID/maps}.
 *
 * @param start its first address
 * @param end the address behind it
 * @param fileOffset where in the file it begins
 * @param device the file's, major &lt;&lt; 32 | minor
 * @param inode the file's, 0 without a file
 * @param path the file as the process sees it, a name in brackets, or empty; a file that was
 *     deleted has {@code (deleted)} at its end
 */
record MemoryMapping(long start, long end, long fileOffset, long device, long inode, String path) {
    private static final String DELETED = " (deleted)";

    boolean contains(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }

    boolean isDeleted() {
        return path.endsWith(DELETED);
    }

    /** {@return whether it comes from a file that may be a binary} */
    boolean isFile() {
        return inode != 0 && path.startsWith("/");
    }

    boolean isVdso() {
        return path.equals("[vdso]");
    }

    /** {@return the path without what the kernel adds} */
    String module() {
        return isDeleted() ? path.substring(0, path.length() - DELETED.length()) : path;
    }
}
