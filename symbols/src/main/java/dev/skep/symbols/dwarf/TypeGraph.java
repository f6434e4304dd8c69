package dev.skep.symbols.dwarf;

import static dev.skep.symbols.dwarf.DwarfCodes.AT_BIT_OFFSET;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_BIT_SIZE;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_BYTE_SIZE;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_CONST_VALUE;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_COUNT;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_DATA_BIT_OFFSET;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_DECLARATION;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_ENCODING;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_MEMBER_LOCATION;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_NAME;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_TYPE;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_UPPER_BOUND;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types that something needs, as BTF. A type gets its number when it is first met and is
 * described later: types refer to each other in circles.
 */
final class TypeGraph {
    private static final int LARGEST_INTEGER = 16;

    private final DwarfSections sections;
    private final Map<Long, Integer> ids = new HashMap<>();
    private final List<BtfType> types = new ArrayList<>();
    private final Deque<Long> open = new ArrayDeque<>();
    private int indexType;

    TypeGraph(DwarfSections sections) {
        this.sections = sections;
    }

    /** {@return the number of the type that an entry says it has, 0 if none} */
    int id(Entry entry) {
        return entry.has(AT_TYPE) ? idAt(entry.value(AT_TYPE)) : 0;
    }

    /** {@return the number of the type at an offset} */
    int idAt(long offset) {
        Integer known = ids.get(offset);
        if (known != null) {
            return known;
        }
        int id = add(new BtfType.Fwd("", false));
        ids.put(offset, id);
        open.add(offset);
        return id;
    }

    private int add(BtfType type) {
        types.add(type);
        return types.size();
    }

    /** Describes all types that were met. */
    Btf finish(String name) {
        while (!open.isEmpty()) {
            long offset = open.remove();
            Entry entry = sections.entry(offset);
            if (entry != null) {
                types.set(ids.getOrDefault(offset, 1) - 1, type(entry));
            }
        }
        BtfBuilder builder = new BtfBuilder();
        try {
            for (BtfType type : types) {
                builder.add(type);
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedObjectException(
                    "the debug information of " + name + ": " + e.getMessage());
        }
        return Btf.of("the debug information of " + name, MemorySegment.ofArray(builder.build()));
    }

    private BtfType type(Entry entry) {
        return switch (entry.tag()) {
            case DwarfCodes.TAG_BASE_TYPE -> base(entry);
            case DwarfCodes.TAG_POINTER,
                    DwarfCodes.TAG_REFERENCE,
                    DwarfCodes.TAG_RVALUE_REFERENCE ->
                    new BtfType.Ptr(id(entry));
            case DwarfCodes.TAG_CONST -> new BtfType.Const(id(entry));
            case DwarfCodes.TAG_VOLATILE, DwarfCodes.TAG_ATOMIC -> new BtfType.Volatile(id(entry));
            case DwarfCodes.TAG_RESTRICT -> new BtfType.Restrict(id(entry));
            case DwarfCodes.TAG_TYPEDEF -> new BtfType.Typedef(name(entry), id(entry));
            case DwarfCodes.TAG_STRUCTURE, DwarfCodes.TAG_CLASS, DwarfCodes.TAG_UNION ->
                    composite(entry);
            case DwarfCodes.TAG_ENUMERATION -> enumeration(entry);
            case DwarfCodes.TAG_ARRAY -> array(entry);
            case DwarfCodes.TAG_SUBROUTINE_TYPE -> new BtfType.FuncProto(0, List.of());
            default -> new BtfType.Fwd(name(entry), false);
        };
    }

    /** The kernel, which may be told of a type that a map keeps, takes no templates. */
    private String name(Entry entry) {
        String text = sections.text(entry, AT_NAME);
        if (text == null) {
            return "";
        }
        var name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            // Of base types, such as "unsigned char".
                            || (c == ' ' && entry.tag() == DwarfCodes.TAG_BASE_TYPE);
            name.append(plain ? c : '_');
        }
        return name.toString();
    }

    private static int size(Entry entry) {
        long size = entry.value(AT_BYTE_SIZE);
        return size < 0 || size > Integer.MAX_VALUE >> 3 ? 0 : (int) size;
    }

    private BtfType base(Entry entry) {
        String name = name(entry);
        int size = size(entry);
        int encoding = (int) entry.value(AT_ENCODING);
        if (size == 0 || size > LARGEST_INTEGER || Integer.bitCount(size) != 1) {
            return new BtfType.Fwd(name, false);
        }
        return switch (encoding) {
            case DwarfCodes.ENCODING_FLOAT -> new BtfType.FloatType(name, size);
            case DwarfCodes.ENCODING_COMPLEX_FLOAT -> new BtfType.Fwd(name, false);
            default -> {
                int kind =
                        switch (encoding) {
                            case DwarfCodes.ENCODING_BOOLEAN -> BtfType.Int.BOOL;
                            case DwarfCodes.ENCODING_SIGNED, DwarfCodes.ENCODING_SIGNED_CHAR ->
                                    BtfType.Int.SIGNED;
                            default -> 0;
                        };
                yield new BtfType.Int(name, size, kind, 0, size * 8);
            }
        };
    }

    private BtfType composite(Entry entry) {
        boolean union = entry.tag() == DwarfCodes.TAG_UNION;
        if (entry.has(AT_DECLARATION)) {
            return new BtfType.Fwd(name(entry), union);
        }
        List<BtfType.Member> members = new ArrayList<>();
        boolean bitFields = false;
        for (Entry child : sections.children(entry)) {
            boolean base = child.tag() == DwarfCodes.TAG_INHERITANCE;
            // What is declared in a class of C++ is no part of its objects.
            if ((child.tag() != DwarfCodes.TAG_MEMBER && !base) || child.has(AT_DECLARATION)) {
                continue;
            }
            long offset = bitOffset(child);
            if (offset < 0 || offset > Integer.MAX_VALUE) {
                continue; // a virtual base, whose place is computed
            }
            int bits = (int) child.value(AT_BIT_SIZE);
            bitFields |= bits != 0;
            // A base without a name is looked through, as an anonymous struct is.
            members.add(new BtfType.Member(base ? "" : name(child), id(child), (int) offset, bits));
        }
        return union
                ? new BtfType.Union(name(entry), size(entry), bitFields, members)
                : new BtfType.Struct(name(entry), size(entry), bitFields, members);
    }

    /** {@return where a member begins, in bits; -1 if that is not known} */
    private static long bitOffset(Entry member) {
        if (member.has(AT_DATA_BIT_OFFSET)) {
            return member.value(AT_DATA_BIT_OFFSET);
        }
        if (member.mentions(AT_MEMBER_LOCATION) && !member.has(AT_MEMBER_LOCATION)) {
            return -1;
        }
        long bits = member.value(AT_MEMBER_LOCATION) * 8;
        // Until DWARF 4 counted from the most significant bit of what the field is in.
        return member.has(AT_BIT_OFFSET)
                ? bits
                        + member.value(AT_BYTE_SIZE) * 8
                        - member.value(AT_BIT_OFFSET)
                        - member.value(AT_BIT_SIZE)
                : bits;
    }

    private BtfType enumeration(Entry entry) {
        List<BtfType.Enumerator> enumerators = new ArrayList<>();
        boolean signed = false;
        for (Entry child : sections.children(entry)) {
            if (child.tag() == DwarfCodes.TAG_ENUMERATOR) {
                long value = child.value(AT_CONST_VALUE);
                signed |= value < 0;
                enumerators.add(new BtfType.Enumerator(name(child), value));
            }
        }
        int size = size(entry);
        return switch (size) {
            case 1, 2, 4 -> new BtfType.Enum32(name(entry), size, signed, enumerators);
            case 8 -> new BtfType.Enum64(name(entry), size, signed, enumerators);
            default -> new BtfType.Fwd(name(entry), false);
        };
    }

    private BtfType array(Entry entry) {
        List<Long> counts = new ArrayList<>();
        for (Entry child : sections.children(entry)) {
            if (child.tag() == DwarfCodes.TAG_SUBRANGE) {
                counts.add(count(child));
            }
        }
        if (indexType == 0) {
            indexType = add(new BtfType.Int("unsigned long", 8, 0, 0, 64));
        }
        int element = id(entry);
        for (int i = counts.size() - 1; i > 0; i--) {
            element = add(new BtfType.Array(element, indexType, counts.get(i)));
        }
        return new BtfType.Array(element, indexType, counts.isEmpty() ? 0 : counts.getFirst());
    }

    /** {@return how many elements there are; 0 where it is not said, as at the end of a struct} */
    private static long count(Entry range) {
        long count =
                range.has(AT_COUNT)
                        ? range.value(AT_COUNT)
                        : range.has(AT_UPPER_BOUND) ? range.value(AT_UPPER_BOUND) + 1 : 0;
        return count < 0 || count > Integer.MAX_VALUE ? 0 : count;
    }
}
