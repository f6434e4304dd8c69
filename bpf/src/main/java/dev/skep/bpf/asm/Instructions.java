package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.btf.FunctionSignature;

/**
 * Short names for the instructions that programs are mostly made of, to be imported statically.
 * Where a name does not say how many bits it works on, it is all 64. Numbers that do not fit their
 * field are refused with the field's name.
 */
public final class Instructions {

    private Instructions() {}

    /** {@return {@code destination = source}} */
    public static Instruction mov(Register destination, Register source) {
        return alu(AluOperation.MOV, destination, source);
    }

    /** {@return {@code destination = value}, sign-extended} */
    public static Instruction mov(Register destination, int value) {
        return alu(AluOperation.MOV, destination, new Immediate(value));
    }

    /**
     * {@return {@code destination = value} in one slot if the value fits 32 signed bits, else in
     * two}
     */
    public static Instruction loadConstant(Register destination, long value) {
        return value == (int) value
                ? mov(destination, (int) value)
                : new LoadImmediate64(destination, new Value64.Number(value));
    }

    /** {@return {@code destination += source}} */
    public static Instruction add(Register destination, Register source) {
        return alu(AluOperation.ADD, destination, source);
    }

    /** {@return {@code destination += value}} */
    public static Instruction add(Register destination, int value) {
        return alu(AluOperation.ADD, destination, new Immediate(value));
    }

    /** {@return {@code destination -= source}} */
    public static Instruction sub(Register destination, Register source) {
        return alu(AluOperation.SUB, destination, source);
    }

    /** {@return {@code destination &= value}} */
    public static Instruction and(Register destination, int value) {
        return alu(AluOperation.AND, destination, new Immediate(value));
    }

    /** {@return {@code destination <<= bits}} */
    public static Instruction lsh(Register destination, int bits) {
        return alu(AluOperation.LSH, destination, new Immediate(bits));
    }

    /** {@return {@code destination >>= bits}, zeros coming in} */
    public static Instruction rsh(Register destination, int bits) {
        return alu(AluOperation.RSH, destination, new Immediate(bits));
    }

    /** {@return {@code destination >>= bits}, copies of the sign coming in} */
    public static Instruction arsh(Register destination, int bits) {
        return alu(AluOperation.ARSH, destination, new Immediate(bits));
    }

    /** {@return any arithmetic on all 64 bits} */
    public static Instruction alu(AluOperation operation, Register destination, Operand source) {
        return new Alu(operation, Width.W64, destination, source);
    }

    /**
     * {@return any arithmetic on the lower 32 bits; it zeroes the upper ones of {@code
     * destination}}
     */
    public static Instruction alu32(AluOperation operation, Register destination, Operand source) {
        return new Alu(operation, Width.W32, destination, source);
    }

    /** {@return {@code destination = -destination}} */
    public static Instruction neg(Register destination) {
        return new Negate(Width.W64, destination);
    }

    /**
     * {@return the lowest {@code bits} (16, 32 or 64) of a register brought from or to network byte
     * order}
     */
    public static Instruction toBigEndian(Register destination, int bits) {
        return new ByteSwap(ByteSwap.Kind.TO_BIG, destination, bits);
    }

    /** {@return {@code destination = *(size *)(base + offset)}, zero-extended} */
    public static Instruction load(
            MemorySize size, Register destination, Register base, int offset) {
        return new Load(size, false, destination, base, Narrowing.s16(offset, "load offset"));
    }

    /** {@return {@code destination = *(size *)(base + offset)}, sign-extended. Since Linux 6.6.} */
    public static Instruction loadSigned(
            MemorySize size, Register destination, Register base, int offset) {
        return new Load(size, true, destination, base, Narrowing.s16(offset, "load offset"));
    }

    /** {@return {@code *(size *)(base + offset) = source}} */
    public static Instruction store(MemorySize size, Register base, int offset, Register source) {
        return new Store(size, base, Narrowing.s16(offset, "store offset"), source);
    }

    /** {@return {@code *(size *)(base + offset) = value}, sign-extended} */
    public static Instruction store(MemorySize size, Register base, int offset, int value) {
        return new Store(size, base, Narrowing.s16(offset, "store offset"), new Immediate(value));
    }

    /** {@return an atomic operation on the {@code size} at {@code base + offset}} */
    public static Instruction atomic(
            AtomicOperation operation,
            MemorySize size,
            Register base,
            int offset,
            Register source) {
        return new Atomic(operation, size, base, Narrowing.s16(offset, "atomic offset"), source);
    }

    /** {@return a load of the address of the object's map of that name} */
    public static Instruction loadMap(Register destination, String map) {
        return new LoadImmediate64(destination, new Value64.MapReference(map));
    }

    /**
     * {@return a load of the address of a byte in the value of the object's single-entry array of
     * that name}
     */
    public static Instruction loadMapValue(Register destination, String map, int offset) {
        return new LoadImmediate64(destination, new Value64.MapValueReference(map, offset));
    }

    /** {@return a call of a helper; arguments in R1 to R5, result in R0} */
    public static Instruction call(BpfHelper helper) {
        return new Call(new CallTarget.Helper(helper.number()));
    }

    /**
     * {@return a call of a kernel function. Since Linux 5.13.}
     *
     * @param typeId the BTF id of its FUNC
     * @param fdIndex index of the module's BTF in the load's fd_array, 0 for vmlinux
     */
    public static Instruction callKernelFunction(int typeId, int fdIndex) {
        return new Call(
                new CallTarget.KernelFunction(typeId, Narrowing.s16(fdIndex, "index of the BTF")));
    }

    /** {@return a call of the kernel function of that name. Since Linux 5.13.} */
    public static Instruction callKernelFunction(String name, FunctionSignature signature) {
        return new Call(new CallTarget.KernelFunctionReference(name, false, signature));
    }

    /** {@return a return of R0} */
    public static Instruction exit() {
        return new Exit();
    }
}
