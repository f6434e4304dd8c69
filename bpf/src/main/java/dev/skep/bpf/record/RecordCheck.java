package dev.skep.bpf.record;

import dev.skep.bpf.LayoutMismatchException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.Layout;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Compares a record with a struct of BTF, and shows both where they differ. */
final class RecordCheck {

    /**
     * A line of the comparison: a side that is empty has no such field.
     *
     * @param java what the record has
     * @param struct what the struct has
     * @param problem what is wrong, or empty
     */
    private record Row(Side java, Side struct, String problem) {}

    private record Side(String offset, String size, String declaration) {
        static final Side NONE = new Side("", "", "");
    }

    private final RecordLayout<?> record;
    private final Btf btf;
    private final String structName;
    private final Declarations declarations;
    private final List<Row> rows = new ArrayList<>();
    private final List<Integer> found = new ArrayList<>();

    RecordCheck(RecordLayout<?> record, Btf btf, String structName) {
        this.record = record;
        this.btf = btf;
        this.structName = structName;
        this.declarations = new Declarations(btf);
    }

    void run() {
        int struct = btf.find(structName, BtfKind.STRUCT);
        if (struct == 0) {
            throw new LayoutMismatchException(
                    "record "
                            + record.type().getSimpleName()
                            + " has no counterpart: there is no struct "
                            + structName);
        }
        compare(record, struct, "", "", 0);
        addFieldsWithoutComponent(struct);
        int size = btf.sizeOf(struct);
        boolean sizesDiffer = size != record.size();
        if (sizesDiffer || rows.stream().anyMatch(row -> !row.problem().isEmpty())) {
            throw new LayoutMismatchException(text(size));
        }
    }

    /**
     * Adds a row for each component.
     *
     * @param path the names of the fields around it in the struct, each with a dot behind it
     * @param javaPath likewise in the record
     * @param start where the record starts in the outermost one
     */
    private void compare(
            RecordLayout<?> inner, int struct, String path, String javaPath, int start) {
        for (int i = 0; i < inner.components().size(); i++) {
            Component component = inner.components().get(i);
            int offset = start + inner.layout().fields().get(i).offset();
            String fieldPath = path + component.name();
            BtfField field = btf.field(struct, fieldPath);
            if (field == null) {
                fieldPath = path + snakeCase(component.name());
                field = btf.field(struct, fieldPath);
            }
            String javaName = javaPath + component.name();
            RecordLayout<?> nested = component.nested();
            if (nested != null && field != null && isComposite(field.type())) {
                compare(nested, struct, fieldPath + ".", javaName + ".", offset);
                continue;
            }
            Side java =
                    new Side(
                            Integer.toString(offset),
                            Integer.toString(component.layout().size()),
                            component.declared() + " " + javaName);
            if (field == null) {
                rows.add(new Row(java, Side.NONE, "no field of that name"));
            } else {
                found.add(field.bitOffset());
                rows.add(
                        new Row(
                                java,
                                side(field, fieldPath),
                                problem(component.layout(), offset, field)));
            }
        }
    }

    private boolean isComposite(int type) {
        return btf.type(btf.resolve(type)) instanceof BtfType.Composite;
    }

    private Side side(BtfField field, String path) {
        String bits = field.isBitField() ? " : " + field.bitSize() : "";
        return new Side(
                Integer.toString(field.offset()),
                Integer.toString(Math.max(btf.sizeOf(field.type()), 0)),
                declarations.of(field.type(), path) + bits);
    }

    private String problem(Layout layout, int offset, BtfField field) {
        if (field.isBitField()) {
            return "a bit field";
        }
        String type = mismatch(layout, field.type());
        return !type.isEmpty() ? type : field.offset() == offset ? "" : "another offset";
    }

    /** {@return how a type of BTF differs from a layout, or empty} */
    private String mismatch(Layout layout, int type) {
        BtfType resolved = btf.type(btf.resolve(type));
        if (btf.sizeOf(type) != layout.size()) {
            return "another size";
        }
        return switch (layout) {
            case Layout.Int integer ->
                    switch (resolved) {
                        case BtfType.Int t -> t.signed() == integer.signed() ? "" : "another sign";
                        // Compilers before clang 15 do not tell the sign.
                        case BtfType.Enumeration _ -> "";
                        case BtfType.Ptr _ -> integer.signed() ? "another sign" : "";
                        default -> "no integer";
                    };
            case Layout.Text _ ->
                    resolved instanceof BtfType.Array array
                                    && btf.sizeOf(array.element()) == 1
                                    && btf.type(btf.resolve(array.element())) instanceof BtfType.Int
                            ? ""
                            : "no array of characters";
            case Layout.Array array ->
                    resolved instanceof BtfType.Array t && t.count() == array.count()
                            ? mismatch(array.element(), t.element())
                            : "no such array";
            case Layout.Struct _ -> "no struct";
        };
    }

    private void addFieldsWithoutComponent(int struct) {
        if (btf.type(struct) instanceof BtfType.Struct type) {
            for (BtfType.Member member : type.members()) {
                BtfField field = member.name().isEmpty() ? null : btf.field(struct, member.name());
                if (field != null && !covers(field)) {
                    rows.add(new Row(Side.NONE, side(field, member.name()), ""));
                }
            }
        }
    }

    private boolean covers(BtfField field) {
        int end = field.bitOffset() + Math.max(btf.sizeOf(field.type()), 1) * 8;
        return found.stream().anyMatch(at -> at >= field.bitOffset() && at < end);
    }

    private String text(int size) {
        Table table = new Table();
        table.add("offset", "size", "record " + record.type().getSimpleName());
        table.add("offset", "size", "struct " + structName);
        table.end("");
        for (Row row : rows) {
            table.add(row.java().offset(), row.java().size(), row.java().declaration());
            table.add(row.struct().offset(), row.struct().size(), row.struct().declaration());
            table.end(row.problem());
        }
        table.add("", Integer.toString(record.size()), "");
        table.add("", Integer.toString(size), "");
        table.end(size == record.size() ? "" : "another size");
        return "record "
                + record.type().getSimpleName()
                + " does not fit struct "
                + structName
                + ":\n"
                + table;
    }

    /**
     * {@return the name with an underscore before each capital letter, which becomes a small one}
     */
    static String snakeCase(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                text.append('_').append((char) (c - 'A' + 'a'));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Text in columns as wide as their widest cell. */
    private static final class Table {
        private final List<List<String>> lines = new ArrayList<>();
        private @Nullable List<String> line;

        void add(String... cells) {
            List<String> current = line == null ? new ArrayList<>() : line;
            current.addAll(List.of(cells));
            line = current;
        }

        void end(String last) {
            add(last);
            if (line != null) {
                lines.add(line);
            }
            line = null;
        }

        @Override
        public String toString() {
            int columns = lines.getFirst().size();
            int[] widths = new int[columns];
            for (List<String> cells : lines) {
                for (int i = 0; i < columns; i++) {
                    widths[i] = Math.max(widths[i], cells.get(i).length());
                }
            }
            StringBuilder text = new StringBuilder();
            for (List<String> cells : lines) {
                StringBuilder one = new StringBuilder();
                for (int i = 0; i < columns; i++) {
                    one.append("  ").append(cells.get(i));
                    one.repeat(' ', widths[i] - cells.get(i).length());
                }
                text.append(one.toString().stripTrailing()).append('\n');
            }
            return text.toString().stripTrailing();
        }
    }
}
