package dev.skep.bpf.elf;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the arguments of a USDT note, as gcc and clang write them for x86-64:
 *
 * <pre>
 * -4@$5  8@%rdi  1@%al  -4@-1204(%rbp)  8@16(%rbx,%rcx,8)  4@counter+8(%rip)
 * </pre>
 *
 * <p>The number is the size in bytes, negative for signed ones, with an {@code f} for floating
 * point; what follows is an operand of the assembler.
 */
final class UsdtArgumentParser {
    private UsdtArgumentParser() {}

    static List<UsdtArgument> parse(String text, int machine) {
        List<UsdtArgument> arguments = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            int end = end(text, at);
            arguments.add(argument(text.substring(at, end), machine));
            at = end;
        }
        return Collections.unmodifiableList(arguments);
    }

    /** {@return the end of an argument: a blank, but not one between brackets} */
    private static int end(String text, int start) {
        int depth = 0;
        int at = start;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ' ' && depth <= 0) {
                break;
            }
        }
        return at;
    }

    private static UsdtArgument argument(String text, int machine) {
        int at = text.indexOf('@');
        boolean signed = text.charAt(0) == '-';
        int sign = signed ? 1 : 0;
        // The size may be missing in what ancient assemblers wrote.
        int size = at == sign + 1 ? text.charAt(sign) - '0' : 0;
        if (machine != ElfHeader.X86_64 || (size != 1 && size != 2 && size != 4 && size != 8)) {
            return new UsdtArgument.Unknown(0, signed, text);
        }
        UsdtArgument known = operand(text.substring(at + 1), size, signed);
        return known == null ? new UsdtArgument.Unknown(size, signed, text) : known;
    }

    private static @Nullable UsdtArgument operand(String text, int size, boolean signed) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.charAt(0) == '$') {
            Long value = number(text.substring(1));
            return value == null ? null : new UsdtArgument.Constant(size, signed, value);
        }
        if (text.charAt(0) == '%') {
            String name = text.substring(1);
            X86Register register = X86Register.named(name);
            return register == null
                    ? null
                    : new UsdtArgument.InRegister(
                            size, signed, register, X86Register.isSecondByte(name) ? 8 : 0);
        }
        int bracket = text.indexOf('(');
        if (bracket < 0 || text.charAt(text.length() - 1) != ')') {
            return null;
        }
        return memory(
                text.substring(0, bracket),
                text.substring(bracket + 1, text.length() - 1),
                size,
                signed);
    }

    private static @Nullable UsdtArgument memory(
            String displacement, String registers, int size, boolean signed) {
        if (registers.equals("%rip")) {
            return variable(displacement, size, signed);
        }
        Long distance = displacement.isEmpty() ? Long.valueOf(0) : number(displacement);
        int comma = registers.indexOf(',');
        X86Register base = register(comma < 0 ? registers : registers.substring(0, comma));
        if (distance == null || base == null) {
            return null;
        }
        if (comma < 0) {
            return new UsdtArgument.InMemory(size, signed, base, distance);
        }
        String rest = registers.substring(comma + 1);
        int second = rest.indexOf(',');
        X86Register index = register(second < 0 ? rest : rest.substring(0, second));
        Long scale = second < 0 ? Long.valueOf(1) : number(rest.substring(second + 1));
        if (index == null || scale == null || scale < 1 || scale > 8 || Long.bitCount(scale) != 1) {
            return null;
        }
        return new UsdtArgument.Indexed(size, signed, base, index, scale.intValue(), distance);
    }

    /** {@code counter}, {@code counter+8}, {@code 8+counter}: both orders have been seen. */
    private static @Nullable UsdtArgument variable(String text, int size, boolean signed) {
        int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        String symbol = text;
        Long distance = 0L;
        if (split > 0) {
            Long after = number(text.substring(text.charAt(split) == '+' ? split + 1 : split));
            Long before = number(text.substring(0, split));
            if (after != null) {
                symbol = text.substring(0, split);
                distance = after;
            } else if (before != null && text.charAt(split) == '+') {
                symbol = text.substring(split + 1);
                distance = before;
            } else {
                return null;
            }
        }
        // Without a name it is relative to the next instruction, which the note does not have.
        return symbol.isEmpty() || number(symbol) != null
                ? null
                : new UsdtArgument.InVariable(size, signed, symbol, distance);
    }

    private static @Nullable X86Register register(String text) {
        return text.length() > 1 && text.charAt(0) == '%'
                ? X86Register.named(text.substring(1))
                : null;
    }

    /** {@return a decimal or {@code 0x} number, unsigned ones above 2^63 wrapped; null if none} */
    private static @Nullable Long number(String text) {
        boolean negative = text.startsWith("-");
        int start = negative || text.startsWith("+") ? 1 : 0;
        int radix = 10;
        if (text.startsWith("0x", start)) {
            start += 2;
            radix = 16;
        }
        if (start == text.length() || Character.digit(text.charAt(start), radix) < 0) {
            return null;
        }
        try {
            long value = Long.parseUnsignedLong(text, start, text.length(), radix);
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
