package dev.skep.bpf.asm;

import dev.skep.bpf.asm.AssemblyLine.Kind;
import dev.skep.bpf.asm.AssemblyLine.Token;
import dev.skep.bpf.asm.AssemblyLine.Unreadable;
import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.btf.FunctionSignature.Passed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads what instructions are made of from a line. */
final class OperandReader {

    /** A register as written: {@code r3}, or {@code w3} for its lower half. */
    record Written(Register register, Width width, int column) {}

    /** {@code (u64 *)}. */
    record Pointer(MemorySize size, boolean signed, int column) {}

    /** {@code r3 + 0x8}. */
    record Address(Register base, short offset) {}

    private static final MemorySize[] SIZES = MemorySize.values();

    private final AssemblyLine line;

    OperandReader(AssemblyLine line) {
        this.line = line;
    }

    // ---- registers

    /** {@return whether a register comes next} */
    boolean atRegister() {
        return parse(line.peek()) != null;
    }

    Written register() throws Unreadable {
        Written register = parse(line.peek());
        if (register == null) {
            throw line.unexpected("a register r0 to r10 or w0 to w10");
        }
        line.next();
        return register;
    }

    Register register(Width width) throws Unreadable {
        Written register = register();
        if (register.width != width) {
            throw new Unreadable(
                    register.column,
                    "expected one of the registers "
                            + (width == Width.W64 ? "r0" : "w0")
                            + " to "
                            + (width == Width.W64 ? "r10" : "w10"));
        }
        return register.register;
    }

    /** Passes the register that must be there. */
    void expect(Register expected, Width width) throws Unreadable {
        int column = line.peek().column();
        if (register(width) != expected) {
            throw new Unreadable(column, "expected register " + expected.number() + " again");
        }
    }

    /** {@return the register beside memory: {@code r} for 8 bytes, else {@code w} or {@code r}} */
    Register valueRegister(MemorySize size) throws Unreadable {
        return size == MemorySize.DOUBLE ? register(Width.W64) : register().register;
    }

    Operand operand(Width width) throws Unreadable {
        return line.peek().kind() == Kind.WORD ? register(width) : new Immediate(immediate(width));
    }

    private static @Nullable Written parse(Token token) {
        String text = token.text();
        if (token.kind() != Kind.WORD || text.length() < 2 || text.length() > 3) {
            return null;
        }
        char first = text.charAt(0);
        int number = text.charAt(1) - '0';
        if (text.length() == 3) {
            number = text.equals("r10") || text.equals("w10") ? 10 : -1;
        }
        if ((first != 'r' && first != 'w') || number < 0 || number > 10) {
            return null;
        }
        return new Written(
                Register.of(number), first == 'r' ? Width.W64 : Width.W32, token.column());
    }

    // ---- memory

    Pointer pointer() throws Unreadable {
        line.expect("(");
        Token type = line.peek();
        Pointer pointer = pointer(type);
        if (pointer == null) {
            throw line.unexpected("one of the types u8 u16 u32 u64 s8 s16 s32");
        }
        line.next();
        line.expect("*", ")");
        return pointer;
    }

    MemorySize unsignedPointer() throws Unreadable {
        Pointer pointer = pointer();
        if (pointer.signed) {
            throw new Unreadable(pointer.column, "only loads have a sign");
        }
        return pointer.size;
    }

    /** Reads {@code (r1 + 0x8)}. */
    Address bracketedAddress() throws Unreadable {
        line.expect("(");
        Address address = address();
        line.expect(")");
        return address;
    }

    Address address() throws Unreadable {
        Register base = register(Width.W64);
        return new Address(base, (short) signed(Short.MIN_VALUE, Short.MAX_VALUE));
    }

    private static @Nullable Pointer pointer(Token type) {
        for (MemorySize size : SIZES) {
            if (type.text().equals(Syntax.type(size, false))) {
                return new Pointer(size, false, type.column());
            }
            if (type.text().equals(Syntax.type(size, true))) {
                return new Pointer(size, true, type.column());
            }
        }
        return null;
    }

    // ---- numbers

    /** Reads the immediate of an operation of that width. */
    int immediate(Width width) throws Unreadable {
        // Half of a register may be written without a sign; all of it would get the sign's copies.
        return (int)
                number(Integer.MIN_VALUE, width == Width.W32 ? 0xffff_ffffL : Integer.MAX_VALUE);
    }

    int int32() throws Unreadable {
        return (int) number(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Reads a number with an optional minus. */
    long number(long minimum, long maximum) throws Unreadable {
        boolean negative = line.accept("-");
        return magnitude(negative, minimum, maximum);
    }

    /** Reads a number with its plus or minus. */
    long signed(long minimum, long maximum) throws Unreadable {
        boolean negative = line.accept("-");
        if (!negative) {
            line.expect("+");
        }
        return magnitude(negative, minimum, maximum);
    }

    /** Reads 64 bits, signed or not. */
    long number64() throws Unreadable {
        boolean negative = line.accept("-");
        Token token = line.peek();
        long magnitude = unsigned();
        if (negative && magnitude < 0 && magnitude != Long.MIN_VALUE) {
            throw new Unreadable(token.column(), "-" + token.text() + " does not fit 64 bits");
        }
        return negative ? -magnitude : magnitude;
    }

    private long magnitude(boolean negative, long minimum, long maximum) throws Unreadable {
        Token token = line.peek();
        long magnitude = unsigned();
        long value = negative ? -magnitude : magnitude;
        if (magnitude < 0 || value < minimum || value > maximum) {
            throw new Unreadable(
                    token.column(),
                    (negative ? "-" : "") + token.text() + " is not " + minimum + " to " + maximum);
        }
        return value;
    }

    private long unsigned() throws Unreadable {
        Token token = line.expect(Kind.NUMBER, "a number");
        String digits = token.text();
        try {
            return digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits, 2, digits.length(), 16)
                    : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException _) {
            throw new Unreadable(token.column(), digits + " is no number of 64 bits");
        }
    }

    // ---- names

    /** Reads {@code @events} or {@code @"any name"}. */
    String mapName() throws Unreadable {
        line.expect("@");
        Token name = line.peek();
        if (name.kind() != Kind.WORD && name.kind() != Kind.NUMBER && name.kind() != Kind.NAME) {
            throw line.unexpected("the name of a map");
        }
        return line.next().text();
    }

    /** Reads {@code pointer @bpf_task_from_pid(number)}, with {@code weak} before it or not. */
    CallTarget kernelFunction() throws Unreadable {
        boolean weak = line.accept("weak");
        Passed result = passed();
        String name = mapName();
        line.expect("(");
        List<Passed> parameters = new ArrayList<>();
        if (!line.accept(")")) {
            do {
                parameters.add(passed());
            } while (line.accept(","));
            line.expect(")");
        }
        return new CallTarget.KernelFunctionReference(
                name, weak, new FunctionSignature(result, parameters));
    }

    private Passed passed() throws Unreadable {
        Token word = line.expect(Kind.WORD, "what is passed");
        Passed passed = Passed.ofText(word.text());
        if (!passed.text().equals(word.text())) {
            throw new Unreadable(word.column(), "what is passed is void, number, pointer or other");
        }
        return passed;
    }
}
