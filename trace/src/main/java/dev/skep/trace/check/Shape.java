package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.schema.MapValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A type while it is inferred. Joins do not depend on the order in which assignments are seen,
 * since the shape of an integer remembers what it was joined of: literals adapt to whatever they
 * meet.
 */
sealed interface Shape {

    /** {@return the type as it is now} */
    ScriptType type();

    /** {@return the integer that it is, an enum being one too, or null if it is none} */
    default @Nullable Integral number() {
        return null;
    }

    /**
     * {@return what it is once it is kept in a variable or a map, or computed with: no pointer that
     * the verifier follows}
     */
    default Shape kept() {
        return this;
    }

    /** {@return the narrowest shape that holds the values of both, or null if there is none} */
    @Nullable Shape join(Shape other);

    /** {@return the shape of values of a type that is known} */
    static Shape of(ScriptType type) {
        return switch (type) {
            case Int(int size, boolean signed) ->
                    signed
                            ? new Integral(size, 0, false, 0, 0)
                            : new Integral(0, size, false, 0, 0);
            case ScriptType.Text(int capacity) -> new Text(capacity);
            case ScriptType.Buffer(int capacity) -> new Buffer(capacity);
            case ScriptType.Tuple(List<ScriptType> types) -> {
                List<Shape> elements = new ArrayList<>(types.size());
                for (ScriptType element : types) {
                    elements.add(of(element));
                }
                yield new Tuple(elements);
            }
            case ScriptType.NamedTuple(List<String> names, List<ScriptType> types) -> {
                List<Shape> values = new ArrayList<>(types.size());
                for (ScriptType value : types) {
                    values.add(of(value));
                }
                yield new NamedTuple(names, values);
            }
            case ScriptType.Enumeration named -> new Enumerated(named);
            case ScriptType.None _,
                    ScriptType.Resolved _,
                    ScriptType.Bool _,
                    Pointer _,
                    ScriptType.Array _,
                    ScriptType.Stack _,
                    ScriptType.Symbol _,
                    ScriptType.Composite _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    Aggregate _ ->
                    new Fixed(type);
        };
    }

    /** {@return the shape of a value that is known} */
    static Shape of(Constant constant) {
        return switch (constant) {
            case Constant.Int(long value, boolean unsigned) ->
                    value < 0 && !unsigned
                            ? new Integral(0, 0, false, value, 0)
                            : new Integral(0, 0, false, 0, value);
            case Constant.Bool _ -> new Fixed(new ScriptType.Bool());
            case Constant.Text(String characters) -> new Text(characters.length() + 1);
        };
    }

    private static List<Shape> kept(List<Shape> shapes) {
        List<Shape> kept = new ArrayList<>(shapes.size());
        for (Shape shape : shapes) {
            kept.add(shape.kept());
        }
        return kept;
    }

    /** What joins only with its like. */
    record Fixed(ScriptType type) implements Shape {
        @Override
        public Shape kept() {
            return new Fixed(untyped(type));
        }

        private static ScriptType untyped(ScriptType type) {
            if (type instanceof Pointer(AddressSpace space, ScriptType pointee)
                    && space == AddressSpace.TYPED) {
                return new Pointer(AddressSpace.KERNEL, untyped(pointee));
            }
            if (type instanceof ScriptType.Composite struct) {
                return struct.in(struct.space().untyped());
            }
            if (type instanceof ScriptType.Array(ScriptType element, int length)) {
                return new ScriptType.Array(untyped(element), length);
            }
            return type;
        }

        @Override
        public @Nullable Shape join(Shape other) {
            if (!(other instanceof Fixed(ScriptType otherType))) {
                return null;
            }
            if (type.equals(otherType)) {
                return this;
            }
            ScriptType joined = join(type, otherType);
            if (joined != null) {
                return new Fixed(joined);
            }
            if (type instanceof Aggregate(MapValue kind)
                    && otherType instanceof Aggregate(MapValue otherKind)) {
                MapValue signed = signed(kind);
                return signed.equals(signed(otherKind)) ? new Fixed(new Aggregate(signed)) : null;
            }
            return null;
        }

        /** Types that differ in nothing but the memory that they point into. */
        private static @Nullable ScriptType join(ScriptType a, ScriptType b) {
            if (a instanceof Pointer(AddressSpace space, ScriptType pointee)
                    && b instanceof Pointer(AddressSpace otherSpace, ScriptType otherPointee)) {
                ScriptType joined = join(pointee, otherPointee);
                // Of pointers to different integers the wider one says what is there.
                if (joined == null
                        && ScriptType.integer(pointee) != null
                        && ScriptType.integer(otherPointee) != null) {
                    joined = pointee.size() >= otherPointee.size() ? pointee : otherPointee;
                }
                return joined == null ? null : new Pointer(space.join(otherSpace), joined);
            }
            if (a instanceof ScriptType.Composite struct
                    && b instanceof ScriptType.Composite other
                    && struct.isSame(other)) {
                return struct.in(struct.space().join(other.space()));
            }
            if (a instanceof ScriptType.Array(ScriptType element, int length)
                    && b instanceof ScriptType.Array(ScriptType otherElement, int otherLength)
                    && length == otherLength) {
                ScriptType joined = join(element, otherElement);
                return joined == null ? null : new ScriptType.Array(joined, length);
            }
            return a.equals(b) ? a : null;
        }

        private static MapValue signed(MapValue kind) {
            return switch (kind) {
                case MapValue.Sum _ -> new MapValue.Sum(true);
                case MapValue.Min _ -> new MapValue.Min(true);
                case MapValue.Max _ -> new MapValue.Max(true);
                case MapValue.Avg _ -> new MapValue.Avg(true);
                case MapValue.Stats _ -> new MapValue.Stats(true);
                case MapValue.Scalar _, MapValue.Count _, MapValue.Bucketed _ -> kind;
            };
        }
    }

    /**
     * The address of a variable.
     *
     * @param variable its type, which may still become wider
     */
    record Address(Slot variable) implements Shape {
        @Override
        public ScriptType type() {
            Shape known = variable.shape();
            return new Pointer(
                    AddressSpace.KERNEL, known == null ? new ScriptType.Void() : known.type());
        }

        @Override
        public @Nullable Shape join(Shape other) {
            return equals(other) ? this : of(type()).join(of(other.type()));
        }
    }

    /** A string. */
    record Text(int capacity) implements Shape {
        @Override
        public ScriptType type() {
            return new ScriptType.Text(capacity);
        }

        @Override
        public @Nullable Shape join(Shape other) {
            return other instanceof Text(int otherCapacity)
                    ? new Text(Math.max(capacity, otherCapacity))
                    : null;
        }
    }

    /** Bytes. */
    record Buffer(int capacity) implements Shape {
        @Override
        public ScriptType type() {
            return new ScriptType.Buffer(capacity);
        }

        @Override
        public @Nullable Shape join(Shape other) {
            return other instanceof Buffer(int otherCapacity)
                    ? new Buffer(Math.max(capacity, otherCapacity))
                    : null;
        }
    }

    /** A tuple. */
    record Tuple(List<Shape> elements) implements Shape {
        @Override
        public Shape kept() {
            return new Tuple(Shape.kept(elements));
        }

        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public ScriptType type() {
            List<ScriptType> types = new ArrayList<>(elements.size());
            for (Shape element : elements) {
                types.add(element.type());
            }
            return new ScriptType.Tuple(types);
        }

        @Override
        public @Nullable Shape join(Shape other) {
            if (!(other instanceof Tuple(List<Shape> others)) || others.size() != elements.size()) {
                return null;
            }
            List<Shape> joined = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Shape element = elements.get(i).join(others.get(i));
                if (element == null) {
                    return null;
                }
                joined.add(element);
            }
            return new Tuple(joined);
        }
    }

    /** A record. */
    record NamedTuple(List<String> names, List<Shape> values) implements Shape {
        @Override
        public Shape kept() {
            return new NamedTuple(names, Shape.kept(values));
        }

        public NamedTuple {
            names = List.copyOf(names);
            values = List.copyOf(values);
        }

        @Override
        public ScriptType type() {
            List<ScriptType> types = new ArrayList<>(values.size());
            for (Shape value : values) {
                types.add(value.type());
            }
            return new ScriptType.NamedTuple(names, types);
        }

        @Override
        public @Nullable Shape join(Shape other) {
            if (!(other instanceof NamedTuple(List<String> otherNames, List<Shape> others))
                    || names.size() != otherNames.size()) {
                return null;
            }
            List<Shape> joined = new ArrayList<>(values.size());
            for (int i = 0; i < values.size(); i++) {
                // Fields are the same by name, whatever their order.
                int at = otherNames.indexOf(names.get(i));
                Shape value = at < 0 ? null : values.get(i).join(others.get(at));
                if (value == null) {
                    return null;
                }
                joined.add(value);
            }
            return new NamedTuple(names, joined);
        }
    }

    /** An enum, which is an integer as soon as it meets anything but itself. */
    record Enumerated(ScriptType.Enumeration type) implements Shape {
        @Override
        public Integral number() {
            Int integer = type.integer();
            return integer.signed()
                    ? new Integral(integer.size(), 0, false, 0, 0)
                    : new Integral(0, integer.size(), false, 0, 0);
        }

        @Override
        public @Nullable Shape join(Shape other) {
            return equals(other) ? this : number().join(other);
        }
    }

    /** Which sign an integer has. */
    enum Sign {
        /** It may be negative. */
        SIGNED,
        /** Its type says that it is not negative. */
        UNSIGNED,
        /** It came from literals that are not negative, and adapts. */
        EITHER
    }

    /**
     * An integer.
     *
     * @param signedSize bytes of the widest signed type joined, 0 for none
     * @param unsignedSize bytes of the widest unsigned type joined, 0 for none
     * @param wide whether it needs 64 bits whatever its sign
     * @param min the smallest literal joined, or 0
     * @param max the largest literal joined, without sign, or 0
     */
    record Integral(int signedSize, int unsignedSize, boolean wide, long min, long max)
            implements Shape {

        /** What counting up and down, and arithmetic on literals, give. */
        static final Integral WIDE = new Integral(0, 0, true, 0, 0);

        /** What a map that nothing was assigned to yet is taken for. */
        static final Integral ZERO = new Integral(0, 0, false, 0, 0);

        @Override
        public Integral number() {
            return this;
        }

        Sign sign() {
            if (signedSize != 0 || min < 0) {
                return Sign.SIGNED;
            }
            return unsignedSize != 0 || max < 0 ? Sign.UNSIGNED : Sign.EITHER;
        }

        /** {@return whether nothing but literals was joined} */
        boolean isLiteral() {
            return signedSize == 0 && unsignedSize == 0 && !wide;
        }

        /** {@return whether a literal fits an integer of a type; what is no literal does not} */
        boolean isLiteralOf(Int integer) {
            if (!isLiteral()) {
                return false;
            }
            int bits = integer.size() * Byte.SIZE;
            if (integer.signed()) {
                return max >= 0 && min >= -1L << (bits - 1) && max <= (1L << (bits - 1)) - 1;
            }
            return min == 0 && (bits == Long.SIZE || (max >= 0 && max < 1L << bits));
        }

        /**
         * A literal takes the sign of what it meets, and as many bytes as it needs with a sign.
         * What has a sign and what has none become what has a sign and is wider than what has none.
         */
        @Override
        public ScriptType type() {
            boolean unsigned = sign() == Sign.UNSIGNED;
            if (wide || max < 0) {
                return new Int(8, !unsigned);
            }
            int literal = bytesFor(min, max);
            int size = Math.max(literal, unsigned ? unsignedSize : signedSize);
            if (!unsigned && unsignedSize >= size) {
                size = Math.min(2 * unsignedSize, 8);
            }
            return new Int(size, !unsigned);
        }

        @Override
        public @Nullable Shape join(Shape other) {
            Integral that = other.number();
            if (that == null) {
                return null;
            }
            var joined =
                    new Integral(
                            Math.max(signedSize, that.signedSize),
                            Math.max(unsignedSize, that.unsignedSize),
                            wide || that.wide,
                            Math.min(min, that.min),
                            Long.compareUnsigned(max, that.max) > 0 ? max : that.max);
            // A literal above the largest signed integer does not go with anything signed.
            return joined.max < 0 && joined.sign() == Sign.SIGNED ? null : joined;
        }

        private static int bytesFor(long min, long max) {
            if (min >= Byte.MIN_VALUE && max <= Byte.MAX_VALUE) {
                return 1;
            }
            if (min >= Short.MIN_VALUE && max <= Short.MAX_VALUE) {
                return 2;
            }
            return min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE ? 4 : 8;
        }
    }
}
