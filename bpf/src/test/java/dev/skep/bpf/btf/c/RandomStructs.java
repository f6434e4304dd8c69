package dev.skep.bpf.btf.c;

import java.util.SplittableRandom;

/** Sources of C with structs and unions whose layouts are as odd as attributes can make them. */
final class RandomStructs {
    private static final String[] WHOLE = {
        "char",
        "short",
        "int",
        "long",
        "long long",
        "unsigned __int128",
        "_Bool",
        "void *",
        "float",
        "double",
        "enum small",
        "enum plain",
        "enum large",
        "aligned_t",
        "misaligned_t",
        "packed_t"
    };

    private static final String[] INTEGERS = {
        "unsigned char",
        "short",
        "unsigned int",
        "unsigned long",
        "long long",
        "_Bool",
        "enum plain"
    };
    private static final int[] WIDTHS = {8, 16, 32, 64, 64, 1, 32};

    private static final String TYPES =
            """
            enum small { SMALL } __attribute__((mode(byte)));
            enum plain { PLAIN, LAST = 0x7fffffff };
            enum large { LARGE = 1ULL << 40 };
            typedef long aligned_t __attribute__((aligned(32)));
            typedef long misaligned_t __attribute__((aligned(2)));
            typedef struct { char a; int b; } __attribute__((packed)) packed_t;
            """;

    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder(TYPES);
    private int members;

    RandomStructs(long seed) {
        random = new SplittableRandom(seed);
    }

    /** {@return a source of so many structs and unions, s0, s1, …, and a variable of each} */
    String source(int count) {
        for (int i = 0; i < count; i++) {
            String word = random.nextInt(5) == 0 ? "union" : "struct";
            text.append(word).append(" s").append(i).append(" {");
            body(word, i, 0);
            text.append('}').append(attributes()).append(" v").append(i).append(";\n");
        }
        return text.toString();
    }

    private void body(String word, int structs, int depth) {
        int count = 1 + random.nextInt(4);
        boolean named = false;
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(depth < 2 ? 9 : 7)) {
                case 0, 1, 2 -> whole(WHOLE[random.nextInt(WHOLE.length)]);
                case 3, 4, 5 -> bitField(named && word.equals("struct"));
                case 6 -> {
                    if (structs > 0) {
                        int which = random.nextInt(structs);
                        whole("__typeof__(v" + which + ")");
                    }
                }
                default -> {
                    String inner = random.nextInt(3) == 0 ? "union" : "struct";
                    text.append(' ').append(inner).append(" {");
                    body(inner, structs, depth + 1);
                    text.append('}').append(attributes());
                    text.append(random.nextBoolean() ? "" : " m" + members++).append(';');
                }
            }
            named = true;
        }
        whole("char");
    }

    private void whole(String type) {
        text.append(' ').append(type).append(" m").append(members++);
        // An array whose elements are less large than they are aligned is an error.
        boolean array = random.nextInt(5) == 0 && !type.equals("aligned_t");
        text.append(array ? "[" + random.nextInt(1, 4) + "]" : "");
        text.append(random.nextInt(12) == 0 ? " __attribute__((aligned(16)))" : "");
        text.append(random.nextInt(12) == 0 ? " __attribute__((packed))" : "");
        text.append(';');
    }

    private void bitField(boolean mayBeUnnamed) {
        int which = random.nextInt(INTEGERS.length);
        int width = 1 + random.nextInt(WIDTHS[which]);
        text.append(' ').append(INTEGERS[which]);
        if (mayBeUnnamed && random.nextInt(4) == 0) {
            text.append(" : ").append(random.nextInt(3) == 0 ? 0 : width).append(';');
        } else {
            text.append(" m").append(members++).append(" : ").append(width).append(';');
        }
    }

    private String attributes() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> " __attribute__((packed))";
            case 2 -> " __attribute__((aligned(64)))";
            case 3 -> " __attribute__((packed, aligned(4)))";
            default -> "";
        };
    }
}
