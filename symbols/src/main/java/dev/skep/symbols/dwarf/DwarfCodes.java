package dev.skep.symbols.dwarf;

/** The numbers of tags, attributes and encodings (DWARF 5, sections 7.5.3, 7.5.4 and 7.8). */
final class DwarfCodes {
    static final int TAG_ARRAY = 0x01;
    static final int TAG_CLASS = 0x02;
    static final int TAG_ENUMERATION = 0x04;
    static final int TAG_PARAMETER = 0x05;
    static final int TAG_MEMBER = 0x0d;
    static final int TAG_POINTER = 0x0f;
    static final int TAG_REFERENCE = 0x10;
    static final int TAG_STRUCTURE = 0x13;
    static final int TAG_SUBROUTINE_TYPE = 0x15;
    static final int TAG_TYPEDEF = 0x16;
    static final int TAG_UNION = 0x17;
    static final int TAG_INHERITANCE = 0x1c;
    static final int TAG_SUBRANGE = 0x21;
    static final int TAG_BASE_TYPE = 0x24;
    static final int TAG_CONST = 0x26;
    static final int TAG_ENUMERATOR = 0x28;
    static final int TAG_SUBPROGRAM = 0x2e;
    static final int TAG_VOLATILE = 0x35;
    static final int TAG_RESTRICT = 0x37;
    static final int TAG_NAMESPACE = 0x39;
    static final int TAG_RVALUE_REFERENCE = 0x42;
    static final int TAG_ATOMIC = 0x47;

    static final int AT_SIBLING = 0x01;
    static final int AT_NAME = 0x03;
    static final int AT_BYTE_SIZE = 0x0b;
    static final int AT_BIT_OFFSET = 0x0c;
    static final int AT_BIT_SIZE = 0x0d;
    static final int AT_CONST_VALUE = 0x1c;
    static final int AT_UPPER_BOUND = 0x2f;
    static final int AT_ABSTRACT_ORIGIN = 0x31;
    static final int AT_COUNT = 0x37;
    static final int AT_MEMBER_LOCATION = 0x38;
    static final int AT_DECLARATION = 0x3c;
    static final int AT_ENCODING = 0x3e;
    static final int AT_SPECIFICATION = 0x47;
    static final int AT_TYPE = 0x49;
    static final int AT_DATA_BIT_OFFSET = 0x6b;
    static final int AT_LINKAGE_NAME = 0x6e;
    static final int AT_STR_OFFSETS_BASE = 0x72;

    /** What DW_AT_linkage_name was before DWARF 4. */
    static final int AT_MIPS_LINKAGE_NAME = 0x2007;

    static final int ENCODING_BOOLEAN = 0x02;
    static final int ENCODING_COMPLEX_FLOAT = 0x03;
    static final int ENCODING_FLOAT = 0x04;
    static final int ENCODING_SIGNED = 0x05;
    static final int ENCODING_SIGNED_CHAR = 0x06;

    private DwarfCodes() {}
}
