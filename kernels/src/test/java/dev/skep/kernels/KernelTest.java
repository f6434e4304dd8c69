package dev.skep.kernels;

import java.util.List;
import java.util.Locale;

/**
 * A test that needs a kernel, or what holds several: a method with parameters, a factory.
 *
 * @param id its unique id in JUnit's platform
 * @param type the simple name of its class
 * @param method the name of its method
 * @param tags its tags, and those of its class
 */
record KernelTest(String id, String type, String method, List<String> tags) {

    /** {@return whether guests can run it: they have no checkout and none of the peers' tools} */
    boolean runsInGuests() {
        return !tags.contains("checkout") && !tags.contains("peer");
    }

    /** {@return whether guests run it only when asked to} */
    boolean isLarge() {
        return tags.contains("large");
    }

    /**
     * {@return whether a pattern as of Surefire's {@code -Dtest} selects it: {@code Class}, {@code
     * Class#method} or several with commas between, with {@code *} for any text}
     */
    boolean matches(String patterns) {
        for (String pattern : patterns.split(",", -1)) {
            int hash = pattern.indexOf('#');
            String types = hash < 0 ? pattern : pattern.substring(0, hash);
            String methods = hash < 0 ? "*" : pattern.substring(hash + 1);
            if (matches(types.strip(), type) && matches(methods.strip(), method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String name) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(name);
        }
        if (!name.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int at = star; at <= name.length(); at++) {
            if (matches(rest, name.substring(at))) {
                return true;
            }
        }
        return false;
    }

    /** {@return the line that {@link #parse} reads} */
    String line() {
        return String.join("\t", id, type, method, String.join(",", tags));
    }

    static KernelTest parse(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "\"%s\" describes no test", line));
        }
        return new KernelTest(parts[0], parts[1], parts[2], List.of(parts[3].split(",", -1)));
    }

    /** {@return the name to show} */
    String name() {
        return type + "." + method;
    }

    /** {@return whether this is the test with that id, or holds it} */
    boolean covers(String ran) {
        return ran.equals(id) || ran.startsWith(id + "/");
    }
}
