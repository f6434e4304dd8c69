package dev.skep.bpf.btf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A section of strings that end with NUL, each stored once; the empty one is at 0. */
final class StringTable {
    private final Map<String, Integer> offsets = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Where the first byte is; what is before belongs to somebody else. */
    private final int start;

    StringTable() {
        start = 0;
        offset("");
    }

    /** Creates a table behind another one, whose empty string it shares. */
    StringTable(int start) {
        this.start = start;
        offsets.put("", 0);
    }

    /** {@return where the string is, after storing it if it is new} */
    int offset(String text) {
        Integer known = offsets.get(text);
        if (known != null) {
            return known;
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name with a NUL");
        }
        int offset = start + bytes.size();
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        offsets.put(text, offset);
        return offset;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
