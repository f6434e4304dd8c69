package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes BTF. Types get the ids 1, 2, … in the order they are added in, and may refer to types that
 * come later. Equal strings are stored once, equal types are not.
 *
 * {@snippet :
 * BtfBuilder btf = new BtfBuilder();
 * int number = btf.integer("int", 4, BtfType.Int.SIGNED);
 * int pid = btf.add(new BtfType.Typedef("pid_t", number));
 * btf.add(new BtfType.Ptr(pid));
 * byte[] bytes = btf.build();
 * }
 */
public final class BtfBuilder {
    private final ByteOrder order;
    private final StringTable strings;
    private final int firstId;
    private int[] words = new int[64];
    private int wordCount;
    private int typeCount;

    /**
     * Creates a builder in the byte order of this machine, which is the only one a kernel loads.
     */
    public BtfBuilder() {
        this(ByteOrder.nativeOrder());
    }

    /** Creates a builder in a byte order. */
    public BtfBuilder(ByteOrder order) {
        this.order = order;
        strings = new StringTable();
        firstId = 1;
    }

    /**
     * Creates a builder of types that build on others: ids continue those of {@code base}, to which
     * types may refer. {@link Btf#split} reads the result.
     */
    public BtfBuilder(Btf base) {
        order = base.byteOrder();
        strings = new StringTable(base.stringEnd());
        firstId = base.idCount();
    }

    /**
     * {@return the id of an integer, added}
     *
     * @param name its name
     * @param size bytes
     * @param encoding 0 or one of {@link BtfType.Int#SIGNED}, {@link BtfType.Int#CHAR}, {@link
     *     BtfType.Int#BOOL}
     */
    public int integer(String name, int size, int encoding) {
        return add(new BtfType.Int(name, size, encoding, 0, size * 8));
    }

    /** {@return the id that the next type gets} */
    public int nextId() {
        return firstId + typeCount;
    }

    /**
     * {@return the offset of a string, which is stored if it is not yet} BTF's companion {@code
     * .BTF.ext} refers to file names and source lines like that.
     */
    public int string(String text) {
        return strings.offset(text);
    }

    /**
     * {@return the id of a type, added}
     *
     * @throws IllegalArgumentException if a number in it does not fit BTF, or for {@code void} and
     *     unknown kinds
     */
    public int add(BtfType type) {
        switch (type) {
            case BtfType.VoidType t -> throw new IllegalArgumentException("void is in every BTF");
            case BtfType.Unknown t -> throw new IllegalArgumentException("a type of unknown kind");
            case BtfType.Int t -> {
                header(t, 0, false, t.size());
                put(t.encoding() << 24 | t.bitOffset() << 16 | t.bits());
            }
            case BtfType.Ptr t -> header(t, 0, false, t.type());
            case BtfType.Array t -> {
                if (t.count() >>> 32 != 0) {
                    throw new IllegalArgumentException("an array of " + t.count() + " elements");
                }
                header(t, 0, false, 0);
                put(t.element());
                put(t.index());
                put((int) t.count());
            }
            case BtfType.Composite t -> composite(t);
            case BtfType.Enum32 t -> {
                header(t, t.enumerators().size(), t.signed(), t.size());
                for (Enumerator value : t.enumerators()) {
                    put(strings.offset(value.name()));
                    put((int) value.value());
                }
            }
            case BtfType.Enum64 t -> {
                header(t, t.enumerators().size(), t.signed(), t.size());
                for (Enumerator value : t.enumerators()) {
                    put(strings.offset(value.name()));
                    put((int) value.value());
                    put((int) (value.value() >>> 32));
                }
            }
            case BtfType.Fwd t -> header(t, 0, t.union(), 0);
            case BtfType.Typedef t -> header(t, 0, false, t.type());
            case BtfType.Volatile t -> header(t, 0, false, t.type());
            case BtfType.Const t -> header(t, 0, false, t.type());
            case BtfType.Restrict t -> header(t, 0, false, t.type());
            case BtfType.Func t -> header(t, t.linkage().code(), false, t.prototype());
            case BtfType.FuncProto t -> {
                header(t, t.parameters().size(), false, t.result());
                for (Parameter parameter : t.parameters()) {
                    put(strings.offset(parameter.name()));
                    put(parameter.type());
                }
            }
            case BtfType.Var t -> {
                header(t, 0, false, t.type());
                put(t.linkage().code());
            }
            case BtfType.DataSec t -> {
                header(t, t.variables().size(), false, t.size());
                for (SectionVariable variable : t.variables()) {
                    put(variable.type());
                    put(variable.offset());
                    put(variable.size());
                }
            }
            case BtfType.FloatType t -> header(t, 0, false, t.size());
            case BtfType.DeclTag t -> {
                header(t, 0, t.attribute(), t.type());
                put(t.component());
            }
            case BtfType.TypeTag t -> header(t, 0, t.attribute(), t.type());
        }
        return firstId + typeCount++;
    }

    /** {@return the BTF: header, types, strings} */
    public byte[] build() {
        int typeLength = wordCount * 4;
        byte[] stringBytes = strings.bytes();
        ByteBuffer all =
                ByteBuffer.allocate(BtfLayout.HEADER_SIZE + typeLength + stringBytes.length)
                        .order(order);
        all.putShort((short) BtfLayout.MAGIC).put((byte) BtfLayout.VERSION).put((byte) 0);
        all.putInt(BtfLayout.HEADER_SIZE);
        all.putInt(0).putInt(typeLength);
        all.putInt(typeLength).putInt(stringBytes.length);
        for (int i = 0; i < wordCount; i++) {
            all.putInt(words[i]);
        }
        return all.put(stringBytes).array();
    }

    private void composite(BtfType.Composite type) {
        header(type, type.members().size(), type.bitSizes(), type.size());
        for (Member member : type.members()) {
            int offset = member.bitOffset();
            if (type.bitSizes()) {
                if (member.bitSize() >>> 8 != 0 || offset >>> 24 != 0) {
                    throw new IllegalArgumentException(member + " in a struct with bit fields");
                }
                offset |= member.bitSize() << 24;
            }
            put(strings.offset(member.name()));
            put(member.type());
            put(offset);
        }
    }

    private void header(BtfType type, int elements, boolean flag, int sizeOrType) {
        if (elements > BtfLayout.MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    type.kind() + " " + type.name() + " has " + elements + " elements");
        }
        put(strings.offset(type.name()));
        put(BtfLayout.info(type.kind(), elements, flag));
        put(sizeOrType);
    }

    private void put(int word) {
        if (wordCount == words.length) {
            words = Arrays.copyOf(words, wordCount * 2);
        }
        words[wordCount++] = word;
    }
}
