package dev.skep.trace.lower;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Scripts that must compile, and whose programs every kernel must take. */
final class ScriptCases {
    private static final String NAME = "// name: ";

    private ScriptCases() {}

    /** A script. */
    record Case(String name, String script) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** {@return the scripts that must be taken} */
    static List<Case> all() {
        return of("scripts.bt");
    }

    /** {@return the scripts of a file} */
    static List<Case> of(String file) {
        String text;
        try (InputStream in = ScriptCases.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Case> cases = new ArrayList<>();
        int at = text.indexOf(NAME);
        while (at >= 0) {
            int end = text.indexOf('\n', at);
            int next = text.indexOf(NAME, end);
            cases.add(
                    new Case(
                            text.substring(at + NAME.length(), end),
                            text.substring(end + 1, next < 0 ? text.length() : next)));
            at = next;
        }
        return cases;
    }
}
