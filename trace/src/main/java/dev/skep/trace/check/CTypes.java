package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Pointer;

import org.jspecify.annotations.Nullable;

/**
 * The types that names stand for: those of the language, of C, and the kernel's common typedefs, on
 * 64 bits.
 */
final class CTypes {
    private CTypes() {}

    /**
     * {@return the type of a declaration in C, such as {@code const char *}, or null if its name is
     * not known}
     *
     * @param declaration the type without a name and without brackets
     * @param space where its pointers point to
     * @param names what structs, enums and typedefs are
     */
    static @Nullable ScriptType declared(String declaration, AddressSpace space, NamedTypes names) {
        String type = declaration.strip();
        int star = type.lastIndexOf('*');
        if (star >= 0) {
            // What follows the last star is qualifiers of the pointer itself.
            ScriptType pointee = declared(type.substring(0, star), space, names);
            return new Pointer(
                    space, pointee == null ? new ScriptType.Opaque(bare(type)) : pointee);
        }
        String name = bare(type);
        if (name.equals("void")) {
            return new ScriptType.Void();
        }
        int blank = name.indexOf(' ');
        String keyword = blank < 0 ? "" : name.substring(0, blank);
        return switch (keyword) {
            case "struct", "union" -> names.structOrName(keyword, name.substring(blank + 1), space);
            case "enum" -> names.tagged(keyword, name.substring(blank + 1), space);
            default -> names.plain(name, space);
        };
    }

    /** {@return a declaration without pointers and qualifiers} */
    private static String bare(String declaration) {
        var words = new StringBuilder();
        int start = 0;
        String text = declaration.replace('*', ' ');
        while (start < text.length()) {
            int end = text.indexOf(' ', start);
            end = end < 0 ? text.length() : end;
            String word = text.substring(start, end);
            switch (word) {
                case "", "const", "volatile", "restrict", "__user" -> {
                    // Says nothing about the bytes.
                }
                default -> words.append(words.isEmpty() ? "" : " ").append(word);
            }
            start = end + 1;
        }
        return words.toString();
    }

    /** {@return whether a name is that of truth values} */
    static boolean isBool(String name) {
        return name.equals("bool") || name.equals("_Bool");
    }

    /** {@return the integer of that name, or null if there is none that is known everywhere} */
    static @Nullable Int integer(String name) {
        return switch (name) {
            case "int8", "s8", "__s8", "char", "signed char", "int8_t" -> new Int(1, true);
            case "uint8", "u8", "__u8", "unsigned char", "uint8_t" -> new Int(1, false);
            case "int16", "s16", "__s16", "short", "short int", "int16_t" -> new Int(2, true);
            case "uint16",
                    "u16",
                    "__u16",
                    "unsigned short",
                    "unsigned short int",
                    "umode_t",
                    "uint16_t",
                    "__be16",
                    "__le16" ->
                    new Int(2, false);
            case "int32",
                    "s32",
                    "__s32",
                    "int",
                    "signed int",
                    "signed",
                    "pid_t",
                    "__kernel_pid_t",
                    "clockid_t",
                    "timer_t",
                    "key_t",
                    "key_serial_t",
                    "mqd_t",
                    "rwf_t",
                    "int32_t" ->
                    new Int(4, true);
            case "uint32",
                    "u32",
                    "__u32",
                    "unsigned int",
                    "unsigned",
                    "uid_t",
                    "gid_t",
                    "qid_t",
                    "dev_t",
                    "gfp_t",
                    "uint32_t",
                    "__be32",
                    "__le32" ->
                    new Int(4, false);
            case "int64",
                    "s64",
                    "__s64",
                    "long",
                    "long int",
                    "long long",
                    "long long int",
                    "loff_t",
                    "off_t",
                    "ssize_t",
                    "ktime_t",
                    "int64_t" ->
                    new Int(8, true);
            case "uint64",
                    "u64",
                    "__u64",
                    "unsigned long",
                    "unsigned long int",
                    "unsigned long long",
                    "unsigned long long int",
                    "long unsigned int",
                    "size_t",
                    "sector_t",
                    "aio_context_t",
                    "uint64_t",
                    "__be64",
                    "__le64" ->
                    new Int(8, false);
            default -> null;
        };
    }
}
