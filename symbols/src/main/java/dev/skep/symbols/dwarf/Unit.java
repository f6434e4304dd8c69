package dev.skep.symbols.dwarf;

/**
 * One stretch of {@code .debug_info}, what one file of source became.
 *
 * @param start where its header is
 * @param end behind its last byte
 * @param first where its first entry is
 * @param version of DWARF
 * @param addressSize bytes of an address
 * @param offsetSize bytes of an offset: 4, or 8 in the 64-bit format
 * @param abbreviations where its shapes are in {@code .debug_abbrev}
 * @param strings where its part of {@code .debug_str_offsets} begins
 */
record Unit(
        long start,
        long end,
        long first,
        int version,
        int addressSize,
        int offsetSize,
        long abbreviations,
        long strings) {
    private static final int NEWEST = 5;
    private static final int TYPE = 2;
    private static final int SKELETON = 4;
    private static final int SPLIT_COMPILE = 5;
    private static final int SPLIT_TYPE = 6;

    /** Reads the header at the cursor. */
    static Unit read(DwarfCursor in) {
        long start = in.position();
        long length = in.u32();
        boolean wide = length == 0xffff_ffffL;
        if (wide) {
            length = in.u64();
        }
        int offsetSize = wide ? 8 : 4;
        long end = in.position() + length;
        if (length < 0 || end > Integer.MAX_VALUE) {
            throw in.malformed("a unit of " + Long.toUnsignedString(length) + " bytes");
        }
        int version = in.u16();
        if (version < 2 || version > NEWEST) {
            throw in.malformed("DWARF version " + version + ", known are 2 to 5");
        }
        int addressSize;
        long abbreviations;
        if (version == NEWEST) {
            int kind = in.u8();
            addressSize = in.u8();
            abbreviations = in.unsigned(offsetSize);
            switch (kind) {
                case TYPE, SPLIT_TYPE -> in.skip(8L + offsetSize);
                case SKELETON, SPLIT_COMPILE -> in.skip(8);
                default -> {
                    // The entries follow.
                }
            }
        } else {
            abbreviations = in.unsigned(offsetSize);
            addressSize = in.u8();
        }
        // Without DW_AT_str_offsets_base the strings are behind the first header there.
        long strings = wide ? 16 : 8;
        return new Unit(
                start,
                end,
                in.position(),
                version,
                addressSize,
                offsetSize,
                abbreviations,
                strings);
    }

    Unit withStrings(long base) {
        return new Unit(start, end, first, version, addressSize, offsetSize, abbreviations, base);
    }
}
