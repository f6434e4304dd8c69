package dev.skep.cli;

import dev.skep.bpf.btf.Btf;
import dev.skep.trace.check.NearestName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What the words behind {@code skep btf dump} ask for; they are bpftool's.
 *
 * @param file where the types are
 * @param c whether they are wanted as C
 * @param roots the ids of those that are wanted; empty for all
 */
record BtfDumpRequest(String file, boolean c, List<Integer> roots) {
    private static final List<String> WORDS = List.of("file", "format", "root_id");

    BtfDumpRequest {
        roots = List.copyOf(roots);
    }

    /**
     * {@return what {@code words} ask for}
     *
     * @throws UsageException if they ask for nothing that there is
     */
    static BtfDumpRequest of(List<String> words) {
        String file = "";
        boolean c = false;
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 2) {
            String word = words.get(i);
            String value = i + 1 < words.size() ? words.get(i + 1) : null;
            switch (word) {
                case "file" -> file = needed(word, value, "the name of a file");
                case "format" -> c = isC(needed(word, value, "raw or c"));
                case "root_id" -> roots.add(id(needed(word, value, "the id of a type")));
                default -> throw unknown(word, i == 0);
            }
        }
        if (file.isEmpty()) {
            throw new UsageException("btf dump needs a file", "skep btf dump file FILE");
        }
        return new BtfDumpRequest(file, c, roots);
    }

    private static boolean isC(String format) {
        return switch (format) {
            case "raw" -> false;
            case "c" -> true;
            default ->
                    throw new UsageException(
                            "unknown format '" + format + "'", "there are raw and c");
        };
    }

    private static UsageException unknown(String word, boolean first) {
        String message = "unknown word '" + word + "'";
        String nearest = NearestName.of(word, WORDS);
        if (nearest != null) {
            return new UsageException(message, "did you mean " + nearest + "?");
        }
        return first
                ? new UsageException(message, "for a file: skep btf dump file " + word)
                : new UsageException(message, "there are file, format and root_id");
    }

    private static String needed(String word, @Nullable String value, String what) {
        if (value == null) {
            throw new UsageException(word + " needs " + what + " behind it");
        }
        return value;
    }

    private static int id(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException("'" + text + "' is no id of a type");
        }
    }

    /**
     * {@return the ids of the types that are asked for}
     *
     * @throws UsageException if there is none of one of them
     */
    int[] ids(Btf btf) {
        if (roots.isEmpty()) {
            int[] all = new int[btf.idCount() - btf.firstId()];
            for (int i = 0; i < all.length; i++) {
                all[i] = btf.firstId() + i;
            }
            return all;
        }
        int[] ids = new int[roots.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = roots.get(i);
            if (ids[i] <= 0 || ids[i] >= btf.idCount()) {
                throw new UsageException(
                        "there is no type " + ids[i] + " in " + btf.name(),
                        "its ids are 1 to " + (btf.idCount() - 1));
            }
        }
        return ids;
    }
}
