package dev.skep.trace.schema;

import dev.skep.bpf.btf.Layout;
import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.record.Value;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

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
        public Layout.Int layout() {
            return new Layout.Int(size, signed);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            return new Value.Int(layout().read(bytes, offset), signed);
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
     * Bytes: how many there are, a u32, then room for the most there can be.
     *
     * @param capacity room for that many
     */
    record Buffer(int capacity) implements ValueFormat {
        /** Where the bytes begin. */
        public static final int BYTES = 4;

        /** {@return the layout of such a buffer, of {@code 4 + capacity} bytes} */
        public static Layout.Struct layout(int capacity) {
            Layout bytes = new Layout.Array(new Layout.Int(1, false), capacity);
            return new Layout.Struct(
                    "buffer",
                    List.of(
                            new Layout.Struct.Field("length", 0, Layout.U32),
                            new Layout.Struct.Field("bytes", BYTES, bytes)),
                    BYTES + capacity,
                    1);
        }

        @Override
        public Layout layout() {
            return layout(capacity);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            int length = Math.clamp(bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset), 0, capacity);
            List<Byte> content = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                content.add(bytes.get(ValueLayout.JAVA_BYTE, offset + BYTES + i));
            }
            return new Value.Buffer(content);
        }
    }

    /**
     * A number or bytes that are shown as a text.
     *
     * @param kind which
     * @param texts the formats and patterns that the script's calls give
     */
    record Resolved(Resolution kind, List<String> texts) implements ValueFormat {
        public Resolved {
            texts = List.copyOf(texts);
        }

        @Override
        public Layout layout() {
            return kind.layout();
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            return new Value.Text(ResolvedText.of(kind, texts, bytes, offset));
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

    /**
     * A stack. Of the kernel {@code {u64 n; u64 ip[frames]}}, of a process {@code {u32 pid; u32
     * probe; u64 n; u64 ip[frames]}}; what is behind the last frame is 0.
     *
     * @param user whether it is a process's
     * @param mode how it is shown
     * @param frames how many frames there is room for
     */
    record Stack(boolean user, StackMode mode, int frames) implements ValueFormat {

        private static final int STATUS_VALID = 1;
        private static final int BUILD_ID_AT = 4;
        private static final int BUILD_ID_BYTES = 20;
        private static final int OFFSET_AT = 24;

        /** {@return the layout of such a stack} */
        public static Layout.Struct layout(boolean user, StackMode mode, int frames) {
            Layout.StructBuilder struct = Layout.struct("stack");
            if (user) {
                struct.field("pid", Layout.U32).field("probe", Layout.U32);
            }
            return struct.field("n", Layout.U64)
                    .field("ip", new Layout.Array(Layout.U64, frames * (mode.frameSize() / 8)))
                    .build();
        }

        @Override
        public Layout layout() {
            return layout(user, mode, frames);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            int pid = user ? bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset) : 0;
            long head = user ? offset + 8 : offset;
            long count = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, head);
            List<Value.Frame> decoded = new ArrayList<>();
            for (int i = 0; i < Math.clamp(count, 0, frames); i++) {
                long at = head + 8 + (long) i * mode.frameSize();
                decoded.add(
                        mode == StackMode.BUILD_ID
                                ? inFile(bytes, at)
                                : Value.Frame.at(bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at)));
            }
            return new Value.Stack(mode, user, pid, decoded);
        }

        /** A place in a file that has a build id; where there is none, the address. */
        private static Value.Frame inFile(MemorySegment bytes, long at) {
            long offset = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at + OFFSET_AT);
            if (bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at) != STATUS_VALID) {
                return Value.Frame.at(offset);
            }
            byte[] id = new byte[BUILD_ID_BYTES];
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at + BUILD_ID_AT, id, 0, id.length);
            return new Value.Frame(offset, null, 0, HexFormat.of().formatHex(id));
        }
    }

    /** An address in the kernel that is shown by name. */
    record KernelSymbol() implements ValueFormat {
        @Override
        public Layout layout() {
            return Layout.U64;
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            long address = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            return new Value.Symbol(false, 0, 0, Value.Frame.at(address));
        }
    }

    /** An address in a process that is shown by name. */
    record UserSymbol() implements ValueFormat {
        /** The address, the process, and the probe that took it. */
        public static final Layout.Struct LAYOUT =
                Layout.struct("usym")
                        .field("address", Layout.U64)
                        .field("pid", Layout.U32)
                        .field("probe", Layout.U32)
                        .build();

        /** Where the process's id is. */
        public static final int PID = 8;

        @Override
        public Layout layout() {
            return LAYOUT;
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            long address = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            int pid = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset + PID);
            int probe = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset + PID + 4);
            return new Value.Symbol(true, pid, probe, Value.Frame.at(address));
        }
    }

    /**
     * An enum, shown by name.
     *
     * @param size 1, 2, 4 or 8 bytes
     * @param signed whether it is sign-extended
     * @param names the names of its values
     */
    record Enumeration(int size, boolean signed, Map<Long, String> names) implements ValueFormat {
        public Enumeration {
            names = Map.copyOf(names);
        }

        @Override
        public Layout.Int layout() {
            return new Layout.Int(size, signed);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            return named(layout().read(bytes, offset));
        }

        Value named(long value) {
            return new Value.Enumerator(names.get(value), value, signed);
        }
    }

    /**
     * A bit field.
     *
     * @param of what it is: an {@link Int}, {@link Bool} or {@link Enumeration}
     * @param bit the lowest of its bits, counted from the first byte
     * @param bits how many bits
     */
    record Bits(ValueFormat of, int bit, int bits) implements ValueFormat {
        /** The bytes that have any of its bits. */
        @Override
        public Layout layout() {
            return new Layout.Array(new Layout.Int(1, false), (bit + bits + 7) / 8);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            long word = 0;
            for (int i = (bit + bits + 7) / 8 - 1; i >= 0; i--) {
                long next = Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, offset + i));
                word = i == 0 ? word << (8 - bit) | next >>> bit : word << 8 | next;
            }
            long top = word << (64 - bits);
            boolean signed =
                    switch (of) {
                        case Int(int _, boolean negative) -> negative;
                        case Enumeration named -> named.signed;
                        case ValueFormat _ -> false;
                    };
            long value = signed ? top >> (64 - bits) : top >>> (64 - bits);
            return switch (of) {
                case Enumeration named -> named.named(value);
                case Bool() -> new Value.Bool(value != 0);
                case ValueFormat _ -> new Value.Int(value, signed);
            };
        }
    }

    /**
     * Equal elements one behind the other.
     *
     * @param element what each is
     * @param count how many
     */
    record Array(ValueFormat element, int count) implements ValueFormat {
        @Override
        public Layout layout() {
            return new Layout.Array(element.layout(), count);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            List<Value> values = new ArrayList<>(count);
            int size = element.layout().size();
            for (int i = 0; i < count; i++) {
                values.add(element.decode(bytes, offset + (long) i * size));
            }
            return new Value.Array(values);
        }
    }

    /**
     * A struct of C, or a record.
     *
     * @param layout all of its bytes
     * @param fields what is shown of it
     */
    record Struct(Layout layout, List<Field> fields) implements ValueFormat {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public Value decode(MemorySegment bytes, long offset) {
            List<Value.Field> values = new ArrayList<>(fields.size());
            for (Field field : fields) {
                values.add(
                        new Value.Field(
                                field.name, field.format.decode(bytes, offset + field.offset)));
            }
            return new Value.Fields(values);
        }
    }

    /**
     * A field of a struct.
     *
     * @param name its name
     * @param offset bytes from the start of the struct
     * @param format what it is
     */
    record Field(String name, int offset, ValueFormat format) {}
}
