package dev.skep.trace.schema;

import dev.skep.bpf.btf.Layout;
import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.Value;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** How bytes become a {@link Value}. Byte order is the machine's. */
public sealed interface ValueFormat {

    /** {@return how the bytes are laid out; its size is the size of the value} */
    Layout layout();

    /** {@return the value whose first byte is at {@code offset}, which need not be aligned} */
    Value decode(MemorySegment bytes, long offset);

    /**
     * An integer.
     *
     * @param size 1, 2, 4 or 8 bytes
     * @param signed whether it is sign-extended
     */
    record Int(int size, boolean signed) implements ValueFormat {
        @Override
        public Layout layout() {
            return new Layout.Int(size, signed);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            return new Value.Int(read(bytes, offset, size, signed), signed);
        }
    }

    /** A truth value in one byte; anything but 0 is true. */
    record Bool() implements ValueFormat {
        @Override
        public Layout layout() {
            return new Layout.Int(1, false);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            return new Value.Bool(bytes.get(ValueLayout.JAVA_BYTE, offset) != 0);
        }
    }

    /** A pointer of 8 bytes. */
    record Pointer() implements ValueFormat {
        @Override
        public Layout layout() {
            return Layout.U64;
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            return new Value.Pointer(bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
        }
    }

    /**
     * A string that ends at its first NUL. One without NUL was cut off, and says so by {@code
     * trailer}.
     *
     * @param size the capacity in bytes
     * @param trailer what is put behind a string that was cut off ({@code str_trunc_trailer})
     */
    record Text(int size, String trailer) implements ValueFormat {
        @Override
        public Layout layout() {
            return new Layout.Text(size);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            int length = 0;
            while (length < size && bytes.get(ValueLayout.JAVA_BYTE, offset + length) != 0) {
                length++;
            }
            byte[] text = new byte[length];
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, text, 0, length);
            String value = ByteText.of(text);
            return new Value.Text(length == size ? value + trailer : value);
        }
    }

    /**
     * A tuple: a struct without names.
     *
     * @param layout where the elements are
     * @param elements what they are, as many as the struct has fields
     */
    record Tuple(Layout.Struct layout, List<ValueFormat> elements) implements ValueFormat {
        public Tuple {
            elements = List.copyOf(elements);
            if (elements.size() != layout.fields().size()) {
                throw new IllegalArgumentException(
                        elements.size() + " elements in " + layout.fields().size() + " fields");
            }
        }

        /** {@return a tuple of these elements, placed as C places the fields of a struct} */
        public static Tuple of(List<ValueFormat> elements) {
            Layout.StructBuilder struct = Layout.struct("");
            for (int i = 0; i < elements.size(); i++) {
                struct.field("f" + i, elements.get(i).layout());
            }
            return new Tuple(struct.build(), elements);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            List<Value> values = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                values.add(elements.get(i).decode(bytes, offset + layout.fields().get(i).offset()));
            }
            return new Value.Tuple(values);
        }
    }

    /** {@return the integer of {@code size} bytes at {@code offset}, extended to 64 bits} */
    private static long read(MemorySegment bytes, long offset, int size, boolean signed) {
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
