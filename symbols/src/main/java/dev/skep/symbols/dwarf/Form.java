package dev.skep.symbols.dwarf;

/** How values of attributes are written (DWARF 5, section 7.5.6). */
final class Form {
    static final int STRING = 0x08;
    static final int STRP = 0x0e;
    static final int INDIRECT = 0x16;
    static final int STRX = 0x1a;
    static final int LINE_STRP = 0x1f;
    static final int STRX1 = 0x25;
    static final int STRX4 = 0x28;

    private Form() {}

    /** {@return the value at the cursor, which goes behind it} */
    static long read(int form, Unit unit, DwarfCursor in) {
        return switch (form) {
            case 0x01 -> in.unsigned(unit.addressSize());
            case 0x03 -> block(in, in.u16());
            case 0x04 -> block(in, in.u32());
            case 0x05 -> in.u16();
            case 0x06 -> in.u32();
            case 0x07 -> in.u64();
            case STRING -> {
                long at = in.position();
                in.skipText();
                yield at;
            }
            case 0x09, 0x18 -> block(in, in.uleb());
            case 0x0a -> block(in, in.u8());
            case 0x0b, 0x0c -> in.u8();
            case 0x0d -> in.sleb();
            case STRP, LINE_STRP, 0x17, 0x1d -> in.unsigned(unit.offsetSize());
            case 0x0f, STRX, 0x1b, 0x22, 0x23, 0x1f01, 0x1f02 -> in.uleb();
            // As large as an address in DWARF 2, as an offset since.
            case 0x10 -> in.unsigned(unit.version() == 2 ? unit.addressSize() : unit.offsetSize());
            case 0x11 -> unit.start() + in.u8();
            case 0x12 -> unit.start() + in.u16();
            case 0x13 -> unit.start() + in.u32();
            case 0x14 -> unit.start() + in.u64();
            case 0x15 -> unit.start() + in.uleb();
            case 0x19 -> 1;
            case 0x1c -> in.u32();
            case 0x1e -> block(in, 16);
            case 0x20, 0x24 -> in.u64();
            case STRX1, 0x29 -> in.u8();
            case 0x26, 0x2a -> in.u16();
            case 0x27, 0x2b -> in.unsigned(3);
            case STRX4, 0x2c -> in.u32();
            case 0x1f20, 0x1f21 -> in.unsigned(unit.offsetSize());
            default -> throw in.malformed("unknown form 0x" + Integer.toHexString(form));
        };
    }

    /** {@return whether a value of that form is a number or leads to something in this file} */
    static boolean isKnown(int form) {
        return switch (form) {
            // Expressions and blocks, type units, supplementary files.
            case 0x03, 0x04, 0x09, 0x0a, 0x18, 0x1c, 0x1d, 0x1e, 0x20, 0x24, 0x1f20, 0x1f21 ->
                    false;
            default -> true;
        };
    }

    private static long block(DwarfCursor in, long length) {
        in.skip(length);
        return 0;
    }
}
