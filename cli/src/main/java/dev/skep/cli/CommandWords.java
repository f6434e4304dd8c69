package dev.skep.cli;

import dev.skep.trace.record.ByteText;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The words of the command line as they were given. The JVM decodes them by the locale, and in the
 * locale {@code C} everything that is not ASCII is lost; the kernel still has the bytes.
 */
final class CommandWords {

    private CommandWords() {}

    /** {@return the words that the JVM handed over, without what it lost} */
    static String[] asGiven(String[] words) {
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                if (word.charAt(i) >= 0x80) {
                    return read(words);
                }
            }
        }
        return words;
    }

    private static String[] read(String[] words) {
        try {
            return last(Files.readAllBytes(Path.of("/proc/self/cmdline")), words.length);
        } catch (IOException e) {
            return words;
        }
    }

    /** {@return the last words of {@code bytes}, in which a NUL ends each} */
    static String[] last(byte[] bytes, int count) {
        String[] words = new String[count];
        int end = bytes.length - 1;
        for (int i = count - 1; i >= 0; i--) {
            int start = end;
            while (start > 0 && bytes[start - 1] != 0) {
                start--;
            }
            words[i] = ByteText.of(Arrays.copyOfRange(bytes, start, end));
            end = start - 1;
        }
        return words;
    }
}
