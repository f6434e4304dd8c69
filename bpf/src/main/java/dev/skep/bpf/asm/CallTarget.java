package dev.skep.bpf.asm;

/** What a call calls. */
public sealed interface CallTarget {

    /**
     * A helper of the kernel by its number in uapi {@code bpf.h}.
     *
     * @param number the number
     */
    record Helper(int number) implements CallTarget {}

    /**
     * A subprogram.
     *
     * @param offset slots from the next instruction to its first one
     */
    record Subprogram(int offset) implements CallTarget {}

    /**
     * A kernel function by its BTF type id. Since Linux 5.13.
     *
     * @param typeId the id of the FUNC
     * @param fdIndex index of the module's BTF in the load's fd_array, 0 for vmlinux
     */
    record KernelFunction(int typeId, short fdIndex) implements CallTarget {}
}
