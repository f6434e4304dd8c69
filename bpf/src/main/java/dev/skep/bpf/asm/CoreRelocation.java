package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

/**
 * What a loader finds out about the types of the kernel that it loads into (CO-RE: uapi {@code
 * bpf.h}, {@code enum bpf_core_relo_kind}). What libbpf says of bit fields holds for 64-bit loads:
 * the {@link #FIELD_SIZE} bytes at {@link #FIELD_OFFSET}, with zeros above, are shifted left and
 * then right.
 */
public enum CoreRelocation {
    /** How many bytes a member is behind the start of its struct. */
    FIELD_OFFSET(0, "field_offset"),
    /** How many bytes a member has; of a bit field, how many are to be loaded. */
    FIELD_SIZE(1, "field_size"),
    /** By how many bits what was loaded is shifted left, so that the member's are the highest. */
    FIELD_LEFT_SHIFT(4, "field_left_shift"),
    /** By how many bits it is shifted right then, so that the member's are the lowest. */
    FIELD_RIGHT_SHIFT(5, "field_right_shift"),
    /** How many bytes a type has. */
    TYPE_SIZE(9, "type_size"),
    /** The value of an enumerator. */
    ENUM_VALUE(11, "enum_value");

    private static final CoreRelocation[] VALUES = values();

    private final int number;
    private final String text;

    CoreRelocation(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** {@return the number in the records of {@code .BTF.ext}} */
    public int number() {
        return number;
    }

    /** {@return the name in text forms, such as {@code field_offset}} */
    public String text() {
        return text;
    }

    /** {@return the one of that name in text forms, or null} */
    public static @Nullable CoreRelocation ofText(String text) {
        for (CoreRelocation relocation : VALUES) {
            if (relocation.text.equals(text)) {
                return relocation;
            }
        }
        return null;
    }
}
