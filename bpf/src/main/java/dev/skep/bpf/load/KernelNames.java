package dev.skep.bpf.load;

/** Names as the kernel takes them: at most 15 characters of {@code [A-Za-z0-9_]}. */
final class KernelNames {

    private static final int LONGEST = 15;

    private KernelNames() {}

    /** {@return {@code name}, cut, with every other character as {@code _}} */
    static String of(String name) {
        int length = Math.min(name.length(), LONGEST);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            text.append(isAllowed(c) ? c : '_');
        }
        return text.toString();
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}
