package dev.skep.trace.lower;

import dev.skep.sys.Errno;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.SignalNames;
import dev.skep.trace.check.SyscallNames;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of numbers, in a data map that programs only read: a row of {@link #ROW} bytes for each
 * number, the last rows for numbers without a name.
 */
enum NameTable {
    ERRORS("names_errno", "Unknown error", 256),
    SIGNALS("names_signal", "N/A", 128),
    SYSCALLS("names_syscall", "Unknown syscall", 512);

    /** Bytes of a row, as many as the longest name has with its NUL. */
    static final int ROW = 64;

    private static final int LAST_ERROR = 133;

    private final String map;
    private final String unknown;
    private final int rows;

    /**
     * @param rows a power of two, more than there are names
     */
    NameTable(String map, String unknown, int rows) {
        this.map = map;
        this.unknown = unknown;
        this.rows = rows;
    }

    /** {@return the name of the data map} */
    String map() {
        return map;
    }

    /** {@return how many rows there are, a power of two} */
    int rows() {
        return rows;
    }

    /** {@return the name of a number that is known now} */
    String name(Constant.Int number) {
        List<String> names = names();
        // Errors come as the kernel returns them, too: as negative numbers.
        long value = this == ERRORS ? Math.abs(number.value()) : number.value();
        String name = value >= 0 && value < names.size() ? names.get((int) value) : "";
        return name.isEmpty() ? unknown : name;
    }

    /** {@return the contents of the data map} */
    byte[] contents() {
        List<String> names = names();
        byte[] contents = new byte[rows * ROW];
        for (int i = 0; i < rows; i++) {
            String name = i < names.size() && !names.get(i).isEmpty() ? names.get(i) : unknown;
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, contents, i * ROW, text.length);
        }
        return contents;
    }

    private List<String> names() {
        return switch (this) {
            case ERRORS -> errors();
            case SIGNALS -> SignalNames.descriptions();
            case SYSCALLS -> SyscallNames.table();
        };
    }

    private static List<String> errors() {
        List<String> names = new ArrayList<>();
        names.add("Success");
        for (int i = 1; i <= LAST_ERROR; i++) {
            names.add(Errno.message(i));
        }
        return names;
    }
}
