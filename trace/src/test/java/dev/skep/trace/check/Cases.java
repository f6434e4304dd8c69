package dev.skep.trace.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cases from a file: a line {@code --- name}, the script, a line {@code >>>}, what is expected. A
 * blank line ends what is expected.
 */
final class Cases {

    /**
     * A case.
     *
     * @param name what it is about
     * @param script the script
     * @param expected the lines expected
     */
    record Case(String name, String script, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Cases() {}

    static List<Case> read(String resource) {
        List<Case> cases = new ArrayList<>();
        String name = "";
        List<String> script = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        boolean inScript = true;
        for (String line : lines(resource)) {
            if (line.startsWith("--- ")) {
                add(cases, name, script, expected);
                name = line.substring(4);
                script = new ArrayList<>();
                expected = new ArrayList<>();
                inScript = true;
            } else if (line.equals(">>>")) {
                inScript = false;
            } else {
                (inScript ? script : expected).add(line);
            }
        }
        add(cases, name, script, expected);
        return cases;
    }

    private static void add(
            List<Case> cases, String name, List<String> script, List<String> expected) {
        if (name.isEmpty()) {
            return;
        }
        while (!expected.isEmpty() && expected.getLast().isEmpty()) {
            expected.removeLast();
        }
        cases.add(new Case(name, String.join("\n", script), List.copyOf(expected)));
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Cases.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
