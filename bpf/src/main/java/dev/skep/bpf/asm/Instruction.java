package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

/**
 * One BPF instruction as a value (RFC 9669). Jump offsets count encoded slots of 8 bytes from the
 * slot after the jump, as in the encoding; {@link CodeBuilder} works them out from labels.
 */
public sealed interface Instruction {

    /** {@return the encoded slots of 8 bytes: 2 for {@link LoadImmediate64}, 1 for all else} */
    default int slots() {
        return this instanceof LoadImmediate64 ? 2 : 1;
    }

    /**
     * {@code destination = destination op source}, or {@code destination = source} for the MOV
     * family.
     */
    record Alu(AluOperation operation, Width width, Register destination, Operand source)
            implements Instruction {
        public Alu {
            if (operation.extendsSign() && !(source instanceof Register)) {
                throw new IllegalArgumentException(operation + " takes a register, not " + source);
            }
            if (operation == AluOperation.MOVSX32 && width == Width.W32) {
                throw new IllegalArgumentException("MOVSX32 extends to 64 bits only");
            }
        }
    }

    /** {@code destination = -destination}. */
    record Negate(Width width, Register destination) implements Instruction {}

    /**
     * Swaps or fixes the byte order of the lowest 16, 32 or 64 bits and zeroes the rest.
     *
     * @param kind to which order
     * @param destination the register
     * @param bits 16, 32 or 64
     */
    record ByteSwap(Kind kind, Register destination, int bits) implements Instruction {
        public ByteSwap {
            if (bits != 16 && bits != 32 && bits != 64) {
                throw new IllegalArgumentException(
                        "a byte swap has 16, 32 or 64 bits, not " + bits);
            }
        }

        /** To which order. */
        public enum Kind {
            /** To little endian: a swap on big-endian machines only. */
            TO_LITTLE,
            /** To big endian: a swap on little-endian machines only. */
            TO_BIG,
            /** Always a swap, {@code -mcpu=v4}. Since Linux 6.6. */
            ALWAYS
        }
    }

    /**
     * {@code destination = *(size *)(base + offset)}, zero-extended, or sign-extended ({@code
     * -mcpu=v4}, 6.6).
     */
    record Load(MemorySize size, boolean signed, Register destination, Register base, short offset)
            implements Instruction {
        public Load {
            if (signed && size == MemorySize.DOUBLE) {
                throw new IllegalArgumentException("a load of 8 bytes has no sign to extend");
            }
        }
    }

    /** {@code *(size *)(base + offset) = source}. */
    record Store(MemorySize size, Register base, short offset, Operand source)
            implements Instruction {}

    /**
     * An atomic read-modify-write, load or store at {@code base + offset}.
     *
     * @param operation what happens
     * @param size 4 or 8 bytes, and for {@link AtomicOperation#LOAD_ACQUIRE} and {@link
     *     AtomicOperation#STORE_RELEASE} any
     * @param base the address
     * @param offset added to the address
     * @param source the other operand, which gets the old value where one is fetched; for {@link
     *     AtomicOperation#LOAD_ACQUIRE} the register that is loaded
     */
    record Atomic(
            AtomicOperation operation,
            MemorySize size,
            Register base,
            short offset,
            Register source)
            implements Instruction {
        public Atomic {
            if (size.bytes() < 4 && operation.modifies()) {
                throw new IllegalArgumentException(
                        operation + " takes 4 or 8 bytes, not " + size.bytes());
            }
        }
    }

    /**
     * Loads 64 bits, or the address of something that the loader or the kernel fills in. Two slots.
     */
    record LoadImmediate64(Register destination, Value64 value) implements Instruction {}

    /**
     * Jumps always.
     *
     * @param offset slots from the next instruction
     * @param wide whether the 32-bit form is used ({@code gotol}, {@code -mcpu=v4}, since Linux
     *     6.6)
     */
    record Goto(int offset, boolean wide) implements Instruction {
        public Goto {
            if (!wide) {
                Narrowing.s16(offset, "jump offset");
            }
        }
    }

    /**
     * Jumps by {@code offset} slots if the condition holds between {@code left} and {@code right}.
     */
    record JumpIf(Condition condition, Width width, Register left, Operand right, short offset)
            implements Instruction {}

    /** Calls; arguments in R1 to R5, result in R0. */
    record Call(CallTarget target) implements Instruction {}

    /** Returns R0. */
    record Exit() implements Instruction {}

    /** Jumps by {@code offset} when the loop has run too long. Since Linux 6.9. */
    record MayGoto(short offset) implements Instruction {}

    /** {@code goto *register}: through a jump table. Since Linux 6.19. */
    record GotoRegister(Register register) implements Instruction {}

    /**
     * Casts a pointer between address spaces (arenas). Since Linux 6.9.
     *
     * @param destination gets the cast pointer
     * @param source the pointer
     * @param toSpace 0 (what programs use) or 1 (what user space uses); 16 unsigned bits in the
     *     encoding
     * @param fromSpace likewise
     */
    record AddressSpaceCast(Register destination, Register source, int toSpace, int fromSpace)
            implements Instruction {
        public AddressSpaceCast {
            Narrowing.u16(toSpace, "address space");
            Narrowing.u16(fromSpace, "address space");
        }
    }

    /**
     * The old packet load into R0, in network byte order, of sockets' and tc's programs.
     *
     * @param size at most 4 bytes
     * @param index added to the offset, or null
     * @param offset bytes from the start of the packet
     */
    record LoadPacket(MemorySize size, @Nullable Register index, int offset)
            implements Instruction {
        public LoadPacket {
            if (size == MemorySize.DOUBLE) {
                throw new IllegalArgumentException("a packet load takes at most 4 bytes");
            }
        }
    }
}
