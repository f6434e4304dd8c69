package dev.skep.compiler.testing;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.AtomicOperation;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.asm.Width;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs BPF code as RFC 9669 says, and refuses what a verifier would refuse on the way taken:
 * reading a register or a byte of the stack that was not written, misaligned stack access, anything
 * outside the stack and the context.
 */
public final class BpfInterpreter {
    private static final int STACK_BYTES = 512;
    private static final long STACK_TOP = 0x7000_0000L;
    private static final int MAX_STEPS = 10_000_000;

    private final Memory memory;
    private final FakeHelpers helpers;
    private final long[] registers = new long[11];
    private final boolean[] written = new boolean[11];
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Instruction> bySlot = new HashMap<>();
    private int next;
    private int steps;

    /** What a function finds again when the one that it calls returns. */
    private static final class Call {
        private final int next;
        private final long[] registers;
        private final boolean[] written;

        Call(int next, long[] registers, boolean[] written) {
            this.next = next;
            this.registers = registers;
            this.written = written;
        }
    }

    private BpfInterpreter(long[] context) {
        memory = new Memory(context);
        memory.add(STACK_TOP - STACK_BYTES, STACK_BYTES, true);
        helpers = new FakeHelpers(memory);
        set(Register.R1, Memory.CONTEXT);
        set(Register.R10, STACK_TOP);
    }

    /** {@return what the code returns, for a context of these words} */
    public static long run(Code code, long... context) {
        return new BpfInterpreter(context).run(code);
    }

    private long run(Code code) {
        int slot = 0;
        for (CodeElement element : code.elements()) {
            bySlot.put(slot, element.instruction());
            slot += element.instruction().slots();
        }
        return run();
    }

    /** Runs until the function that is entered returns. */
    private long run() {
        int depth = calls.size();
        while (steps++ < MAX_STEPS) {
            Instruction instruction = bySlot.get(next);
            if (instruction == null) {
                throw new IllegalStateException("no instruction starts at slot " + next);
            }
            if (instruction instanceof Instruction.Exit) {
                long result = get(Register.R0);
                if (calls.size() == depth) {
                    return result;
                }
                leave(calls.removeLast(), result);
                continue;
            }
            try {
                next += instruction.slots();
                step(instruction);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "slot " + next + ", " + instruction + ": " + e.getMessage(), e);
            }
        }
        throw new IllegalStateException("the program runs for ever");
    }

    private void step(Instruction instruction) {
        switch (instruction) {
            case Instruction.Alu(
                            AluOperation operation,
                            Width width,
                            Register destination,
                            Operand source) -> {
                long left = isMove(operation) ? 0 : get(destination);
                set(destination, alu(operation, width, left, operand(source)));
            }
            case Instruction.Negate(Width width, Register destination) ->
                    set(destination, narrowed(width, -get(destination)));
            case Instruction.ByteSwap(var kind, Register destination, int bits) -> {
                if (kind == Instruction.ByteSwap.Kind.TO_LITTLE) {
                    throw new IllegalArgumentException(
                            instruction + " is not for this interpreter");
                }
                // The machine is little-endian, as all that Skep knows.
                set(destination, Long.reverseBytes(get(destination)) >>> (Long.SIZE - bits));
            }
            case Instruction.Load(
                            var size,
                            boolean signed,
                            Register destination,
                            Register base,
                            short offset) -> {
                long value = memory.read(get(base) + offset, size.bytes());
                int unused = 64 - 8 * size.bytes();
                set(destination, signed ? value << unused >> unused : value);
            }
            case Instruction.Store(var size, Register base, short offset, Operand source) ->
                    memory.write(get(base) + offset, size.bytes(), operand(source));
            case Instruction.Atomic(
                            var operation,
                            var size,
                            Register base,
                            short offset,
                            Register source) -> {
                if (operation != AtomicOperation.ADD) {
                    throw new IllegalArgumentException(
                            instruction + " is not for this interpreter");
                }
                long address = get(base) + offset;
                memory.write(
                        address, size.bytes(), memory.read(address, size.bytes()) + get(source));
            }
            case Instruction.LoadImmediate64(Register destination, Value64 value) ->
                    set(destination, immediate(value));
            case Instruction.Goto(int offset, boolean _) -> next += offset;
            case Instruction.JumpIf(
                            var condition,
                            Width width,
                            Register left,
                            Operand right,
                            short offset) ->
                    next += holds(condition, width, get(left), operand(right)) ? offset : 0;
            case Instruction.Call(CallTarget.Helper(int number)) -> call(number);
            case Instruction.Call(CallTarget.Subprogram(int offset)) -> enter(offset);
            default ->
                    throw new IllegalArgumentException(
                            instruction + " is not for this interpreter");
        }
    }

    private long immediate(Value64 value) {
        return switch (value) {
            case Value64.Number(long number) -> number;
            case Value64.Relocated fact -> fact.value();
            case Value64.MapReference(String map) -> FakeMaps.address(map);
            case Value64.MapValueReference(String map, int offset) ->
                    FakeMaps.valueAddress(map, offset);
            // A function is known by the slot that it begins at.
            case Value64.Function(int offset) -> next + offset;
            default -> throw new IllegalArgumentException(value + " is not for this interpreter");
        };
    }

    /** Calls a function back, as {@code bpf_loop} does. */
    private long loop(long turns, long function, long closure) {
        for (long i = 0; i < FakeHelpers.number32(turns); i++) {
            int back = next;
            enter((int) function - next);
            set(Register.R1, i);
            set(Register.R2, closure);
            Call call = calls.removeLast();
            long result = run();
            leave(call, result);
            next = back;
            if (result != 0) {
                return i + 1;
            }
        }
        return FakeHelpers.number32(turns);
    }

    /** Goes on in another function, with a frame of its own. */
    private void enter(int offset) {
        calls.add(new Call(next, registers.clone(), written.clone()));
        next += offset;
        for (int i = 6; i <= 9; i++) {
            written[i] = false;
        }
        written[0] = false;
        long top = get(Register.R10) - STACK_BYTES;
        memory.add(top - STACK_BYTES, STACK_BYTES, true);
        set(Register.R10, top);
    }

    private void leave(Call call, long result) {
        memory.remove(get(Register.R10) - STACK_BYTES);
        next = call.next;
        System.arraycopy(call.registers, 6, registers, 6, 5);
        System.arraycopy(call.written, 6, written, 6, 5);
        clobber();
        set(Register.R0, result);
    }

    private void clobber() {
        for (int i = 1; i <= 5; i++) {
            registers[i] = 0xdead_beefL;
            written[i] = false;
        }
    }

    private void call(int number) {
        BpfHelper helper = BpfHelper.ofNumber(number).orElseThrow();
        long[] arguments = new long[FakeHelpers.arity(helper)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = get(Register.of(1 + i));
        }
        long result =
                helper == BpfHelper.LOOP
                        ? loop(arguments[0], arguments[1], arguments[2])
                        : helpers.call(helper, arguments);
        clobber();
        set(Register.R0, result);
    }

    private static long alu(AluOperation operation, Width width, long left, long right) {
        boolean wide = width == Width.W64;
        long a = narrowed(width, left);
        long b = narrowed(width, right);
        long signedA = wide ? a : (int) a;
        long signedB = wide ? b : (int) b;
        int count = (int) b & (wide ? 63 : 31);
        long result =
                switch (operation) {
                    case ADD -> a + b;
                    case SUB -> a - b;
                    case MUL -> a * b;
                    case DIV -> b == 0 ? 0 : Long.divideUnsigned(a, b);
                    case SDIV -> b == 0 ? 0 : signedA / signedB;
                    case OR -> a | b;
                    case AND -> a & b;
                    case LSH -> a << count;
                    case RSH -> a >>> count;
                    case ARSH -> signedA >> count;
                    case MOD -> b == 0 ? a : Long.remainderUnsigned(a, b);
                    case SMOD -> b == 0 ? a : signedA % signedB;
                    case XOR -> a ^ b;
                    case MOV -> b;
                    case MOVSX8 -> (byte) b;
                    case MOVSX16 -> (short) b;
                    case MOVSX32 -> (int) b;
                };
        return narrowed(width, result);
    }

    private static boolean isMove(AluOperation operation) {
        return switch (operation) {
            case MOV, MOVSX8, MOVSX16, MOVSX32 -> true;
            case ADD, SUB, MUL, DIV, SDIV, OR, AND, LSH, RSH, ARSH, MOD, SMOD, XOR -> false;
        };
    }

    private static boolean holds(Condition condition, Width width, long left, long right) {
        long a = narrowed(width, left);
        long b = narrowed(width, right);
        int unsigned = Long.compareUnsigned(a, b);
        int signed = width == Width.W64 ? Long.compare(a, b) : Integer.compare((int) a, (int) b);
        return switch (condition) {
            case EQ -> unsigned == 0;
            case NE -> unsigned != 0;
            case SET -> (a & b) != 0;
            case GT -> unsigned > 0;
            case GE -> unsigned >= 0;
            case LT -> unsigned < 0;
            case LE -> unsigned <= 0;
            case SGT -> signed > 0;
            case SGE -> signed >= 0;
            case SLT -> signed < 0;
            case SLE -> signed <= 0;
        };
    }

    private static long narrowed(Width width, long value) {
        return width == Width.W64 ? value : value & 0xffff_ffffL;
    }

    private long operand(Operand operand) {
        return switch (operand) {
            case Register register -> get(register);
            case Immediate(int value) -> value;
        };
    }

    private long get(Register register) {
        if (!written[register.number()]) {
            throw new IllegalStateException(register + " is read but was not written");
        }
        return registers[register.number()];
    }

    private void set(Register register, long value) {
        registers[register.number()] = value;
        written[register.number()] = true;
    }
}
