package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.Layout;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.Resolution;
import dev.skep.trace.schema.ValueFormat;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The type of an expression, a variable, or a map's key or value. */
public sealed interface ScriptType {

    /**
     * {@return how bytes of this type are laid out; of size 0 for {@link None} and {@link Void}}
     */
    Layout layout();

    /** {@return how messages and {@code -d ast} name it, as {@code uint64}, {@code string[16]}} */
    String text();

    /** {@return the size in bytes} */
    default int size() {
        return layout().size();
    }

    /** No value: what {@code clear(@m)} gives. */
    record None() implements ScriptType {
        @Override
        public Layout layout() {
            return EMPTY;
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /**
     * An integer.
     *
     * @param size 1, 2, 4 or 8 bytes
     * @param signed whether it has a sign
     */
    record Int(int size, boolean signed) implements ScriptType {

        /** {@code int64}, what arithmetic on anything signed gives. */
        public static final Int INT64 = new Int(8, true);

        /** {@code uint64}, what most builtins give. */
        public static final Int UINT64 = new Int(8, false);

        /** {@code uint32}. */
        public static final Int UINT32 = new Int(4, false);

        @Override
        public Layout layout() {
            return new Layout.Int(size, signed);
        }

        @Override
        public String text() {
            return (signed ? "int" : "uint") + size * 8;
        }
    }

    /** A truth value, a byte that is 0 or 1. */
    record Bool() implements ScriptType {
        @Override
        public Layout layout() {
            return new Layout.Int(1, false);
        }

        @Override
        public String text() {
            return "bool";
        }
    }

    /**
     * A string, ended by a NUL and filled up with NULs; one without NUL was cut off.
     *
     * @param capacity bytes, the NUL included
     */
    record Text(int capacity) implements ScriptType {
        @Override
        public Layout layout() {
            return new Layout.Text(capacity);
        }

        @Override
        public String text() {
            return "string[" + capacity + "]";
        }
    }

    /**
     * A pointer.
     *
     * @param space the memory that it points into
     * @param pointee what it points to
     */
    record Pointer(AddressSpace space, ScriptType pointee) implements ScriptType {
        @Override
        public Layout layout() {
            return Layout.U64;
        }

        @Override
        public String text() {
            return pointee.text() + (pointee instanceof Pointer ? "*" : " *");
        }
    }

    /**
     * Equal elements one behind the other.
     *
     * @param element the type of each
     * @param length how many
     */
    record Array(ScriptType element, int length) implements ScriptType {
        @Override
        public Layout layout() {
            return new Layout.Array(element.layout(), length);
        }

        @Override
        public String text() {
            return element.text() + "[" + length + "]";
        }
    }

    /**
     * A tuple, laid out as a C struct with the elements as fields.
     *
     * @param elements the elements' types
     */
    record Tuple(List<ScriptType> elements) implements ScriptType {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public Layout layout() {
            var struct = Layout.struct("");
            for (int i = 0; i < elements.size(); i++) {
                struct.field(Integer.toString(i), elements.get(i).layout());
            }
            return struct.build();
        }

        @Override
        public String text() {
            var text = new StringBuilder("(");
            for (int i = 0; i < elements.size(); i++) {
                text.append(i == 0 ? "" : ",").append(elements.get(i).text());
            }
            return text.append(')').toString();
        }
    }

    /**
     * A stack.
     *
     * @param user whether it is a process's, otherwise the kernel's
     * @param mode how it is shown
     * @param frames how many frames there is room for
     */
    record Stack(boolean user, StackMode mode, int frames) implements ScriptType {
        @Override
        public Layout layout() {
            return ValueFormat.Stack.layout(user, mode, frames);
        }

        @Override
        public String text() {
            return (user ? "ustack_" : "kstack_") + mode.text() + "_" + frames;
        }
    }

    /**
     * An address that is shown by the name of what is there.
     *
     * @param user whether it is in a process, otherwise in the kernel
     */
    record Symbol(boolean user) implements ScriptType {
        @Override
        public Layout layout() {
            return user ? ValueFormat.UserSymbol.LAYOUT : Layout.U64;
        }

        @Override
        public String text() {
            return user ? "usym_t" : "ksym_t";
        }
    }

    /**
     * Bytes, as {@code buf} reads them.
     *
     * @param capacity room for that many
     */
    record Buffer(int capacity) implements ScriptType {
        @Override
        public Layout layout() {
            return ValueFormat.Buffer.layout(capacity);
        }

        @Override
        public String text() {
            return "buffer[" + capacity + "]";
        }
    }

    /**
     * What user space makes text of.
     *
     * @param kind which
     */
    record Resolved(Resolution kind) implements ScriptType {
        @Override
        public Layout layout() {
            return kind.layout();
        }

        @Override
        public String text() {
            return kind.text();
        }
    }

    /** What a {@code void *} points to. */
    @SuppressWarnings("AvoidCommonTypeNames") // It is the void of C.
    record Void() implements ScriptType {
        @Override
        public Layout layout() {
            return EMPTY;
        }

        @Override
        public String text() {
            return "void";
        }
    }

    /**
     * A record: a tuple whose elements have names.
     *
     * @param names the fields' names
     * @param values the fields' types, in the same order
     */
    record NamedTuple(List<String> names, List<ScriptType> values) implements ScriptType {
        public NamedTuple {
            names = List.copyOf(names);
            values = List.copyOf(values);
        }

        /** {@return the type of the field of that name, or null if there is none} */
        public @Nullable ScriptType value(String name) {
            int index = names.indexOf(name);
            return index < 0 ? null : values.get(index);
        }

        @Override
        public Layout layout() {
            var struct = Layout.struct("");
            for (int i = 0; i < values.size(); i++) {
                struct.field(names.get(i), values.get(i).layout());
            }
            return struct.build();
        }

        @Override
        public String text() {
            var text = new StringBuilder("record { ");
            for (int i = 0; i < values.size(); i++) {
                text.append('.').append(names.get(i)).append(" = ");
                text.append(values.get(i).text()).append(i + 1 < values.size() ? ", " : " ");
            }
            return text.append('}').toString();
        }
    }

    /**
     * An enum of C: an integer that is shown by name.
     *
     * @param btf where it is described
     * @param id which type of {@code btf} it is, a {@link dev.skep.bpf.btf.BtfType.Enumeration}
     * @param name its name, empty if anonymous
     * @param size 1, 2, 4 or 8 bytes
     * @param signed whether its values have a sign
     */
    record Enumeration(Btf btf, int id, String name, int size, boolean signed)
            implements ScriptType {

        /** {@return the integer that it is} */
        public Int integer() {
            return new Int(size, signed);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Enumeration that
                    && size == that.size
                    && signed == that.signed
                    && name.equals(that.name)
                    && (!name.isEmpty() || id == that.id);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public Layout layout() {
            return new Layout.Int(size, signed);
        }

        @Override
        public String text() {
            return name.isEmpty() ? integer().text() : "enum " + name;
        }
    }

    /**
     * A struct or union of C. Its members are looked up when they are asked for ({@link
     * BtfTypes#member}), since structs refer to each other in circles.
     *
     * @param space the memory that its members point into, and that it lies in if it is where a
     *     pointer points to
     * @param btf where it is described
     * @param id which type of {@code btf} it is, a {@link dev.skep.bpf.btf.BtfType.Composite}
     * @param name its name, empty if anonymous
     * @param union whether it is a union
     * @param size bytes
     */
    record Composite(AddressSpace space, Btf btf, int id, String name, boolean union, int size)
            implements ScriptType {

        /** {@return whether both are the same struct, wherever their members point to} */
        public boolean isSame(Composite that) {
            return union == that.union
                    && size == that.size
                    && name.equals(that.name)
                    && (!name.isEmpty() || id == that.id);
        }

        /** {@return the same struct whose members point into {@code other}} */
        public Composite in(AddressSpace other) {
            return space == other ? this : new Composite(other, btf, id, name, union, size);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Composite that && space == that.space && isSame(that);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        /** Its bytes as words, of which none is wider than the struct is aligned. */
        @Override
        public Layout layout() {
            int word = size == 0 ? 8 : Math.min(8, Integer.lowestOneBit(size));
            return new Layout.Array(new Layout.Int(word, false), size / word);
        }

        @Override
        public String text() {
            return (union ? "union " : "struct ") + (name.isEmpty() ? "<anonymous>" : name);
        }
    }

    /**
     * A C struct or union that is known by name only; nothing but a pointer to it is of use.
     *
     * @param name its name with {@code struct} or {@code union}
     */
    record Opaque(String name) implements ScriptType {
        @Override
        public Layout layout() {
            return EMPTY;
        }

        @Override
        public String text() {
            return name;
        }
    }

    /** The arguments of a probe, {@code args}, whose fields are read by name. */
    record Arguments() implements ScriptType {
        @Override
        public Layout layout() {
            return EMPTY;
        }

        @Override
        public String text() {
            return "args";
        }
    }

    /**
     * What a map holds that only a function such as {@code count()} puts in. Its layout is that of
     * the value on one CPU.
     *
     * @param kind which, never {@link MapValue.Scalar}
     */
    record Aggregate(MapValue kind) implements ScriptType {
        public Aggregate {
            if (kind instanceof MapValue.Scalar) {
                throw new IllegalArgumentException("a scalar is no aggregate");
            }
        }

        @Override
        public Layout layout() {
            return kind.layout();
        }

        @Override
        public String text() {
            return switch (kind) {
                case MapValue.Scalar _ -> throw new IllegalStateException("checked when made");
                case MapValue.Count() -> "count_t";
                case MapValue.Sum(boolean signed) -> signed ? "sum_t" : "usum_t";
                case MapValue.Min(boolean signed) -> signed ? "min_t" : "umin_t";
                case MapValue.Max(boolean signed) -> signed ? "max_t" : "umax_t";
                case MapValue.Avg(boolean signed) -> signed ? "avg_t" : "uavg_t";
                case MapValue.Stats(boolean signed) -> signed ? "stats_t" : "ustats_t";
                case MapValue.Histogram _ -> "hist_t";
                case MapValue.LinearHistogram _ -> "lhist_t";
                case MapValue.TimeSeries _ -> "tseries_t";
            };
        }
    }

    /**
     * {@return the integer that values of a type are by themselves, enums being such, or null if
     * they are none}
     */
    static @Nullable Int integer(ScriptType type) {
        if (type instanceof Int integer) {
            return integer;
        }
        return type instanceof Enumeration named ? named.integer() : null;
    }

    /** {@return the narrowest type that holds the values of both, or null if there is none} */
    static @Nullable ScriptType join(ScriptType a, ScriptType b) {
        Shape joined = Shape.of(a).join(Shape.of(b));
        return joined == null ? null : joined.type();
    }

    /** {@return whether values of a type are integers with a sign} */
    static boolean isSigned(ScriptType type) {
        Int integer = integer(type);
        return integer != null && integer.signed();
    }

    /** No bytes. */
    Layout EMPTY = Layout.struct("").build();
}
