package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.c.CDump;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.Wildcard;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/** The types of a kernel that a pattern matches: {@code struct task_*}. */
public final class TypeCatalog {
    private TypeCatalog() {}

    /** {@return whether a pattern is one of types, not of probes} */
    public static boolean isPattern(String pattern) {
        return word(pattern) != null;
    }

    private static @Nullable String word(String pattern) {
        for (String word : new String[] {"struct", "union", "enum"}) {
            if (pattern.startsWith(word + " ")) {
                return word;
            }
        }
        return null;
    }

    /**
     * {@return the types that match, sorted by name, a line each or as C defines them}
     *
     * @param target the kernel
     * @param pattern {@code struct}, {@code union} or {@code enum}, and a name with wildcards
     * @param definitions whether to show what is in them
     */
    public static String match(Target target, String pattern, boolean definitions) {
        String word = word(pattern);
        Btf btf = target.btf().orElse(null);
        StringBuilder out = new StringBuilder();
        if (btf == null || word == null) {
            return "";
        }
        Wildcard names = new Wildcard(pattern.substring(word.length() + 1).strip());
        Map<String, Integer> found = new TreeMap<>();
        for (int id = btf.firstId(); id < btf.idCount(); id++) {
            if (isOf(btf.kind(id), word)
                    && !btf.name(id).isEmpty()
                    && names.matches(btf.name(id))) {
                found.putIfAbsent(btf.name(id), id);
            }
        }
        for (Map.Entry<String, Integer> type : found.entrySet()) {
            String tag = word + " " + type.getKey();
            if (definitions) {
                out.append("vmlinux: ").append(definition(btf, type.getValue(), tag));
            } else {
                out.append(tag).append('\n');
            }
        }
        return out.toString();
    }

    private static boolean isOf(BtfKind kind, String word) {
        return switch (word) {
            case "struct" -> kind == BtfKind.STRUCT;
            case "union" -> kind == BtfKind.UNION;
            default -> kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
        };
    }

    /** What a definition needs comes before it. */
    private static String definition(Btf btf, int id, String tag) {
        StringBuilder text = new StringBuilder("\n");
        new CDump(btf, text).define(id);
        int start = text.lastIndexOf("\n" + tag + " {");
        return start < 0 ? tag + " {};\n\n" : text.substring(start + 1);
    }
}
