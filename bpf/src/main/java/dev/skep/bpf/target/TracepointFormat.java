package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Where a tracepoint's fields are in the record that a program attached to it gets as its context:
 * a file {@code format} of tracefs.
 *
 * @param name the tracepoint
 * @param id what {@code perf_event_attr.config} takes
 * @param fields the fields by ascending offset, those common to all tracepoints first
 */
public record TracepointFormat(Tracepoint name, int id, List<Field> fields) {

    /** Copies the list. */
    public TracepointFormat {
        fields = List.copyOf(fields);
    }

    /** {@return the field of that name, or null} */
    public @Nullable Field field(String fieldName) {
        for (Field field : fields) {
            if (field.name.equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    /**
     * A field.
     *
     * @param name its name
     * @param type its C type without the name and without {@code __data_loc}: {@code const char *},
     *     {@code char[16]}, {@code u64[]}
     * @param offset bytes from the start of the record
     * @param size bytes it occupies in the record (4 where the record holds only a place: {@link
     *     Kind#DATA_LOC}; 0 for an array at the end without a length)
     * @param signed whether the kernel calls its type signed (meaningless for arrays)
     * @param kind how to get at the value
     */
    public record Field(String name, String type, int offset, int size, boolean signed, Kind kind) {

        /** {@return whether every tracepoint has it; scripts may not use these} */
        public boolean isCommon() {
            return name.startsWith("common_");
        }

        /** {@return the C type of an array's elements; of what is no array the type itself} */
        public String elementType() {
            int bracket = type.indexOf('[');
            return bracket < 0 ? type : type.substring(0, bracket).strip();
        }
    }

    /** How a field's value lies in the record. */
    public enum Kind {
        /** At the field's offset. */
        PLAIN,
        /** At the field's offset, several elements. */
        ARRAY,
        /**
         * Elsewhere ({@code __data_loc}): the field is a u32, its low half the offset from the
         * start of the record, its high half the length in bytes.
         */
        DATA_LOC,
        /**
         * As {@link #DATA_LOC}, but the offset counts from the end of the field ({@code __rel_loc},
         * since 5.18).
         */
        REL_LOC
    }
}
