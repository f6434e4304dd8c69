package dev.skep.bpf.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * How bytes of keys, values, events and records are laid out: the one description that the compiler
 * writes by, the run time reads by, and BTF is made from. Byte order is the machine's.
 */
public sealed interface Layout {

    /** {@return the size in bytes} */
    int size();

    /** {@return the alignment in bytes, a power of two} */
    int alignment();

    /**
     * An integer.
     *
     * @param size 1, 2, 4 or 8 bytes
     * @param signed whether it is read as signed
     */
    record Int(int size, boolean signed) implements Layout {
        @Override
        public int alignment() {
            return size;
        }

        /** {@return the integer at an offset, extended to 64 bits} */
        public long read(MemorySegment bytes, long offset) {
            return switch (size) {
                case 1 -> {
                    byte value = bytes.get(ValueLayout.JAVA_BYTE, offset);
                    yield signed ? value : Byte.toUnsignedLong(value);
                }
                case 2 -> {
                    short value = bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
                    yield signed ? value : Short.toUnsignedLong(value);
                }
                case 4 -> {
                    int value = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
                    yield signed ? value : Integer.toUnsignedLong(value);
                }
                case 8 -> bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
                default -> throw new IllegalArgumentException("an integer of " + size + " bytes");
            };
        }
    }

    /**
     * A NUL-terminated string in a fixed number of bytes; a string without NUL fills all of them.
     *
     * @param size the capacity in bytes, the NUL included
     */
    record Text(int size) implements Layout {
        @Override
        public int alignment() {
            return 1;
        }
    }

    /**
     * Equal elements one behind the other.
     *
     * @param element the element
     * @param count how many
     */
    record Array(Layout element, int count) implements Layout {
        @Override
        public int size() {
            return Math.multiplyExact(element.size(), count);
        }

        @Override
        public int alignment() {
            return element.alignment();
        }
    }

    /**
     * Named fields at offsets.
     *
     * @param name the struct's name in BTF, empty for an anonymous one
     * @param fields the fields by ascending offset
     * @param size the size in bytes, padding at the end included
     * @param alignment the alignment in bytes
     */
    record Struct(String name, List<Field> fields, int size, int alignment) implements Layout {
        public Struct {
            fields = List.copyOf(fields);
        }

        /**
         * A field.
         *
         * @param name its name
         * @param offset bytes from the start of the struct
         * @param layout its layout
         */
        public record Field(String name, int offset, Layout layout) {}
    }

    /** An unsigned integer of 8 bytes. */
    Layout U64 = new Int(8, false);

    /** An unsigned integer of 4 bytes. */
    Layout U32 = new Int(4, false);

    /** {@return a struct builder that follows the alignment rules of C} */
    static StructBuilder struct(String name) {
        return new StructBuilder(name);
    }

    /** Places fields one after the other as C does. */
    final class StructBuilder {
        private final String name;
        private final List<Struct.Field> fields = new ArrayList<>();
        private int end;
        private int alignment = 1;

        private StructBuilder(String name) {
            this.name = name;
        }

        /** Adds a field at the next offset that suits its alignment. */
        public StructBuilder field(String fieldName, Layout layout) {
            int offset = roundUp(end, layout.alignment());
            fields.add(new Struct.Field(fieldName, offset, layout));
            end = Math.addExact(offset, layout.size());
            alignment = Math.max(alignment, layout.alignment());
            return this;
        }

        /** {@return the struct, its size rounded up to its alignment} */
        public Struct build() {
            return new Struct(name, fields, roundUp(end, alignment), alignment);
        }
    }

    /** {@return {@code value} rounded up to a multiple of {@code alignment}, a power of two} */
    static int roundUp(int value, int alignment) {
        return Math.addExact(value, alignment - 1) & -alignment;
    }
}
