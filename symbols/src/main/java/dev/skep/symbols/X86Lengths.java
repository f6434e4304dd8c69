package dev.skep.symbols;

/**
 * How long instructions of x86-64 are, which tells whether a place is where one begins: a probe in
 * the middle of one would make another of it.
 *
 * <p>Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, chapter 2 and
 * appendix A.
 */
final class X86Lengths {
    /** What an instruction has behind its opcode, and that nothing begins so. */
    private static final int NONE = 0;

    private static final int MODRM = 1;
    private static final int BYTE = 2;
    private static final int WORD = 4;

    /** 4 bytes, 2 with the prefix 66. */
    private static final int SIZED = 8;

    private static final int FOUR = 16;
    private static final int INVALID = 32;

    private static final int LONGEST = 15;

    private final byte[] code;

    X86Lengths(byte[] code) {
        this.code = code;
    }

    private int at(int offset) {
        return offset < code.length ? code[offset] & 0xff : 0;
    }

    /** {@return how many bytes the instruction there has; 0 if that is not known} */
    int length(int start) {
        int at = start;
        boolean narrow = false;
        boolean shortAddress = false;
        while (isPrefix(at(at)) && at - start < LONGEST) {
            narrow |= at(at) == 0x66;
            shortAddress |= at(at) == 0x67;
            at++;
        }
        boolean wide = false;
        if ((at(at) & 0xf0) == 0x40) {
            wide = (at(at) & 8) != 0;
            at++;
        }
        int opcode = at(at++);
        int parts;
        switch (opcode) {
            case 0xc5 -> {
                parts = vector(1, at(at + 1));
                at += 2;
            }
            case 0xc4 -> {
                parts = vector(at(at) & 0x1f, at(at + 2));
                at += 3;
            }
            case 0x62 -> {
                parts = vector(at(at) & 7, at(at + 3));
                at += 4;
            }
            case 0x0f -> {
                int second = at(at++);
                switch (second) {
                    case 0x38 -> {
                        parts = MODRM;
                        at++;
                    }
                    case 0x3a -> {
                        parts = MODRM | BYTE;
                        at++;
                    }
                    default -> parts = twoBytes(second);
                }
            }
            default -> {
                parts = oneByte(opcode, at(at));
                if (opcode >= 0xb8 && opcode <= 0xbf && wide) {
                    return at + 8 - start;
                }
                if (opcode >= 0xa0 && opcode <= 0xa3) {
                    return at + (shortAddress ? 4 : 8) - start;
                }
            }
        }
        if ((parts & INVALID) != 0) {
            return 0;
        }
        if ((parts & MODRM) != 0) {
            at += operand(at);
        }
        at += (parts & BYTE) != 0 ? 1 : 0;
        at += (parts & WORD) != 0 ? 2 : 0;
        at += (parts & FOUR) != 0 ? 4 : 0;
        if ((parts & SIZED) != 0) {
            at += narrow && !wide ? 2 : 4;
        }
        return at - start <= LONGEST && at <= code.length ? at - start : 0;
    }

    private static boolean isPrefix(int value) {
        return switch (value) {
            case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
            default -> false;
        };
    }

    /** {@return how many bytes the ModRM byte and what belongs to it have} */
    private int operand(int at) {
        int modrm = at(at);
        int mode = modrm >> 6;
        int base = modrm & 7;
        if (mode == 3) {
            return 1;
        }
        int length = 1;
        if (base == 4) {
            length++;
            base = at(at + 1) & 7;
        }
        return switch (mode) {
            case 0 -> base == 5 ? length + 4 : length;
            case 1 -> length + 1;
            default -> length + 4;
        };
    }

    /**
     * @param next the byte behind it, which says of some what they are
     */
    private static int oneByte(int opcode, int next) {
        if (opcode < 0x40) {
            return switch (opcode & 7) {
                case 4 -> BYTE;
                case 5 -> SIZED;
                case 6, 7 -> INVALID;
                default -> MODRM;
            };
        }
        return switch (opcode) {
            case 0x60, 0x61, 0x82, 0x9a, 0xce, 0xd4, 0xd5, 0xd6, 0xea -> INVALID;
            case 0x63, 0xd0, 0xd1, 0xd2, 0xd3, 0xfe, 0xff -> MODRM;
            case 0x68, 0xa9 -> SIZED;
            case 0x69, 0x81, 0xc7 -> MODRM | SIZED;
            case 0x6a, 0xa8, 0xcd, 0xeb -> BYTE;
            case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0xc6 -> MODRM | BYTE;
            case 0xc2, 0xca -> WORD;
            case 0xc8 -> WORD | BYTE;
            case 0xe8, 0xe9 -> FOUR;
            case 0xf6 -> (next & 0x30) == 0 ? MODRM | BYTE : MODRM;
            case 0xf7 -> (next & 0x30) == 0 ? MODRM | SIZED : MODRM;
            default -> {
                if ((opcode >= 0x84 && opcode <= 0x8f) || (opcode >= 0xd8 && opcode <= 0xdf)) {
                    yield MODRM;
                }
                if ((opcode >= 0x70 && opcode <= 0x7f)
                        || (opcode >= 0xb0 && opcode <= 0xb7)
                        || (opcode >= 0xe0 && opcode <= 0xe7)) {
                    yield BYTE;
                }
                yield opcode >= 0xb8 && opcode <= 0xbf ? SIZED : NONE;
            }
        };
    }

    /** Those that begin with 0f. */
    private static int twoBytes(int opcode) {
        return switch (opcode) {
            case 0x04, 0x0a, 0x0c, 0x24, 0x25, 0x26, 0x27, 0x36, 0x39 -> INVALID;
            case 0x05,
                    0x06,
                    0x07,
                    0x08,
                    0x09,
                    0x0b,
                    0x0e,
                    0x77,
                    0xa0,
                    0xa1,
                    0xa2,
                    0xa8,
                    0xa9,
                    0xaa ->
                    NONE;
            case 0x0f, 0x70, 0x71, 0x72, 0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4, 0xc5, 0xc6 ->
                    MODRM | BYTE;
            default -> {
                if ((opcode >= 0x30 && opcode <= 0x37) || (opcode >= 0xc8 && opcode <= 0xcf)) {
                    yield NONE;
                }
                yield opcode >= 0x80 && opcode <= 0x8f ? FOUR : MODRM;
            }
        };
    }

    /** Those with a VEX or EVEX prefix, which names one of the maps of opcodes. */
    private static int vector(int map, int opcode) {
        return switch (map) {
            case 1 -> opcode == 0x77 ? NONE : (twoBytes(opcode) & BYTE) | MODRM;
            case 2, 5, 6 -> MODRM;
            case 3 -> MODRM | BYTE;
            default -> INVALID;
        };
    }
}
