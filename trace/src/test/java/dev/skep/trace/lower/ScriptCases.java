package dev.skep.trace.lower;

import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Scripts that must compile, and whose programs every kernel must take. */
final class ScriptCases {
    private static final String NAME = "// name: ";
    private static final String SINCE = "// since: ";

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

    /**
     * {@return those of a file that the running kernel can be expected to take: a line {@code //
     * since: 5.11} says from which on}
     */
    static List<Case> forRunningKernel(String file) {
        KernelVersion running = Target.running().version();
        List<Case> cases = new ArrayList<>();
        for (Case each : of(file)) {
            int at = each.script.indexOf(SINCE);
            if (at < 0
                    || KernelVersion.parse(each.script.substring(at + SINCE.length()))
                                    .compareTo(running)
                            <= 0) {
                cases.add(each);
            }
        }
        return cases;
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
