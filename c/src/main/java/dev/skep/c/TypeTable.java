package dev.skep.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of a text while it is read: its own, behind those of the kernel. */
final class TypeTable {
    /** As deep as a type may nest, so that looking into it ends. */
    private static final int MAX_DEPTH = 64;

    private final @Nullable Btf kernel;
    private final int firstId;
    private final List<BtfType> types = new ArrayList<>();
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> typedefs = new HashMap<>();
    private final Map<String, Integer> integers = new HashMap<>();

    TypeTable(@Nullable Btf kernel) {
        this.kernel = kernel;
        this.firstId = kernel == null ? 1 : kernel.idCount();
    }

    /** {@return all types, or null if the text has none of its own} */
    @Nullable Btf finish() {
        if (types.isEmpty()) {
            return null;
        }
        BtfBuilder builder = kernel == null ? new BtfBuilder() : new BtfBuilder(kernel);
        for (BtfType type : types) {
            builder.add(type);
        }
        MemorySegment bytes = MemorySegment.ofArray(builder.build());
        return kernel == null
                ? Btf.of("the script's types", bytes)
                : Btf.split(kernel, "the script's types", bytes);
    }

    /** {@return the id of a type, added} */
    int add(BtfType type) {
        types.add(type);
        return firstId + types.size() - 1;
    }

    BtfType type(int id) {
        if (id == 0 || (kernel == null && id < firstId)) {
            return new BtfType.VoidType();
        }
        return id < firstId && kernel != null ? kernel.type(id) : types.get(id - firstId);
    }

    /** {@return the id of a struct, union or enum; only its name is known if nobody defines it} */
    int tagged(String keyword, String name) {
        Integer own = tags.get(keyword + " " + name);
        if (own != null) {
            return own;
        }
        int known = inKernel(keyword, name);
        return known != 0 ? known : reserve(keyword, name);
    }

    /** {@return the id of a struct, union or enum that is about to be defined here} */
    int reserve(String keyword, String name) {
        Integer own = name.isEmpty() ? null : tags.get(keyword + " " + name);
        if (own != null) {
            return own;
        }
        int id = add(new BtfType.Fwd(name, keyword.equals("union")));
        if (!name.isEmpty()) {
            tags.put(keyword + " " + name, id);
        }
        return id;
    }

    /** Says what a type is that was reserved. */
    void define(int id, BtfType type) {
        types.set(id - firstId, type);
    }

    private int inKernel(String keyword, String name) {
        if (kernel == null) {
            return 0;
        }
        return switch (keyword) {
            case "struct" -> kernel.find(name, BtfKind.STRUCT);
            case "union" -> kernel.find(name, BtfKind.UNION);
            default -> {
                int narrow = kernel.find(name, BtfKind.ENUM);
                yield narrow != 0 ? narrow : kernel.find(name, BtfKind.ENUM64);
            }
        };
    }

    void typedef(String name, int type) {
        typedefs.put(name, add(new BtfType.Typedef(name, type)));
    }

    /** {@return the id of the type of that name, or 0 if there is none} */
    int named(String name) {
        Integer own = typedefs.get(name);
        if (own != null) {
            return own;
        }
        int known = kernel == null ? 0 : kernel.find(name, BtfKind.TYPEDEF);
        return known != 0 ? known : usual(name);
    }

    /** The names that headers would bring which every script may count on. */
    private int usual(String name) {
        return switch (name) {
            // Members that a script declares so are shown as the numbers 0 and 1.
            case "bool", "_Bool" -> integer("_Bool", 1, 0);
            case "int8_t", "s8", "__s8", "int8" -> integer("signed char", 1, BtfType.Int.SIGNED);
            case "uint8_t", "u8", "__u8", "uint8" -> integer("unsigned char", 1, 0);
            case "int16_t", "s16", "__s16", "int16" -> integer("short", 2, BtfType.Int.SIGNED);
            case "uint16_t", "u16", "__u16", "uint16", "__be16", "__le16" ->
                    integer("unsigned short", 2, 0);
            case "int32_t", "s32", "__s32", "int32", "pid_t" ->
                    integer("int", 4, BtfType.Int.SIGNED);
            case "uint32_t", "u32", "__u32", "uint32", "__be32", "__le32", "uid_t", "gid_t" ->
                    integer("unsigned int", 4, 0);
            case "int64_t", "s64", "__s64", "int64", "ssize_t", "intptr_t", "off_t", "loff_t" ->
                    integer("long", 8, BtfType.Int.SIGNED);
            case "uint64_t", "u64", "__u64", "uint64", "size_t", "uintptr_t", "__be64", "__le64" ->
                    integer("unsigned long", 8, 0);
            default -> 0;
        };
    }

    /** {@return the id of an integer} */
    int integer(String name, int size, int encoding) {
        Integer known = integers.get(name);
        if (known == null) {
            known = add(new BtfType.Int(name, size, encoding, 0, size * 8));
            integers.put(name, known);
        }
        return known;
    }

    /** {@return the bytes of a type, -1 if they are not known or too many} */
    long size(int id) {
        return size(id, 0);
    }

    private long size(int id, int depth) {
        if (depth > MAX_DEPTH) {
            return -1;
        }
        return switch (type(id)) {
            case BtfType.Int t -> t.size();
            case BtfType.FloatType t -> t.size();
            case BtfType.Ptr _ -> 8;
            case BtfType.Composite t -> t.size();
            case BtfType.Enumeration t -> t.size();
            case BtfType.Array array -> {
                long element = size(array.element(), depth + 1);
                boolean fits =
                        element >= 0 && (element == 0 || array.count() < (1L << 30) / element);
                yield fits ? element * array.count() : -1;
            }
            case BtfType.Typedef t -> size(t.type(), depth + 1);
            case BtfType.Modifier t -> size(t.type(), depth + 1);
            case BtfType _ -> -1;
        };
    }

    /** {@return the alignment of a type in bytes, as C has it on 64 bits} */
    int alignment(int id) {
        return alignment(id, 0);
    }

    private int alignment(int id, int depth) {
        if (depth > MAX_DEPTH) {
            return 1;
        }
        return switch (type(id)) {
            case BtfType.Int t -> t.size();
            case BtfType.FloatType t -> Math.min(t.size(), 16);
            case BtfType.Ptr _ -> 8;
            case BtfType.Enumeration t -> t.size();
            case BtfType.Composite t -> alignment(t, depth);
            case BtfType.Array array -> alignment(array.element(), depth + 1);
            case BtfType.Typedef t -> alignment(t.type(), depth + 1);
            case BtfType.Modifier t -> alignment(t.type(), depth + 1);
            case BtfType _ -> 1;
        };
    }

    /** BTF does not say it, so it is what the members need; less if the struct was packed. */
    private int alignment(BtfType.Composite struct, int depth) {
        int widest = 1;
        for (BtfType.Member member : struct.members()) {
            int needed = alignment(member.type(), depth + 1);
            boolean kept = member.bitSize() != 0 || member.bitOffset() % (needed * 8) == 0;
            widest = kept ? Math.max(widest, needed) : widest;
        }
        return struct.size() % widest == 0 ? widest : 1;
    }
}
