package dev.skep.bpf.target;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.target.TracepointFormat.Field;
import dev.skep.bpf.target.TracepointFormat.Kind;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file {@code format} of tracefs. The lines that count are
 *
 * <pre>
 * ID: 372
 *     field:char prev_comm[16];    offset:8;    size:16;    signed:0;
 * </pre>
 *
 * <p>What follows {@code print fmt:} is for people and may run over several lines.
 */
final class FormatReader {
    private final String file;
    private final String text;

    FormatReader(String file, byte[] bytes) {
        this.file = file;
        this.text = KernelFiles.text(bytes);
    }

    TracepointFormat read(Tracepoint name) {
        int id = -1;
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (text.startsWith("\tfield:", start)) {
                fields.add(field(text.substring(start + 7, end)));
            } else if (text.startsWith("ID: ", start)) {
                id = number(text.substring(start + 4, end).strip(), text.substring(start, end));
            } else if (text.startsWith("print fmt:", start)) {
                break;
            }
            start = end + 1;
        }
        if (id < 0) {
            throw malformed("it has no line \"ID: number\"");
        }
        return new TracepointFormat(name, id, fields);
    }

    private Field field(String line) {
        int end = line.indexOf(';');
        if (end < 0) {
            throw malformed("a field without ';': \"" + line + "\"");
        }
        int offset = number(property(line, "\toffset:"), line);
        int size = number(property(line, "\tsize:"), line);
        boolean signed = number(property(line, "\tsigned:"), line) != 0;
        String declaration = line.substring(0, end).strip();
        Kind kind = Kind.PLAIN;
        if (declaration.startsWith("__data_loc ")) {
            kind = Kind.DATA_LOC;
            declaration = declaration.substring("__data_loc ".length());
        } else if (declaration.startsWith("__rel_loc ")) {
            kind = Kind.REL_LOC;
            declaration = declaration.substring("__rel_loc ".length());
        }
        // "char[] name" where the value is elsewhere, "char name[16]" where it is here.
        String dimensions = "";
        if (kind == Kind.PLAIN && declaration.endsWith("]")) {
            kind = Kind.ARRAY;
            int bracket = declaration.indexOf('[');
            if (bracket < 0) {
                throw malformed("a field with ']' but no '[': \"" + line + "\"");
            }
            dimensions = declaration.substring(bracket);
            declaration = declaration.substring(0, bracket).strip();
        }
        int nameStart = declaration.length();
        while (nameStart > 0 && isNamePart(declaration.charAt(nameStart - 1))) {
            nameStart--;
        }
        String type = declaration.substring(0, nameStart).strip();
        String name = declaration.substring(nameStart);
        if (type.isEmpty() || name.isEmpty()) {
            throw malformed("a field without a type or a name: \"" + line + "\"");
        }
        return new Field(name, type + dimensions, offset, size, signed, kind);
    }

    private String property(String line, String key) {
        int start = line.indexOf(key);
        int end = start < 0 ? -1 : line.indexOf(';', start);
        if (end < 0) {
            throw malformed("a field without \"" + key.strip() + "\": \"" + line + "\"");
        }
        return line.substring(start + key.length(), end);
    }

    private int number(String digits, String line) {
        // Records are smaller than a page, ids smaller than 2^16.
        if (digits.isEmpty() || digits.length() > 7) {
            throw malformed("a number was expected: \"" + line + "\"");
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed("a number was expected: \"" + line + "\"");
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }

    private MalformedObjectException malformed(String what) {
        return new MalformedObjectException(file + " is not the format of a tracepoint: " + what);
    }
}
