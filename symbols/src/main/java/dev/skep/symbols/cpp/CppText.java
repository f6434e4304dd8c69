package dev.skep.symbols.cpp;

/**
 * A type as C++ writes it: around the name that it declares, as {@code void (*name)(int)}.
 *
 * @param left what is before the name
 * @param right what is behind it
 * @param around whether a pointer to it needs parentheses: of functions and arrays
 */
record CppText(String left, String right, boolean around) {
    CppText(String left) {
        this(left, "", false);
    }

    String whole() {
        return left + right;
    }

    /** {@return a pointer or reference to it} */
    CppText pointedBy(String sign) {
        if (around) {
            return new CppText(left + " (" + sign, ")" + right, false);
        }
        // A reference to a reference is the one that counts less: && only of two &&.
        if (sign.startsWith("&") && left.endsWith("&")) {
            return left.endsWith("&&") && sign.equals("&")
                    ? new CppText(left.substring(0, left.length() - 1), right, false)
                    : this;
        }
        return new CppText(left + sign, right, false);
    }

    /** {@return it with a qualifier} */
    CppText qualified(String word) {
        return around
                ? new CppText(left, right + " " + word, true)
                : new CppText(left + " " + word, right, false);
    }
}
