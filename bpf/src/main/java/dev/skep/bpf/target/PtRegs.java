package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The registers of a process or of the kernel when a probe fired, as programs get them: {@code
 * struct pt_regs} of uapi {@code asm/ptrace.h}. Kprobes and uprobes get one as their context; the
 * context of a perf event begins with one.
 *
 * @param names the registers by their names in the struct, in its order, 8 bytes each
 * @param arguments those that hold the first arguments of a function, in order
 * @param result the one that holds a function's result
 * @param stackPointer the stack pointer
 * @param instructionPointer the address of the instruction
 */
public record PtRegs(
        List<String> names,
        List<String> arguments,
        String result,
        String stackPointer,
        String instructionPointer) {

    /** Those of x86-64. */
    static final PtRegs X86_64 =
            new PtRegs(
                    List.of(
                            "r15", "r14", "r13", "r12", "bp", "bx", "r11", "r10", "r9", "r8", "ax",
                            "cx", "dx", "si", "di", "orig_ax", "ip", "cs", "flags", "sp", "ss"),
                    List.of("di", "si", "dx", "cx", "r8", "r9"),
                    "ax",
                    "sp",
                    "ip");

    /** Copies the lists. */
    public PtRegs {
        names = List.copyOf(names);
        arguments = List.copyOf(arguments);
    }

    /** {@return the name in the struct of a register that scripts may call otherwise} */
    public String alias(String name) {
        return name.equals("pc") ? instructionPointer : name;
    }

    /** {@return bytes from the start of the struct, or -1 if there is no such register} */
    public int offset(String register) {
        int index = names.indexOf(register);
        return index < 0 ? -1 : index * 8;
    }

    /**
     * {@return the register that holds argument {@code index} of a function, from 0; null for those
     * on the stack}
     */
    public @Nullable String argument(int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    /**
     * {@return where argument {@code index}, which no register holds, is: bytes from the stack
     * pointer at the function's first instruction, behind the return address}
     */
    public int stackOffset(int index) {
        return 8 * (index - arguments.size() + 1);
    }
}
