package dev.skep.bpf.elf;

/** Where an argument of a USDT probe is when its instruction runs. */
public sealed interface UsdtArgument {

    /** {@return its bytes: 1, 2, 4 or 8} */
    int size();

    /** {@return whether it is signed} */
    boolean signed();

    /**
     * It is always the same.
     *
     * @param size its bytes
     * @param signed whether it is signed
     * @param value it
     */
    record Constant(int size, boolean signed, long value) implements UsdtArgument {}

    /**
     * It is in a register.
     *
     * @param size its bytes
     * @param signed whether it is signed
     * @param register where
     * @param shift at which bit of the register it begins: 8 for {@code ah}, otherwise 0
     */
    record InRegister(int size, boolean signed, X86Register register, int shift)
            implements UsdtArgument {}

    /**
     * It is in the memory of the process, at base + displacement.
     *
     * @param size its bytes
     * @param signed whether it is signed
     * @param base a register
     * @param displacement what is added
     */
    record InMemory(int size, boolean signed, X86Register base, long displacement)
            implements UsdtArgument {}

    /**
     * It is in the memory of the process, at base + index * scale + displacement.
     *
     * @param size its bytes
     * @param signed whether it is signed
     * @param base a register
     * @param index another one
     * @param scale 1, 2, 4 or 8
     * @param displacement what is added
     */
    record Indexed(
            int size,
            boolean signed,
            X86Register base,
            X86Register index,
            int scale,
            long displacement)
            implements UsdtArgument {}

    /**
     * It is in a variable of the program: {@code 4@counter+8(%rip)}.
     *
     * @param size its bytes
     * @param signed whether it is signed
     * @param symbol the variable
     * @param displacement what is added to its address
     */
    record InVariable(int size, boolean signed, String symbol, long displacement)
            implements UsdtArgument {}

    /**
     * Where it is can't be told, or not read by BPF: a floating-point register, another machine's
     * assembler.
     *
     * @param size its bytes, 0 if not known
     * @param signed whether it is signed
     * @param text what the note says
     */
    record Unknown(int size, boolean signed, String text) implements UsdtArgument {}
}
