package dev.skep.bpf.elf;

import org.jspecify.annotations.Nullable;

/** The registers of x86-64 by the names of the kernel's {@code struct pt_regs}. */
public enum X86Register {
    /** {@code %rax}. */
    AX,
    /** {@code %rbx}. */
    BX,
    /** {@code %rcx}. */
    CX,
    /** {@code %rdx}. */
    DX,
    /** {@code %rsi}. */
    SI,
    /** {@code %rdi}. */
    DI,
    /** {@code %rbp}. */
    BP,
    /** {@code %rsp}. */
    SP,
    /** {@code %r8}. */
    R8,
    /** {@code %r9}. */
    R9,
    /** {@code %r10}. */
    R10,
    /** {@code %r11}. */
    R11,
    /** {@code %r12}. */
    R12,
    /** {@code %r13}. */
    R13,
    /** {@code %r14}. */
    R14,
    /** {@code %r15}. */
    R15,
    /** {@code %rip}: the address of the instruction. */
    IP;

    private static final String OLD = "axbxcxdxsidibpsp";

    /**
     * {@return the register that the assembler calls {@code name}, without its {@code %}, in any of
     * its sizes ({@code rax eax ax al ah}); null if there is none}
     */
    static @Nullable X86Register named(String name) {
        if (name.equals("rip") || name.equals("eip")) {
            return IP;
        }
        if (name.length() >= 2 && name.charAt(0) == 'r' && isDigit(name.charAt(1))) {
            return numbered(name);
        }
        String bare =
                name.length() == 3 && (name.charAt(0) == 'r' || name.charAt(0) == 'e')
                        ? name.substring(1)
                        : name;
        if (bare.length() == 3 && bare.charAt(2) == 'l') {
            bare = bare.substring(0, 2); // sil dil bpl spl
        } else if (bare.length() == 2 && bare.equals(name) && isByte(bare)) {
            bare = bare.charAt(0) + "x"; // al ah
        }
        int at = bare.length() == 2 ? OLD.indexOf(bare) : -1;
        return at < 0 || (at & 1) != 0 ? null : values()[at / 2];
    }

    /** {@return whether {@code name} is the second byte of its register: {@code ah bh ch dh}} */
    static boolean isSecondByte(String name) {
        return name.length() == 2 && name.charAt(1) == 'h' && isByte(name);
    }

    private static boolean isByte(String name) {
        char last = name.charAt(1);
        return (last == 'l' || last == 'h') && name.charAt(0) >= 'a' && name.charAt(0) <= 'd';
    }

    private static @Nullable X86Register numbered(String name) {
        int number = 0;
        int at = 1;
        while (at < name.length() && at < 3 && isDigit(name.charAt(at))) {
            number = number * 10 + (name.charAt(at++) - '0');
        }
        boolean sized =
                at == name.length()
                        || (at == name.length() - 1 && "dwb".indexOf(name.charAt(at)) >= 0);
        return sized && number >= 8 && number <= 15 && name.charAt(1) != '0'
                ? values()[number]
                : null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
