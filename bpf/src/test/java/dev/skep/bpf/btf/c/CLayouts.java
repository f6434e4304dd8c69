package dev.skep.bpf.btf.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Member;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How types are laid out, by the names that C has for them, to be compared with what compilers do.
 */
final class CLayouts {
    private CLayouts() {}

    /** {@return the ids of structs, unions and enumerations by their names in C} */
    static Map<String, Integer> named(Btf btf, CDump dump) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int id = 1; id < btf.idCount(); id++) {
            BtfType type = btf.type(id);
            int target = type instanceof BtfType.Typedef t ? btf.skipModifiers(t.type()) : id;
            boolean has =
                    switch (btf.type(target)) {
                        case BtfType.Composite t -> t.name().isEmpty() != (target == id);
                        case BtfType.Enumeration t ->
                                !t.enumerators().isEmpty() && t.name().isEmpty() != (target == id);
                        default -> false;
                    };
            if (has) {
                named.put(dump.declaration(id, ""), target);
            }
        }
        return named;
    }

    /** {@return assertions, for a C compiler, about all sizes and all offsets of whole bytes} */
    static String assertions(Btf btf, Map<String, Integer> named) {
        StringBuilder text = new StringBuilder();
        named.forEach((name, id) -> {
            text.append("_Static_assert(sizeof(").append(name).append(") == ");
            text.append(btf.sizeOf(id)).append(", \"").append(name).append("\");\n");
            for (Map.Entry<String, String> field : fields(btf, id).entrySet()) {
                if (!field.getValue().contains("bits")) {
                    text.append("_Static_assert(__builtin_offsetof(").append(name);
                    text.append(", ").append(field.getKey()).append(") == ");
                    text.append(field.getValue()).append(", \"").append(name);
                    text.append(' ').append(field.getKey()).append("\");\n");
                }
            }
        });
        return text.toString();
    }

    /**
     * {@return where fields are, by their paths: {@code 8}, or of bit fields {@code bits 64-67}}
     */
    static Map<String, String> fields(Btf btf, int id) {
        Map<String, String> fields = new TreeMap<>();
        collect(btf, id, "", 0, fields);
        return fields;
    }

    private static void collect(
            Btf btf, int id, String prefix, long bit, Map<String, String> fields) {
        if (!(btf.type(id) instanceof BtfType.Composite struct)) {
            return;
        }
        for (Member member : struct.members()) {
            long start = bit + member.bitOffset();
            boolean named = !member.name().isEmpty();
            int target = named ? btf.skipModifiers(member.type()) : btf.resolve(member.type());
            if (named) {
                fields.put(
                        prefix + member.name(),
                        member.bitSize() == 0
                                ? Long.toString(start / 8)
                                : "bits " + start + "-" + (start + member.bitSize() - 1));
            }
            if (!named || btf.name(target).isEmpty()) {
                String inner = named ? prefix + member.name() + "." : prefix;
                collect(btf, target, inner, start, fields);
            }
        }
    }

    /**
     * {@return the struct, union, enumeration or typedef of it that C calls so; 0 if there is none}
     */
    static int find(Btf btf, String nameInC) {
        int blank = nameInC.indexOf(' ');
        String word = blank < 0 ? "" : nameInC.substring(0, blank);
        String name = nameInC.substring(blank + 1);
        return switch (word) {
            case "struct" -> btf.find(name, BtfKind.STRUCT);
            case "union" -> btf.find(name, BtfKind.UNION);
            case "enum" -> Math.max(btf.find(name, BtfKind.ENUM), btf.find(name, BtfKind.ENUM64));
            default -> {
                int typedef = btf.find(name, BtfKind.TYPEDEF);
                yield typedef == 0 ? 0 : btf.resolve(typedef);
            }
        };
    }
}
