package dev.skep.trace.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text, and back again without loss. What is UTF-8 becomes what it says; any other byte
 * becomes a character of its own that is no character of Unicode, a lone surrogate from {@code
 * U+DC80} to {@code U+DCFF}, as Python does it (PEP 383). So file names and buffers in whatever
 * encoding leave as they came.
 */
public final class ByteText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int ESCAPE = 0xdc00;
    private static final int ASCII_END = 0x80;
    private static final int LONGEST_SEQUENCE = 4;

    private ByteText() {}

    /** {@return bytes as text} */
    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : escaped(bytes);
    }

    /**
     * {@return one byte as text}
     *
     * @param value from 0 to 255
     */
    public static char ofByte(int value) {
        return (char) (value < 0x80 ? value : ESCAPE + value);
    }

    /** {@return how many bytes a text has} */
    public static int length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII_END) {
                return bytes(text).length;
            }
        }
        return text.length();
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = sequence(bytes, at);
            if (length == 0) {
                text.append(ofByte(bytes[at] & 0xff));
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** {@return the length of the character of UTF-8 that begins there, 0 if none does} */
    private static int sequence(byte[] bytes, int at) {
        for (int length = 1; length <= LONGEST_SEQUENCE && at + length <= bytes.length; length++) {
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            boolean whole = text.codePointCount(0, text.length()) == 1;
            boolean replaced = text.charAt(0) == REPLACEMENT;
            if (whole && (!replaced || isReplacement(bytes, at, length))) {
                return length;
            }
        }
        return 0;
    }

    private static boolean isReplacement(byte[] bytes, int at, int length) {
        return length == 3
                && bytes[at] == (byte) 0xef
                && bytes[at + 1] == (byte) 0xbf
                && bytes[at + 2] == (byte) 0xbd;
    }

    /** {@return the bytes that a text stands for} */
    public static byte[] bytes(CharSequence text) {
        String whole = text.toString();
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        // Both directions are one instruction of the processor for each 16 bytes; a loop here is
        // not.
        return new String(bytes, StandardCharsets.UTF_8).equals(whole) ? bytes : unescaped(whole);
    }

    private static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length();
            if (pair && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
                bytes.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(c - ESCAPE);
                start = i + 1;
            }
        }
        bytes.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
