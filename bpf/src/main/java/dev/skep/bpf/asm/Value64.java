package dev.skep.bpf.asm;

/** What a 64-bit immediate load loads (RFC 9669, section 5.4). */
public sealed interface Value64 {

    /** A plain number. */
    @SuppressWarnings(
            "AvoidCommonTypeNames") // What the field calls it; always written with its owner.
    record Number(long value) implements Value64 {}

    /** The map of that name in the same object; the loader turns it into {@link MapFd}. */
    record MapReference(String map) implements Value64 {}

    /**
     * The byte at {@code offset} in the value of the object's single-entry array map of that name.
     */
    record MapValueReference(String map, int offset) implements Value64 {}

    /**
     * A fact about the types of the kernel (CO-RE). A loader of the kernel that the code was
     * compiled for takes the number as it is, another one finds it out by name.
     *
     * @param kind what it is
     * @param type the id of the type in the types of the kernel that the code was compiled for
     * @param path as CO-RE writes it: of a member {@code 0:} and the number of a member at each
     *     level, of an enumerator its number, of a type {@code 0}
     * @param value the number in that kernel
     */
    record Relocated(CoreRelocation kind, int type, String path, long value) implements Value64 {}

    /** The address of the map behind a file descriptor. */
    record MapFd(int fd) implements Value64 {}

    /**
     * The address of a byte in the first value of the array map behind a file descriptor. Since
     * Linux 5.2.
     */
    record MapValueFd(int fd, int offset) implements Value64 {}

    /** A kernel variable by type id; {@code btfFd} 0 is vmlinux. Since Linux 5.10. */
    record BtfId(int typeId, int btfFd) implements Value64 {}

    /**
     * The address of a subprogram, {@code offset} slots from the next instruction. Since Linux
     * 5.13.
     */
    record Function(int offset) implements Value64 {}

    /** The map at an index of the load's fd_array. Since Linux 5.14. */
    record MapIndex(int index) implements Value64 {}

    /**
     * A byte in the first value of the map at an index of the load's fd_array. Since Linux 5.14.
     */
    record MapValueIndex(int index, int offset) implements Value64 {}
}
