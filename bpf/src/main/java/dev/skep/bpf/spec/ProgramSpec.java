package dev.skep.bpf.spec;

import dev.skep.bpf.asm.Code;

/**
 * A program that an object wants, not yet loaded.
 *
 * @param name its name and that of its main function; the kernel sees at most 15 characters of
 *     {@code [A-Za-z0-9_]}
 * @param type the type
 * @param attachType the attach type it is checked for
 * @param attachTo what it attaches to, in the terms of its type ({@code syscalls:sys_enter_openat},
 *     a function's name), or empty
 * @param code the instructions; maps are named, not numbered
 * @param flags BPF_F_* bits
 */
public record ProgramSpec(
        String name,
        ProgramType type,
        AttachType attachType,
        String attachTo,
        Code code,
        int flags) {}
