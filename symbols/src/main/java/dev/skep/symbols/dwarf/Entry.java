package dev.skep.symbols.dwarf;

/**
 * One entry of {@code .debug_info}: a function, a parameter, a type. Values are numbers; of a text
 * it is where it lies, of a reference the offset in the section, of what is of no use nothing.
 */
final class Entry {
    private final Unit unit;
    private final long offset;
    private final Abbreviations.Shape shape;
    private final int[] forms;
    private final long[] values;
    private final long next;

    /** Reads the entry of a shape, whose code is behind the cursor. */
    Entry(Unit unit, long offset, Abbreviations.Shape shape, DwarfCursor in) {
        this.unit = unit;
        this.offset = offset;
        this.shape = shape;
        this.forms = new int[shape.count()];
        this.values = new long[shape.count()];
        for (int i = 0; i < values.length; i++) {
            int form = shape.form(i);
            while (form == Form.INDIRECT) {
                form = (int) in.uleb();
            }
            forms[i] = form;
            values[i] =
                    form == Abbreviations.IMPLICIT ? shape.implicit(i) : Form.read(form, unit, in);
        }
        this.next = in.position();
    }

    Unit unit() {
        return unit;
    }

    long offset() {
        return offset;
    }

    int tag() {
        return shape.tag();
    }

    boolean hasChildren() {
        return shape.hasChildren();
    }

    /** {@return where the next entry is: its first child if it has any} */
    long next() {
        return next;
    }

    /** {@return whether it has an attribute of use} */
    boolean has(int attribute) {
        int index = index(attribute);
        return index >= 0 && Form.isKnown(forms[index]);
    }

    /** {@return whether it has an attribute, be it of use or not} */
    boolean mentions(int attribute) {
        return index(attribute) >= 0;
    }

    /** {@return the value of an attribute; 0 if it has none} */
    long value(int attribute) {
        int index = index(attribute);
        return index < 0 ? 0 : values[index];
    }

    /** {@return the form of an attribute that it has} */
    int form(int attribute) {
        return forms[index(attribute)];
    }

    private int index(int attribute) {
        for (int i = 0; i < values.length; i++) {
            if (shape.attribute(i) == attribute) {
                return i;
            }
        }
        return -1;
    }
}
