package dev.skep.bpf.btf.c;

import dev.skep.bpf.btf.BtfType;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names of types in C, where BTF may have several of one name: the second is called {@code
 * name___2}, which CO-RE takes for the same name. Structs, unions and enumerations share one space
 * of names, typedefs and enumerators another.
 */
final class CNames {
    private final Space tags = new Space();
    private final Space identifiers = new Space();

    /** By name, what it was first seen as: {@code struct}, {@code union} or {@code enum}. */
    private final Map<String, String> words = new HashMap<>();

    /** By id, null where it was not asked for yet. */
    private final @Nullable String[] known;

    CNames(int idCount) {
        known = new @Nullable String[idCount];
    }

    /** Names that are taken in one space. */
    private static final class Space {
        private final Set<String> taken = new HashSet<>();
        private final Map<String, Integer> counts = new HashMap<>();

        /** {@return a name that nothing else has} */
        String unique(String name) {
            if (taken.add(name)) {
                counts.put(name, 1);
                return name;
            }
            int count = counts.getOrDefault(name, 1);
            String numbered;
            do {
                numbered = name + "___" + ++count;
            } while (!taken.add(numbered));
            counts.put(name, count);
            return numbered;
        }
    }

    /** {@return {@code struct}, {@code union} or {@code enum} and the name of a named type} */
    String tag(int id, BtfType type) {
        String name = known[id];
        if (name == null) {
            name = newTag(type);
            known[id] = name;
        }
        return name;
    }

    private String newTag(BtfType type) {
        String word = word(type);
        String name = type.name();
        String other = words.putIfAbsent(name, word);
        boolean clash = other != null && !other.equals(word);
        if (!clash && !isDefinition(type)) {
            return word + " " + name; // whatever is defined by that name, before or after
        }
        if (clash) {
            tags.taken.add(name);
        }
        return word + " " + tags.unique(name);
    }

    private static boolean isDefinition(BtfType type) {
        return !(type instanceof BtfType.Fwd)
                && !(type instanceof BtfType.Enumeration t && t.enumerators().isEmpty());
    }

    /** {@return the word by which C refers to a type of that kind} */
    static String word(BtfType type) {
        return switch (type) {
            case BtfType.Struct _ -> "struct";
            case BtfType.Union _ -> "union";
            case BtfType.Enumeration _ -> "enum";
            case BtfType.Fwd t -> t.union() ? "union" : "struct";
            case BtfType.Int _,
                    BtfType.FloatType _,
                    BtfType.Ptr _,
                    BtfType.Array _,
                    BtfType.Typedef _,
                    BtfType.Modifier _,
                    BtfType.Func _,
                    BtfType.FuncProto _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.VoidType _,
                    BtfType.Unknown _ ->
                    throw new IllegalArgumentException(type + " has no tag");
        };
    }

    /** {@return the name of a typedef} */
    String typedef(int id, BtfType.Typedef type) {
        String name = known[id];
        if (name == null) {
            name = identifiers.unique(type.name());
            known[id] = name;
        }
        return name;
    }

    /** {@return the name of an enumerator that is about to be defined} */
    String enumerator(String name) {
        return identifiers.unique(name);
    }
}
