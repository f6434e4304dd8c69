package dev.skep.symbols;

/**
 * A name in which {@code *} stands for any number of any characters.
 *
 * @param text the name
 */
record NamePattern(String text) {

    static boolean isOne(String text) {
        return text.indexOf('*') >= 0;
    }

    /** {@return whether all of {@code name} matches} */
    boolean matches(String name) {
        int at = 0;
        int next = 0;
        // Where to go on after a star when what follows it does not fit: one character later.
        int star = -1;
        int retry = 0;
        while (at < name.length()) {
            if (next < text.length() && text.charAt(next) == '*') {
                star = ++next;
                retry = at;
            } else if (next < text.length() && text.charAt(next) == name.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (next < text.length() && text.charAt(next) == '*') {
            next++;
        }
        return next == text.length();
    }
}
