package dev.skep.bpf.btf;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * BTF: the types of a kernel, a module or an object. Immutable; types are decoded when asked for
 * and not kept.
 *
 * <p>Types have ids from 0 ({@code void}) to {@link #idCount} - 1. Both byte orders are read. What
 * is wrong in the bytes is found when it is looked at: any method may throw {@link
 * MalformedObjectException}, but none runs for ever or reads beyond the end.
 *
 * <p>May be used from any thread.
 */
public final class Btf {
    /** MAX_RESOLVE_DEPTH of libbpf. */
    private static final int MAX_DEPTH = 32;

    /** So many names are looked for by passing over all types; the index pays for the next. */
    private static final int SCANS = 4;

    private final @Nullable Btf base;
    private final BtfBytes bytes;
    private final TypeTable table;
    private final TypeDecoder decoder;
    private final int firstId;
    private final int firstString;

    // By kind. Races are harmless: an index is immutable, and one made twice is the same twice.
    private final @Nullable NameIndex[] indexes = new NameIndex[BtfKind.count()];
    private final int[] scans = new int[BtfKind.count()];

    private Btf(@Nullable Btf base, String name, MemorySegment memory) {
        this.base = base;
        this.bytes = new BtfBytes(name, memory, base != null);
        if (base != null && base.byteOrder() != bytes.order()) {
            throw bytes.malformed(
                    0, "another byte order than that of its base " + base.bytes.name());
        }
        this.table = new TypeTable(bytes);
        this.firstId = base == null ? 1 : base.idCount();
        this.firstString = base == null ? 0 : base.stringEnd();
        this.decoder = new TypeDecoder(this, bytes);
    }

    /**
     * {@return the BTF in {@code memory}}
     *
     * @param name what to call it in messages
     * @param memory its bytes; they must neither change nor go away
     * @throws MalformedObjectException if its header or its kinds of types are wrong
     */
    public static Btf of(String name, MemorySegment memory) {
        return new Btf(null, name, memory);
    }

    /**
     * {@return the BTF in {@code memory}, whose ids and strings continue those of {@code base}} BTF
     * of kernel modules is such.
     *
     * @param base what it builds on
     * @param name what to call it in messages
     * @param memory its bytes; they must neither change nor go away
     * @throws MalformedObjectException if its header or its kinds of types are wrong
     */
    public static Btf split(Btf base, String name, MemorySegment memory) {
        return new Btf(base, name, memory);
    }

    /** {@return what it is called in messages: where it was read from} */
    public String name() {
        return bytes.name();
    }

    /** {@return its bytes as they were read, without those of the base; read-only} */
    public MemorySegment bytes() {
        return bytes.segment();
    }

    /** {@return the byte order of its integers} */
    public ByteOrder byteOrder() {
        return bytes.order();
    }

    /** {@return how many ids there are, {@code void} and the base's included: all are below} */
    public int idCount() {
        return firstId + table.count();
    }

    /** {@return the lowest id that is not the base's; 1 without a base} */
    public int firstId() {
        return firstId;
    }

    /**
     * {@return the type of an id}
     *
     * @throws IndexOutOfBoundsException if there is no such id
     */
    public BtfType type(int id) {
        Btf owner = owner(id);
        return id == 0 ? VOID : owner.decoder.decode(owner.offset(id));
    }

    /**
     * {@return the kind of a type, which is cheaper than the type}
     *
     * @throws IndexOutOfBoundsException if there is no such id
     */
    public BtfKind kind(int id) {
        return BtfKind.ofCode(kindCode(id));
    }

    /**
     * {@return the name of a type, empty for what has none}
     *
     * @throws IndexOutOfBoundsException if there is no such id
     */
    public String name(int id) {
        return string(nameOffset(id));
    }

    /** {@return the lowest id of a type of that kind and name, 0 if there is none} */
    public int find(String name, BtfKind kind) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        if (wanted.length == 0 || kind == BtfKind.UNKNOWN) {
            return 0;
        }
        int inBase = base == null ? 0 : base.find(name, kind);
        if (inBase != 0) {
            return inBase;
        }
        NameIndex index = indexes[kind.code()];
        if (index == null) {
            if (scans[kind.code()]++ < SCANS) {
                return scan(wanted, kind.code());
            }
            index = index(kind);
        }
        return index.find(wanted);
    }

    /** {@return the ids of all types of that kind and name, ascending} */
    public int[] findAll(String name, BtfKind kind) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        if (wanted.length == 0 || kind == BtfKind.UNKNOWN) {
            return new int[0];
        }
        int[] own = index(kind).findAll(wanted);
        int[] inherited = base == null ? own : base.findAll(name, kind);
        if (base == null || inherited.length == 0) {
            return own;
        }
        int[] all = new int[inherited.length + own.length];
        System.arraycopy(inherited, 0, all, 0, inherited.length);
        System.arraycopy(own, 0, all, inherited.length, own.length);
        return all;
    }

    /**
     * {@return the type below any {@code const}, {@code volatile}, {@code restrict} and type tags}
     */
    public int skipModifiers(int id) {
        return skip(id, false);
    }

    /** {@return the type below any typedefs and modifiers} */
    public int resolve(int id) {
        return skip(id, true);
    }

    /**
     * {@return the size in bytes of values of a type, -1 if it has none} {@code void}, functions
     * and structs that are only named have none.
     */
    public int sizeOf(int id) {
        long count = 1;
        int at = id;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            at = resolve(at);
            switch (type(at)) {
                case BtfType.Array array -> {
                    count = multiply(id, count, array.count());
                    at = array.element();
                }
                case BtfType.Var variable -> at = variable.type();
                case BtfType.Int t -> {
                    return size(id, count, t.size());
                }
                case BtfType.FloatType t -> {
                    return size(id, count, t.size());
                }
                case BtfType.Composite t -> {
                    return size(id, count, t.size());
                }
                case BtfType.Enumeration t -> {
                    return size(id, count, t.size());
                }
                case BtfType.DataSec t -> {
                    return size(id, count, t.size());
                }
                case BtfType.Ptr t -> {
                    return size(id, count, 8);
                }
                case BtfType.VoidType t -> {
                    return -1;
                }
                case BtfType.Fwd t -> {
                    return -1;
                }
                case BtfType.Func t -> {
                    return -1;
                }
                case BtfType.FuncProto t -> {
                    return -1;
                }
                case BtfType.DeclTag t -> {
                    return -1;
                }
                case BtfType.Unknown t -> {
                    return -1;
                }
                case BtfType.Typedef t -> throw new IllegalStateException("resolved");
                case BtfType.Modifier t -> throw new IllegalStateException("resolved");
            }
        }
        throw malformed(id, "is an array of arrays of more than " + MAX_DEPTH + " dimensions");
    }

    /**
     * {@return the field at a path of names in a struct or union, or null if there is none}
     *
     * @param id a struct or union, or a typedef of one
     * @param path names with dots between ({@code se.exec_start}); anonymous structs and unions are
     *     passed through unnamed, pointers are not followed
     */
    public @Nullable BtfField field(int id, String path) {
        return new FieldSearch(this).find(id, path);
    }

    /**
     * {@return the constant of an enumeration that has that name, of several that of the lowest id,
     * or null if there is none} All enumerations are looked through.
     */
    public @Nullable BtfEnumerator enumerator(String name) {
        BtfEnumerator inBase = base == null ? null : base.enumerator(name);
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        if (inBase != null || wanted.length == 0) {
            return inBase;
        }
        BtfEnumerator found = enumerator(wanted, BtfKind.ENUM);
        return found == null ? enumerator(wanted, BtfKind.ENUM64) : found;
    }

    private @Nullable BtfEnumerator enumerator(byte[] name, BtfKind kind) {
        int step = BtfLayout.ELEMENT_WORDS[kind.code()] * 4;
        for (int i = table.next(kind.code(), 0); i >= 0; i = table.next(kind.code(), i + 1)) {
            int at = table.offset(i);
            int count = BtfLayout.elements(bytes.int32(at + BtfLayout.TYPE_INFO));
            for (int j = 0; j < count; j++) {
                int nameAt = at + BtfLayout.TYPE_SIZE + j * step;
                if (stringEquals(decoder.stringOffset(nameAt), name)
                        && type(firstId + i) instanceof BtfType.Enumeration enumeration) {
                    return new BtfEnumerator(firstId + i, enumeration.enumerators().get(j).value());
                }
            }
        }
        return null;
    }

    private static final BtfType VOID = new BtfType.VoidType();

    private int skip(int id, boolean typedefs) {
        int at = id;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            switch (kind(at)) {
                case VOLATILE, CONST, RESTRICT, TYPE_TAG -> at = target(at);
                case TYPEDEF -> {
                    if (!typedefs) {
                        return at;
                    }
                    at = target(at);
                }
                case VOID,
                        INT,
                        PTR,
                        ARRAY,
                        STRUCT,
                        UNION,
                        ENUM,
                        FWD,
                        FUNC,
                        FUNC_PROTO,
                        VAR,
                        DATASEC,
                        FLOAT,
                        DECL_TAG,
                        ENUM64,
                        UNKNOWN -> {
                    return at;
                }
            }
        }
        throw malformed(id, "is a chain of more than " + MAX_DEPTH + " typedefs and qualifiers");
    }

    private long multiply(int id, long a, long b) {
        if (a > Integer.MAX_VALUE || b > Integer.MAX_VALUE) {
            throw malformed(id, "is larger than 2 GiB");
        }
        return a * b;
    }

    private int size(int id, long count, int size) {
        long all = multiply(id, count, size);
        if (all > Integer.MAX_VALUE) {
            throw malformed(id, "is larger than 2 GiB");
        }
        return (int) all;
    }

    private int scan(byte[] name, int kind) {
        for (int i = table.next(kind, 0); i >= 0; i = table.next(kind, i + 1)) {
            if (stringEquals(decoder.stringOffset(table.offset(i)), name)) {
                return firstId + i;
            }
        }
        return 0;
    }

    private NameIndex index(BtfKind kind) {
        NameIndex index = indexes[kind.code()];
        if (index == null) {
            index = new NameIndex(this, kind);
            indexes[kind.code()] = index;
        }
        return index;
    }

    // ---- raw access for the other classes of this package

    private Btf owner(int id) {
        if (id < 0 || id >= idCount()) {
            throw new IndexOutOfBoundsException("type " + id + " of " + idCount());
        }
        Btf owner = this;
        while (owner.base != null && id < owner.firstId) {
            owner = owner.base;
        }
        return owner;
    }

    private int offset(int id) {
        return table.offset(id - firstId);
    }

    /** {@return what a modifier, typedef, pointer or function refers to} */
    int target(int id) {
        Btf owner = owner(id);
        return owner.decoder.type(owner.offset(id) + BtfLayout.TYPE_SIZE_OR_TYPE);
    }

    int kindCode(int id) {
        Btf owner = owner(id);
        return id == 0 ? 0 : owner.table.kind(id - owner.firstId);
    }

    /** {@return vlen} */
    int elements(int id) {
        Btf owner = owner(id);
        return BtfLayout.elements(owner.bytes.int32(owner.offset(id) + BtfLayout.TYPE_INFO));
    }

    int nameOffset(int id) {
        Btf owner = owner(id);
        return id == 0 ? 0 : owner.decoder.stringOffset(owner.offset(id));
    }

    int memberNameOffset(int struct, int index) {
        Btf owner = owner(struct);
        return owner.decoder.stringOffset(owner.offset(struct) + BtfLayout.TYPE_SIZE + index * 12);
    }

    BtfType.Member member(int struct, int index) {
        Btf owner = owner(struct);
        int at = owner.offset(struct);
        boolean bitSizes = BtfLayout.flag(owner.bytes.int32(at + BtfLayout.TYPE_INFO));
        return owner.decoder.member(at + BtfLayout.TYPE_SIZE + index * 12, bitSizes);
    }

    /** {@return the offset behind the last string, the base's included} */
    int stringEnd() {
        return firstString + bytes.stringLength();
    }

    String string(int offset) {
        Btf owner = stringOwner(offset);
        return offset == 0 ? "" : owner.bytes.string(offset - owner.firstString);
    }

    boolean stringEquals(int offset, byte[] wanted) {
        Btf owner = stringOwner(offset);
        return owner.bytes.stringEquals(offset - owner.firstString, wanted);
    }

    boolean nameEquals(int id, byte[] wanted) {
        return stringEquals(nameOffset(id), wanted);
    }

    int hash(int stringOffset) {
        Btf owner = stringOwner(stringOffset);
        return owner.bytes.hash(stringOffset - owner.firstString);
    }

    private Btf stringOwner(int offset) {
        Btf owner = this;
        while (owner.base != null && offset < owner.firstString) {
            owner = owner.base;
        }
        return owner;
    }

    MalformedObjectException malformed(int id, String what) {
        Btf owner = owner(id);
        return owner.bytes.malformed(id == 0 ? 0 : owner.offset(id), "type " + id + " " + what);
    }
}
