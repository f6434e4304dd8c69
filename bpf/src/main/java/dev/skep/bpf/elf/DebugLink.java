package dev.skep.bpf.elf;

/**
 * Where the symbols of a stripped file went: section {@code .gnu_debuglink}.
 *
 * @param file the name of the debug file, without a folder
 * @param crc32 the checksum of that file, as {@link java.util.zip.CRC32} computes it
 */
public record DebugLink(String file, int crc32) {}
