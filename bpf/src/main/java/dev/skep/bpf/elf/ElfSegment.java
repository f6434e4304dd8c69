package dev.skep.bpf.elf;

/**
 * A program header: what is in memory when the file runs.
 *
 * @param type PT_* of {@code elf.h}; 1 is PT_LOAD
 * @param flags 1 execute, 2 write, 4 read
 * @param offset where it is in the file
 * @param virtualAddress where it is in memory, before the loader moves the file as a whole
 * @param fileSize its bytes in the file
 * @param memorySize its bytes in memory; what is more than {@code fileSize} is zero
 * @param alignment of its address, 0 and 1 are none
 */
public record ElfSegment(
        int type,
        int flags,
        long offset,
        long virtualAddress,
        long fileSize,
        long memorySize,
        long alignment) {

    /** {@return whether it is PT_LOAD: mapped when the file runs} */
    public boolean isLoaded() {
        return type == ElfLayout.PT_LOAD;
    }

    /** {@return whether it holds instructions} */
    public boolean isExecutable() {
        return (flags & 1) != 0;
    }
}
