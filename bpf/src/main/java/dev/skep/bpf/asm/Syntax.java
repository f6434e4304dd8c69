package dev.skep.bpf.asm;

/**
 * The words and signs of LLVM's BPF assembly language, for writing and for reading it (LLVM, {@code
 * BPFInstrInfo.td}).
 */
final class Syntax {

    private Syntax() {}

    /**
     * {@return what stands between destination and source; the MOVSX family has {@link #cast}
     * besides}
     */
    static String sign(AluOperation operation) {
        return switch (operation) {
            case ADD -> "+=";
            case SUB -> "-=";
            case MUL -> "*=";
            case DIV -> "/=";
            case SDIV -> "s/=";
            case OR -> "|=";
            case AND -> "&=";
            case LSH -> "<<=";
            case RSH -> ">>=";
            case ARSH -> "s>>=";
            case MOD -> "%=";
            case SMOD -> "s%=";
            case XOR -> "^=";
            case MOV, MOVSX8, MOVSX16, MOVSX32 -> "=";
        };
    }

    /** {@return what stands in front of the source} */
    static String cast(AluOperation operation) {
        return switch (operation) {
            case MOVSX8 -> "(s8)";
            case MOVSX16 -> "(s16)";
            case MOVSX32 -> "(s32)";
            case ADD, SUB, MUL, DIV, SDIV, OR, AND, LSH, RSH, ARSH, MOD, SMOD, XOR, MOV -> "";
        };
    }

    static String sign(Condition condition) {
        return switch (condition) {
            case EQ -> "==";
            case NE -> "!=";
            case SET -> "&";
            case GT -> ">";
            case GE -> ">=";
            case LT -> "<";
            case LE -> "<=";
            case SGT -> "s>";
            case SGE -> "s>=";
            case SLT -> "s<";
            case SLE -> "s<=";
        };
    }

    static String type(MemorySize size, boolean signed) {
        return switch (size) {
            case BYTE -> signed ? "s8" : "u8";
            case HALF -> signed ? "s16" : "u16";
            case WORD -> signed ? "s32" : "u32";
            case DOUBLE -> signed ? "s64" : "u64";
        };
    }

    static String word(Instruction.ByteSwap.Kind kind) {
        return switch (kind) {
            case TO_LITTLE -> "le";
            case TO_BIG -> "be";
            case ALWAYS -> "bswap";
        };
    }

    /** {@return the sign of an operation without fetching, the name of any other} */
    static String word(AtomicOperation operation) {
        return switch (operation) {
            case ADD -> "+=";
            case OR -> "|=";
            case AND -> "&=";
            case XOR -> "^=";
            case FETCH_ADD -> "atomic_fetch_add";
            case FETCH_OR -> "atomic_fetch_or";
            case FETCH_AND -> "atomic_fetch_and";
            case FETCH_XOR -> "atomic_fetch_xor";
            case XCHG -> "xchg";
            case CMPXCHG -> "cmpxchg";
            case LOAD_ACQUIRE -> "load_acquire";
            case STORE_RELEASE -> "store_release";
        };
    }

    /** {@return what follows {@code xchg} and {@code cmpxchg}} */
    static String exchangeSuffix(MemorySize size) {
        return size == MemorySize.DOUBLE ? "_64" : "32_32";
    }

    /** {@return whether {@code name} can be written without quotes} */
    static boolean isWord(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isWordPart(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '$';
    }
}
