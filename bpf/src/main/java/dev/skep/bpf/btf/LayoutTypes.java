package dev.skep.bpf.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the types of {@link Layout}s to BTF, so that the kernel and tools such as bpftool know keys
 * and values of maps. Equal layouts become one type.
 */
public final class LayoutTypes {
    /** KSYM_NAME_LEN - 1 up to Linux 6.0; the kernel refuses longer names. */
    private static final int MAX_NAME = 127;

    private final BtfBuilder btf;
    private final Map<Layout, Integer> ids = new HashMap<>();

    // 0 until needed
    private int character;
    private int index;

    /** Creates an adder to {@code btf}. */
    public LayoutTypes(BtfBuilder btf) {
        this.btf = btf;
    }

    /**
     * {@return the id of the layout's type, after adding it and what it consists of if they are
     * new}
     */
    public int id(Layout layout) {
        Integer known = ids.get(layout);
        if (known != null) {
            return known;
        }
        int id =
                switch (layout) {
                    case Layout.Int t -> integer(t);
                    // Tools print an array of what is named "char" as a string.
                    case Layout.Text t -> array(character(), t.size());
                    case Layout.Array t -> array(id(t.element()), t.count());
                    case Layout.Struct t -> struct(t);
                };
        ids.put(layout, id);
        return id;
    }

    private int integer(Layout.Int layout) {
        String name =
                switch (layout.size()) {
                    case 1 -> layout.signed() ? "signed char" : "unsigned char";
                    case 2 -> layout.signed() ? "short" : "unsigned short";
                    case 4 -> layout.signed() ? "int" : "unsigned int";
                    case 8 -> layout.signed() ? "long long" : "unsigned long long";
                    default ->
                            throw new IllegalArgumentException(
                                    "an integer of " + layout.size() + " bytes");
                };
        return btf.integer(name, layout.size(), layout.signed() ? BtfType.Int.SIGNED : 0);
    }

    private int character() {
        if (character == 0) {
            character = btf.integer("char", 1, BtfType.Int.SIGNED);
        }
        return character;
    }

    private int array(int element, int count) {
        if (index == 0) {
            // clang's name for it.
            index = btf.integer("__ARRAY_SIZE_TYPE__", 4, 0);
        }
        return btf.add(new BtfType.Array(element, index, count));
    }

    private int struct(Layout.Struct layout) {
        List<BtfType.Member> members = new ArrayList<>();
        for (Layout.Struct.Field field : layout.fields()) {
            int type = id(field.layout());
            members.add(
                    new BtfType.Member(
                            identifier(field.name()),
                            type,
                            Math.multiplyExact(field.offset(), 8),
                            0));
        }
        return btf.add(
                new BtfType.Struct(identifier(layout.name()), layout.size(), false, members));
    }

    /** {@return the name as the kernel demands it: a C identifier, or empty} */
    private static String identifier(String name) {
        StringBuilder identifier = new StringBuilder();
        for (int i = 0; i < name.length() && identifier.length() < MAX_NAME; i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean digit = c >= '0' && c <= '9';
            if (digit && i == 0) {
                identifier.append('_');
            }
            identifier.append(letter || digit ? c : '_');
        }
        return identifier.toString();
    }
}
