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
     * How many bytes a member is behind the start of a struct of the kernel: CO-RE's {@code
     * BPF_CORE_FIELD_BYTE_OFFSET}. A loader of the kernel that the code was compiled for takes the
     * number as it is, another one looks the member up by name.
     *
     * @param type the id of the struct in the types of the kernel that the code was compiled for
     * @param path the way to the member, as CO-RE writes it: {@code 0:} and the number of a member
     *     at each level
     * @param bytes how many there are in that kernel
     */
    record FieldOffset(int type, String path, int bytes) implements Value64 {}

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
