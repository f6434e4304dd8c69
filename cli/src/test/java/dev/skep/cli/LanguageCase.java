package dev.skep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A script, how it is run, and what it says; the file {@code language/README.md} among the
 * resources says how one is written.
 *
 * @param name its area, its file and its name
 * @param script the program, empty if the command line names it otherwise
 * @param args what stands before the program on the command line
 * @param operands what stands behind it
 * @param environment environment variables
 * @param child what {@code -c} runs, or empty
 * @param files files in the case's folder, by name
 * @param needs what the kernel must have
 * @param expected what is expected
 */
record LanguageCase(
        String name,
        String script,
        String args,
        String operands,
        Map<String, String> environment,
        String child,
        Map<String, String> files,
        String needs,
        Expected expected) {

    private static final String CASE = "--- ";
    private static final String SECTION = ">>> ";

    /**
     * What a run must give.
     *
     * @param out on standard output
     * @param err on standard error
     * @param exitCode its exit code
     * @param written files it must leave in the case's folder, by name
     * @param bytes such files, in hexadecimal
     */
    record Expected(
            ExpectedText out,
            ExpectedText err,
            int exitCode,
            Map<String, String> written,
            Map<String, String> bytes) {
        Expected {
            bytes = Map.copyOf(bytes);
            written = Map.copyOf(written);
        }
    }

    LanguageCase {
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    @Override
    public String toString() {
        return name;
    }

    /** {@return the cases of a file} */
    static List<LanguageCase> parse(String file, String text) {
        List<LanguageCase> cases = new ArrayList<>();
        Map<String, Integer> names = new LinkedHashMap<>();
        for (String part : ("\n" + text).split("\n" + CASE, -1)) {
            if (part.isBlank()) {
                continue;
            }
            int end = part.indexOf('\n');
            String name = file + ": " + part.substring(0, end).strip();
            if (names.put(name, cases.size()) != null) {
                throw new IllegalArgumentException("there are two cases " + name);
            }
            cases.add(one(name, part.substring(end + 1)));
        }
        return cases;
    }

    private static LanguageCase one(String name, String text) {
        String[] sections = ("\n" + text).split("\n" + SECTION, -1);
        String args = "";
        String operands = "";
        Map<String, String> environment = new LinkedHashMap<>();
        String child = "";
        Map<String, String> files = new LinkedHashMap<>();
        String needs = "";
        ExpectedText out = ExpectedText.exactly("");
        ExpectedText err = ExpectedText.exactly("");
        int exitCode = 0;
        Map<String, String> written = new LinkedHashMap<>();
        Map<String, String> bytes = new LinkedHashMap<>();
        for (int i = 1; i < sections.length; i++) {
            int end = sections[i].indexOf('\n');
            String head = end < 0 ? sections[i] : sections[i].substring(0, end);
            String body = end < 0 ? "" : sections[i].substring(end + 1);
            int blank = head.indexOf(' ');
            String rest = blank < 0 ? "" : head.substring(blank + 1).strip();
            switch (blank < 0 ? head : head.substring(0, blank)) {
                case "args" -> args = rest;
                case "operands" -> operands = rest;
                case "env" -> {
                    int equals = rest.indexOf('=');
                    environment.put(rest.substring(0, equals), rest.substring(equals + 1));
                }
                case "child" -> child = rest;
                case "file" -> files.put(rest, body + "\n");
                case "needs" -> needs = rest;
                case "out" -> out = expected(name, rest, body);
                case "err" -> err = expected(name, rest, body);
                case "exit" -> exitCode = Integer.parseInt(rest);
                case "written" -> written.put(rest, body.stripTrailing());
                case "bytes" -> bytes.put(rest, body.strip());
                default -> throw new IllegalArgumentException(name + ": no section " + head);
            }
        }
        return new LanguageCase(
                name,
                sections[0].strip(),
                args,
                operands,
                environment,
                child,
                files,
                needs,
                new Expected(out, err, exitCode, written, bytes));
    }

    private static ExpectedText expected(String name, String kind, String body) {
        return switch (kind) {
            case "" -> ExpectedText.exactly(body);
            case "matches" -> ExpectedText.matching(body);
            default -> throw new IllegalArgumentException(name + ": out or err " + kind);
        };
    }
}
