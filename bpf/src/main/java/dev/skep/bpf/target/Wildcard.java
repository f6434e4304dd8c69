package dev.skep.bpf.target;

/** A name in which {@code *} stands for any number of any characters. */
public final class Wildcard {
    private final String pattern;

    /** Creates a matcher. */
    public Wildcard(String pattern) {
        this.pattern = pattern;
    }

    /** {@return whether a text has a {@code *} in it, and so may stand for several names} */
    public static boolean isIn(String text) {
        return text.indexOf('*') >= 0;
    }

    /** {@return whether all of {@code name} matches} */
    public boolean matches(String name) {
        int at = 0;
        int next = 0;
        // Where to go on after a star when what follows it does not fit: one character of the name
        // later.
        int star = -1;
        int retry = 0;
        while (at < name.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = ++next;
                retry = at;
            } else if (next < pattern.length() && pattern.charAt(next) == name.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
