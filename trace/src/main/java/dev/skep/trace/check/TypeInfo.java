package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code typeinfo} says of a type: the record {@code (btf_id, base_type, full_type)}.
 *
 * @param base what sort of type it is, such as {@code int}
 * @param full its name, such as {@code uint32}
 */
public record TypeInfo(String base, String full) {
    private static final String BTF_ID = "btf_id";
    private static final String BASE_TYPE = "base_type";
    private static final String FULL_TYPE = "full_type";

    /** {@return what is said of a type} */
    public static TypeInfo of(ScriptType type) {
        String base =
                switch (type) {
                    case ScriptType.Composite _, ScriptType.Opaque _ -> "c_type";
                    case ScriptType.Enumeration _ -> "int";
                    case ScriptType.Stack(boolean user, var _, int _) -> user ? "ustack" : "kstack";
                    case ScriptType.None _,
                            ScriptType.Int _,
                            ScriptType.Bool _,
                            ScriptType.Text _,
                            ScriptType.Pointer _,
                            ScriptType.Array _,
                            ScriptType.Tuple _,
                            ScriptType.NamedTuple _,
                            ScriptType.Void _,
                            ScriptType.Symbol _,
                            ScriptType.Buffer _,
                            ScriptType.Resolved _,
                            ScriptType.Arguments _,
                            ScriptType.Aggregate _ ->
                            TypeTexts.kind(type);
                };
        return new TypeInfo(base, type.text());
    }

    /** {@return the values of the record in their order; a number is 0} */
    public List<Constant> values() {
        return List.of(new Constant.Int(0, false), text(base), text(full));
    }

    /** {@return a value of the record, or null if there is none of that name} */
    @Nullable Constant field(String name) {
        return switch (name) {
            case BTF_ID -> new Constant.Int(0, false);
            case BASE_TYPE -> text(base);
            case FULL_TYPE -> text(full);
            default -> null;
        };
    }

    /** {@return the type of the record} */
    Shape shape() {
        List<Constant> values = values();
        return new Shape.NamedTuple(
                List.of(BTF_ID, BASE_TYPE, FULL_TYPE),
                List.of(Shape.of(values.get(0)), Shape.of(values.get(1)), Shape.of(values.get(2))));
    }

    private static Constant text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Constant.Text(new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
