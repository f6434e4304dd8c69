package dev.skep.c;

import dev.skep.bpf.btf.BtfType;

/** The words that C makes its own types of, in any order: {@code unsigned long int}. */
final class Words {
    private int longs;
    private boolean any;
    private boolean unsigned;
    private boolean signed;
    private String base = "";

    boolean isEmpty() {
        return !any;
    }

    /** {@return whether a word is one of them, which is noted then} */
    boolean take(String word) {
        switch (word) {
            case "unsigned" -> unsigned = true;
            case "signed", "__signed__" -> signed = true;
            case "long" -> longs++;
            case "int" -> {
                // Says nothing more.
            }
            case "short", "char", "void", "float", "double", "_Bool", "__int128" -> base = word;
            default -> {
                return false;
            }
        }
        any = true;
        return true;
    }

    /** {@return the id of the type} */
    int type(TypeTable types) {
        return switch (base) {
            case "void" -> 0;
            case "_Bool" -> types.integer("_Bool", 1, 0);
            case "char" -> character(types);
            case "short" ->
                    unsigned
                            ? types.integer("unsigned short", 2, 0)
                            : types.integer("short", 2, BtfType.Int.SIGNED);
            case "__int128" ->
                    unsigned
                            ? types.integer("unsigned __int128", 16, 0)
                            : types.integer("__int128", 16, BtfType.Int.SIGNED);
            case "float" -> types.add(new BtfType.FloatType("float", 4));
            case "double" -> types.add(new BtfType.FloatType("double", longs > 0 ? 16 : 8));
            default -> {
                if (longs > 0) {
                    yield unsigned
                            ? types.integer("unsigned long", 8, 0)
                            : types.integer("long", 8, BtfType.Int.SIGNED);
                }
                yield unsigned
                        ? types.integer("unsigned int", 4, 0)
                        : types.integer("int", 4, BtfType.Int.SIGNED);
            }
        };
    }

    private int character(TypeTable types) {
        if (unsigned) {
            return types.integer("unsigned char", 1, 0);
        }
        return types.integer(signed ? "signed char" : "char", 1, BtfType.Int.SIGNED);
    }
}
