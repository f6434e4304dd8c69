package dev.skep.bpf.asm;

/**
 * The bits of an instruction's first byte and what else tells operations apart (RFC 9669, sections
 * 3 to 5; uapi {@code bpf_common.h} and {@code bpf.h}).
 */
final class Opcodes {

    /** Bytes of one slot. */
    static final int SLOT = 8;

    static final int CLASS_MASK = 0x07;
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int JMP32 = 0x06;
    static final int ALU64 = 0x07;

    /** Arithmetic and jumps: the second operand is a register rather than the immediate. */
    static final int X = 0x08;

    static final int OPERATION_MASK = 0xf0;
    static final int NEG = 0x80;
    static final int END = 0xd0;
    static final int JA = 0x00;
    static final int CALL = 0x80;
    static final int EXIT = 0x90;
    static final int JCOND = 0xe0;

    static final int SIZE_MASK = 0x18;
    static final int MODE_MASK = 0xe0;
    static final int IMM = 0x00;
    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int MEMSX = 0x80;
    static final int ATOMIC = 0xc0;

    static final int LOAD_IMMEDIATE_64 = LD | IMM | 0x18;

    /** The offset of signed division and modulo. */
    static final short SIGNED = 1;

    /** The offset of a MOV that casts between address spaces (BPF_ADDR_SPACE_CAST). */
    static final short ADDRESS_SPACE_CAST = 1;

    /** What the source register's field of a call says. */
    static final int CALL_HELPER = 0;

    static final int CALL_SUBPROGRAM = 1;
    static final int CALL_KERNEL_FUNCTION = 2;

    /** What the source register's field of a 64-bit load says (BPF_PSEUDO_*). */
    static final int VALUE_NUMBER = 0;

    static final int VALUE_MAP_FD = 1;
    static final int VALUE_MAP_VALUE = 2;
    static final int VALUE_BTF_ID = 3;
    static final int VALUE_FUNCTION = 4;
    static final int VALUE_MAP_INDEX = 5;
    static final int VALUE_MAP_VALUE_INDEX = 6;

    private Opcodes() {}

    /**
     * {@return the bits of the operation; those of SDIV, SMOD and MOVSX are shared, see {@link
     * #offset}}
     */
    static int bits(AluOperation operation) {
        return switch (operation) {
            case ADD -> 0x00;
            case SUB -> 0x10;
            case MUL -> 0x20;
            case DIV, SDIV -> 0x30;
            case OR -> 0x40;
            case AND -> 0x50;
            case LSH -> 0x60;
            case RSH -> 0x70;
            case MOD, SMOD -> 0x90;
            case XOR -> 0xa0;
            case MOV, MOVSX8, MOVSX16, MOVSX32 -> 0xb0;
            case ARSH -> 0xc0;
        };
    }

    /** {@return the offset field, which tells operations with the same bits apart} */
    static short offset(AluOperation operation) {
        return switch (operation) {
            case SDIV, SMOD -> SIGNED;
            case MOVSX8 -> 8;
            case MOVSX16 -> 16;
            case MOVSX32 -> 32;
            case ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, MOD, XOR, MOV, ARSH -> 0;
        };
    }

    static int bits(Condition condition) {
        return switch (condition) {
            case EQ -> 0x10;
            case GT -> 0x20;
            case GE -> 0x30;
            case SET -> 0x40;
            case NE -> 0x50;
            case SGT -> 0x60;
            case SGE -> 0x70;
            case LT -> 0xa0;
            case LE -> 0xb0;
            case SLT -> 0xc0;
            case SLE -> 0xd0;
        };
    }

    static int bits(MemorySize size) {
        return switch (size) {
            case WORD -> 0x00;
            case HALF -> 0x08;
            case BYTE -> 0x10;
            case DOUBLE -> 0x18;
        };
    }

    static MemorySize size(int opcode) {
        return switch (opcode & SIZE_MASK) {
            case 0x00 -> MemorySize.WORD;
            case 0x08 -> MemorySize.HALF;
            case 0x10 -> MemorySize.BYTE;
            default -> MemorySize.DOUBLE;
        };
    }

    /** {@return the immediate that says which atomic operation it is} */
    static int immediate(AtomicOperation operation) {
        return switch (operation) {
            case ADD -> 0x00;
            case OR -> 0x40;
            case AND -> 0x50;
            case XOR -> 0xa0;
            case FETCH_ADD -> 0x01;
            case FETCH_OR -> 0x41;
            case FETCH_AND -> 0x51;
            case FETCH_XOR -> 0xa1;
            case XCHG -> 0xe1;
            case CMPXCHG -> 0xf1;
            case LOAD_ACQUIRE -> 0x100;
            case STORE_RELEASE -> 0x110;
        };
    }

    /**
     * {@return what the immediate of a load of a subprogram's address says} The kernel counts from
     * the load's second slot, whereas a {@link Value64.Function} counts from the next instruction
     * as all other offsets do.
     */
    static int functionImmediate(Value64.Function function) {
        return function.offset() + 1;
    }

    /** {@return the reverse of {@link #functionImmediate}} */
    static Value64.Function function(int immediate) {
        return new Value64.Function(immediate - 1);
    }
}
