package dev.skep.bpf.info;

/**
 * BTF in the kernel, as it describes it ({@code struct bpf_btf_info}).
 *
 * @param id its id
 * @param bytes its size
 * @param name {@code vmlinux} or a module's name, empty for what was loaded with programs. Since
 *     Linux 5.11
 * @param ofKernel whether it is the kernel's own or a module's. Since Linux 5.11
 */
public record BtfInfo(int id, int bytes, String name, boolean ofKernel) {}
