package dev.skep.c;

import org.jspecify.annotations.Nullable;

/** Where the headers are that a text includes. */
@FunctionalInterface
public interface CHeaders {

    /** No headers. */
    CHeaders NONE = (name, angled, from) -> null;

    /**
     * A header.
     *
     * @param path what tells it from others, and what messages call it
     * @param text what is in it
     */
    record Header(String path, String text) {}

    /**
     * {@return a header, or null if there is none}
     *
     * @param name what stands between the quotes or brackets
     * @param angled whether they are angle brackets
     * @param from the path of the header that includes it, or an empty string for the text itself
     */
    @Nullable Header find(String name, boolean angled, String from);
}
