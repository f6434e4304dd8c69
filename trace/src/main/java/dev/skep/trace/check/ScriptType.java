package dev.skep.trace.check;

import dev.skep.bpf.btf.Layout;

import java.util.List;

/**
 * The type of an expression, a variable, or a map's key or value.
 *
 * @sealedGraph
 */
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

    /** What a {@code void *} points to. */
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
     * What a map holds that only grows by a function such as {@code count()}. Its layout is that of
     * the value on one CPU, without the buckets of histograms, which are part of the key.
     *
     * @sealedGraph
     */
    sealed interface Aggregate extends ScriptType {}

    /** {@code count()}: {@code u64}. */
    record Count() implements Aggregate {
        @Override
        public Layout layout() {
            return Layout.U64;
        }

        @Override
        public String text() {
            return "count_t";
        }
    }

    /**
     * {@code sum(n)}: 64 bits.
     *
     * @param signed whether what is added has a sign
     */
    record Sum(boolean signed) implements Aggregate {
        @Override
        public Layout layout() {
            return new Layout.Int(8, signed);
        }

        @Override
        public String text() {
            return signed ? "sum_t" : "usum_t";
        }
    }

    /**
     * {@code min(n)}: {@code {u64 value, u64 is_set}}.
     *
     * @param signed whether the values have a sign
     */
    record Min(boolean signed) implements Aggregate {
        @Override
        public Layout layout() {
            return pair("min", signed, "is_set");
        }

        @Override
        public String text() {
            return signed ? "min_t" : "umin_t";
        }
    }

    /**
     * {@code max(n)}: {@code {u64 value, u64 is_set}}.
     *
     * @param signed whether the values have a sign
     */
    record Max(boolean signed) implements Aggregate {
        @Override
        public Layout layout() {
            return pair("max", signed, "is_set");
        }

        @Override
        public String text() {
            return signed ? "max_t" : "umax_t";
        }
    }

    /**
     * {@code avg(n)}: {@code {u64 total, u64 count}}.
     *
     * @param signed whether the values have a sign
     */
    record Average(boolean signed) implements Aggregate {
        @Override
        public Layout layout() {
            return pair("total", signed, "count");
        }

        @Override
        public String text() {
            return signed ? "avg_t" : "uavg_t";
        }
    }

    /**
     * {@code stats(n)}: {@code {u64 total, u64 count}}.
     *
     * @param signed whether the values have a sign
     */
    record Stats(boolean signed) implements Aggregate {
        @Override
        public Layout layout() {
            return pair("total", signed, "count");
        }

        @Override
        public String text() {
            return signed ? "stats_t" : "ustats_t";
        }
    }

    /**
     * {@code hist(n[, bits])}: a counter for each bucket.
     *
     * @param bits how many bits below the highest one tell buckets apart, 0 to 5
     */
    record Hist(int bits) implements Aggregate {
        @Override
        public Layout layout() {
            return Layout.U64;
        }

        @Override
        public String text() {
            return "hist_t";
        }
    }

    /**
     * {@code lhist(n, min, max, step)}: a counter for each bucket.
     *
     * @param min the lower bound of the first bucket
     * @param max the upper bound of the last bucket
     * @param step how wide a bucket is
     */
    record LinearHist(long min, long max, long step) implements Aggregate {
        @Override
        public Layout layout() {
            return Layout.U64;
        }

        @Override
        public String text() {
            return "lhist_t";
        }
    }

    private static Layout pair(String value, boolean signed, String second) {
        return Layout.struct("")
                .field(value, new Layout.Int(8, signed))
                .field(second, Layout.U64)
                .build();
    }

    /** No bytes. */
    Layout EMPTY = Layout.struct("").build();

    /** {@code int64}, what arithmetic on anything signed gives. */
    Int INT64 = new Int(8, true);

    /** {@code uint64}, what most builtins give. */
    Int UINT64 = new Int(8, false);

    /** {@code uint32}. */
    Int UINT32 = new Int(4, false);

    /** {@code bool}. */
    Bool BOOL = new Bool();

    /** No value. */
    None NONE = new None();
}
