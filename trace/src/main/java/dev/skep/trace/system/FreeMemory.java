package dev.skep.trace.system;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How much memory can be had without anything else having to go. */
public final class FreeMemory {
    private static final String NAME = "MemAvailable:";
    private static final int KIB = 1024;

    /** Behind the first lines nothing is looked for. */
    private static final int HEAD_BYTES = 512;

    /** Of what is free records may take that part. */
    private static final int SHARE = 1024;

    private static final int FEWEST_PAGES = 64;

    /**
     * 8 MiB. They are mapped twice, and count as the tool's own memory both times: more would take
     * longer to set up than all else.
     */
    private static final int MOST_PAGES = 2048;

    private FreeMemory() {}

    /**
     * {@return how many pages of records user space may be behind on this machine, 64 to 2048} A
     * thousandth of what is free.
     *
     * @param pageSize bytes of a page
     */
    public static int ringBufferPages(int pageSize) {
        return Math.clamp(available() / SHARE / pageSize, FEWEST_PAGES, MOST_PAGES);
    }

    /** {@return bytes, 0 if that can't be told} */
    private static long available() {
        try (FileInputStream in = new FileInputStream("/proc/meminfo")) {
            return available(new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return 0;
        }
    }

    /** {@return what a text of {@code /proc/meminfo} (proc(5)) says, in bytes} */
    static long available(String text) {
        int at = text.indexOf(NAME);
        if (at < 0) {
            return 0;
        }
        at += NAME.length();
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        long number = 0;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            number = number * 10 + Character.digit(text.charAt(at), 10);
            at++;
        }
        return number * KIB;
    }
}
