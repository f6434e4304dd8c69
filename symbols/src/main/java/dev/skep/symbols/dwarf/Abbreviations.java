package dev.skep.symbols.dwarf;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The shapes of a unit's entries: the tag of each and the forms of its attributes. */
final class Abbreviations {
    /** DW_FORM_implicit_const: the value is with the shape. */
    static final int IMPLICIT = 0x21;

    private final Map<Long, Shape> shapes = new HashMap<>();

    /** What entries look like that have one code. */
    static final class Shape {
        private final int tag;
        private final boolean children;

        /** An attribute, its form, and its value if that is the same for all. */
        private long[] words = new long[24];

        private int length;

        private Shape(int tag, boolean children) {
            this.tag = tag;
            this.children = children;
        }

        int tag() {
            return tag;
        }

        boolean hasChildren() {
            return children;
        }

        int count() {
            return length / 3;
        }

        int attribute(int index) {
            return (int) words[index * 3];
        }

        int form(int index) {
            return (int) words[index * 3 + 1];
        }

        long implicit(int index) {
            return words[index * 3 + 2];
        }

        private void add(long attribute, long form, long implicit) {
            if (length == words.length) {
                words = Arrays.copyOf(words, length * 2);
            }
            words[length++] = attribute;
            words[length++] = form;
            words[length++] = implicit;
        }
    }

    /** Reads the table that begins at the cursor. */
    Abbreviations(DwarfCursor in) {
        for (long code = in.uleb(); code != 0; code = in.uleb()) {
            Shape shape = new Shape((int) in.uleb(), in.u8() != 0);
            while (true) {
                long attribute = in.uleb();
                long form = in.uleb();
                if (attribute == 0 && form == 0) {
                    break;
                }
                shape.add(attribute, form, form == IMPLICIT ? in.sleb() : 0);
            }
            shapes.put(code, shape);
        }
    }

    @Nullable Shape shape(long code) {
        return shapes.get(code);
    }
}
