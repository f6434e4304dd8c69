package dev.skep.bpf.asm;

import dev.skep.bpf.asm.AssemblyLine.Kind;
import dev.skep.bpf.asm.AssemblyLine.Token;
import dev.skep.bpf.asm.AssemblyLine.Unreadable;
import dev.skep.bpf.asm.Instruction.AddressSpaceCast;
import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.GotoRegister;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.asm.OperandReader.Address;
import dev.skep.bpf.asm.OperandReader.Pointer;
import dev.skep.bpf.asm.OperandReader.Written;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Reads one instruction from a line. */
final class StatementReader {

    private static final AluOperation[] ALU_OPERATIONS = AluOperation.values();
    private static final AtomicOperation[] ATOMIC_OPERATIONS = AtomicOperation.values();
    private static final Condition[] CONDITIONS = Condition.values();
    private static final ByteSwap.Kind[] SWAPS = ByteSwap.Kind.values();
    private static final MemorySize[] EXCHANGED = {MemorySize.DOUBLE, MemorySize.WORD};

    private final AssemblyLine line;
    private final OperandReader operands;
    private @Nullable Token target;

    StatementReader(AssemblyLine line) {
        this.line = line;
        this.operands = new OperandReader(line);
    }

    /**
     * {@return the label that the instruction goes to, or null if it goes nowhere or by an offset}
     */
    @Nullable Token target() {
        return target;
    }

    Instruction statement() throws Unreadable {
        int column = line.peek().column();
        try {
            return operands.atRegister() ? assignment() : other();
        } catch (IllegalArgumentException e) {
            // The instructions themselves refuse what has no encoding.
            throw new Unreadable(column, String.valueOf(e.getMessage()));
        }
    }

    private Instruction other() throws Unreadable {
        Token first = line.next();
        return switch (first.text()) {
            case "exit" -> new Exit();
            case "goto" -> new Goto(place(Short.MIN_VALUE, Short.MAX_VALUE), false);
            case "gotol" -> new Goto(place(Integer.MIN_VALUE, Integer.MAX_VALUE), true);
            case "may_goto" -> new MayGoto((short) place(Short.MIN_VALUE, Short.MAX_VALUE));
            case "gotox" -> new GotoRegister(operands.register(Width.W64));
            case "call" -> new Call(callTarget());
            case "if" -> jumpIf();
            case "*" -> store();
            case "lock" -> lock();
            case "store_release" -> storeRelease();
            case "ld_pseudo" -> pseudo();
            default ->
                    throw new Unreadable(
                            first.column(), "no instruction begins with " + first.text());
        };
    }

    // ---- jumps and calls

    private JumpIf jumpIf() throws Unreadable {
        Written left = operands.register();
        Condition condition = condition();
        Operand right = operands.operand(left.width());
        line.expect("goto");
        short offset = (short) place(Short.MIN_VALUE, Short.MAX_VALUE);
        return new JumpIf(condition, left.width(), left.register(), right, offset);
    }

    private Condition condition() throws Unreadable {
        int column = line.peek().column();
        String sign = sign();
        for (Condition condition : CONDITIONS) {
            if (Syntax.sign(condition).equals(sign)) {
                return condition;
            }
        }
        throw new Unreadable(column, "there is no condition " + sign);
    }

    /**
     * Reads {@code L1} or {@code +0x3}. {@return the offset; 0 for a label, which is kept for
     * later}
     */
    private int place(int minimum, int maximum) throws Unreadable {
        int offset = 0;
        if (line.peek().kind() == Kind.WORD) {
            target = line.next();
        } else {
            offset = (int) operands.signed(minimum, maximum);
        }
        if (line.accept("<")) {
            line.skipRest();
        }
        return offset;
    }

    private CallTarget callTarget() throws Unreadable {
        if (line.accept("kernel")) {
            if (line.peek().kind() == Kind.WORD) {
                return operands.kernelFunction();
            }
            int typeId = operands.int32();
            boolean module = line.accept("fd");
            long fd = module ? operands.number(Short.MIN_VALUE, Short.MAX_VALUE) : 0;
            return new CallTarget.KernelFunction(typeId, (short) fd);
        }
        Token first = line.peek();
        if (first.kind() == Kind.NUMBER) {
            return new CallTarget.Helper((int) operands.number(0, 0xffff_ffffL));
        }
        if (line.peekSecond().text().equals("#")) {
            line.next();
            line.expect("#");
            int number = (int) operands.number(1, Integer.MAX_VALUE);
            Optional<BpfHelper> helper = BpfHelper.ofNumber(number);
            if (helper.isEmpty() || !helper.get().kernelName().equals(first.text())) {
                throw new Unreadable(
                        first.column(), "helper " + number + " is not " + first.text());
            }
            return new CallTarget.Helper(number);
        }
        return new CallTarget.Subprogram(place(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    // ---- memory

    private Store store() throws Unreadable {
        MemorySize size = operands.unsignedPointer();
        Address address = operands.bracketedAddress();
        line.expect("=");
        Operand source =
                operands.atRegister()
                        ? operands.valueRegister(size)
                        : operands.operand(size == MemorySize.DOUBLE ? Width.W64 : Width.W32);
        return new Store(size, address.base(), address.offset(), source);
    }

    private Atomic lock() throws Unreadable {
        line.expect("*");
        MemorySize size = operands.unsignedPointer();
        Address address = operands.bracketedAddress();
        Token word = line.next();
        AtomicOperation operation = atomicOperation(word.text());
        if (operation == null || word.kind() != Kind.SIGN) {
            throw new Unreadable(word.column(), "there is no atomic operation " + word.text());
        }
        Register source = operands.valueRegister(size);
        return new Atomic(operation, size, address.base(), address.offset(), source);
    }

    private Atomic storeRelease() throws Unreadable {
        line.expect("(");
        MemorySize size = operands.unsignedPointer();
        Address address = operands.bracketedAddress();
        line.expect(",");
        Register source = operands.valueRegister(size);
        line.expect(")");
        return new Atomic(
                AtomicOperation.STORE_RELEASE, size, address.base(), address.offset(), source);
    }

    private LoadImmediate64 pseudo() throws Unreadable {
        Register destination = operands.register(Width.W64);
        line.expect(",");
        Token kind = line.peek();
        int number = (int) operands.number(0, Integer.MAX_VALUE);
        line.expect(",");
        int immediate = operands.immediate(Width.W32);
        Value64 value =
                switch (number) {
                    case Opcodes.VALUE_MAP_FD -> new Value64.MapFd(immediate);
                    case Opcodes.VALUE_MAP_VALUE -> new Value64.MapValueFd(immediate, 0);
                    case Opcodes.VALUE_BTF_ID -> new Value64.BtfId(immediate, 0);
                    case Opcodes.VALUE_FUNCTION -> Opcodes.function(immediate);
                    case Opcodes.VALUE_MAP_INDEX -> new Value64.MapIndex(immediate);
                    case Opcodes.VALUE_MAP_VALUE_INDEX -> new Value64.MapValueIndex(immediate, 0);
                    default ->
                            throw new Unreadable(
                                    kind.column(), "there is no ld_pseudo of kind " + number);
                };
        return new LoadImmediate64(destination, value);
    }

    // ---- what begins with a register

    private Instruction assignment() throws Unreadable {
        Written destination = operands.register();
        int column = line.peek().column();
        String sign = sign();
        if (sign.equals("=")) {
            return value(destination);
        }
        for (AluOperation operation : ALU_OPERATIONS) {
            if (Syntax.sign(operation).equals(sign)) {
                Operand source = operands.operand(destination.width());
                return new Alu(operation, destination.width(), destination.register(), source);
            }
        }
        throw new Unreadable(column, "there is no operation " + sign);
    }

    /** Reads what follows {@code r1 =}. */
    private Instruction value(Written destination) throws Unreadable {
        Token first = line.peek();
        if (operands.atRegister()) {
            return move(AluOperation.MOV, destination, operands.register(destination.width()));
        }
        if (line.accept("*")) {
            return load(destination);
        }
        if (line.accept("(")) {
            return extended(destination);
        }
        if (first.kind() == Kind.WORD) {
            return named(destination);
        }
        if (line.peek().text().equals("-") && line.peekSecond().kind() == Kind.WORD) {
            line.next();
            operands.expect(destination.register(), destination.width());
            return new Negate(destination.width(), destination.register());
        }
        return number(destination);
    }

    private Instruction number(Written destination) throws Unreadable {
        // Which range the number has is seen behind it only.
        int mark = line.mark();
        long number = operands.number64();
        if (line.accept("ll")) {
            return new LoadImmediate64(whole(destination), new Value64.Number(number));
        }
        line.reset(mark);
        return move(
                AluOperation.MOV,
                destination,
                new Immediate(operands.immediate(destination.width())));
    }

    private Instruction load(Written destination) throws Unreadable {
        Pointer pointer = operands.pointer();
        if (line.accept("skb")) {
            return packet(destination, pointer);
        }
        if (pointer.signed() || pointer.size() == MemorySize.DOUBLE) {
            whole(destination);
        }
        Address address = operands.bracketedAddress();
        return new Load(
                pointer.size(),
                pointer.signed(),
                destination.register(),
                address.base(),
                address.offset());
    }

    private LoadPacket packet(Written destination, Pointer pointer) throws Unreadable {
        if (whole(destination) != Register.R0) {
            throw new Unreadable(destination.column(), "a packet load fills r0");
        }
        if (pointer.signed()) {
            throw new Unreadable(pointer.column(), "a packet load has no sign to extend");
        }
        line.expect("[");
        Register index = operands.atRegister() ? operands.register(Width.W64) : null;
        int offset = 0;
        if (index == null) {
            offset = operands.int32();
        } else if (!line.peek().text().equals("]")) {
            offset = (int) operands.signed(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        line.expect("]");
        return new LoadPacket(pointer.size(), index, offset);
    }

    /** Reads {@code s8) r2}. */
    private Instruction extended(Written destination) throws Unreadable {
        Token type = line.next();
        line.expect(")");
        Register source = operands.register(destination.width());
        for (AluOperation operation : ALU_OPERATIONS) {
            if (Syntax.cast(operation).equals("(" + type.text() + ")")) {
                return move(operation, destination, source);
            }
        }
        throw new Unreadable(type.column(), "a register is extended from s8, s16 or s32");
    }

    private static Alu move(AluOperation operation, Written destination, Operand source) {
        return new Alu(operation, destination.width(), destination.register(), source);
    }

    /** {@return the register, which must not be written as its lower half} */
    private static Register whole(Written written) throws Unreadable {
        if (written.width() != Width.W64) {
            int number = written.register().number();
            throw new Unreadable(written.column(), "this fills all of the register: r" + number);
        }
        return written.register();
    }

    /** Reads what has a name: {@code be16 r1}, {@code xchg_64(…)}, {@code map @events ll}. */
    private Instruction named(Written destination) throws Unreadable {
        Token word = line.next();
        String text = word.text();
        Value64 value =
                switch (text) {
                    case "map" -> map();
                    case "map_value" -> mapValue();
                    case "btf_id" -> btfId();
                    case "function" ->
                            new Value64.Function(place(Integer.MIN_VALUE, Integer.MAX_VALUE));
                    default -> relocated(CoreRelocation.ofText(text));
                };
        if (value != null) {
            line.expect("ll");
            return new LoadImmediate64(whole(destination), value);
        }
        if (text.equals("addr_space_cast")) {
            return addressSpaceCast(destination);
        }
        AtomicOperation operation = atomicOperation(text);
        if (operation == AtomicOperation.LOAD_ACQUIRE) {
            return loadAcquire(destination);
        }
        if (operation != null && operation.modifies()) {
            return fetch(operation, destination);
        }
        for (MemorySize size : EXCHANGED) {
            if (text.equals("xchg" + Syntax.exchangeSuffix(size))) {
                return exchange(AtomicOperation.XCHG, size, destination);
            }
            if (text.equals("cmpxchg" + Syntax.exchangeSuffix(size))) {
                return exchange(AtomicOperation.CMPXCHG, size, destination);
            }
        }
        for (ByteSwap.Kind kind : SWAPS) {
            for (int bits = 16; bits <= 64; bits *= 2) {
                if (text.equals(Syntax.word(kind) + bits)) {
                    operands.expect(whole(destination), Width.W64);
                    return new ByteSwap(kind, destination.register(), bits);
                }
            }
        }
        throw new Unreadable(word.column(), "there is no value " + text);
    }

    private Value64 map() throws Unreadable {
        if (line.accept("fd")) {
            return new Value64.MapFd(operands.int32());
        }
        if (line.accept("index")) {
            return new Value64.MapIndex(operands.int32());
        }
        return new Value64.MapReference(operands.mapName());
    }

    private Value64 mapValue() throws Unreadable {
        if (line.accept("fd")) {
            int fd = operands.int32();
            return new Value64.MapValueFd(fd, valueOffset());
        }
        if (line.accept("index")) {
            int index = operands.int32();
            return new Value64.MapValueIndex(index, valueOffset());
        }
        String name = operands.mapName();
        return new Value64.MapValueReference(name, valueOffset());
    }

    private int valueOffset() throws Unreadable {
        return (int) operands.signed(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private @Nullable Value64 relocated(@Nullable CoreRelocation kind) throws Unreadable {
        if (kind == null) {
            return null;
        }
        int type = operands.int32();
        String path = operands.mapName();
        line.expect("=");
        return new Value64.Relocated(kind, type, path, operands.number64());
    }

    private Value64 btfId() throws Unreadable {
        int typeId = operands.int32();
        return new Value64.BtfId(typeId, line.accept("fd") ? operands.int32() : 0);
    }

    private AddressSpaceCast addressSpaceCast(Written destination) throws Unreadable {
        line.expect("(");
        Register source = operands.register(Width.W64);
        line.expect(",");
        int to = operands.int32();
        line.expect(",");
        int from = operands.int32();
        line.expect(")");
        return new AddressSpaceCast(whole(destination), source, to, from);
    }

    // ---- atomics with a result

    private Atomic loadAcquire(Written destination) throws Unreadable {
        line.expect("(");
        MemorySize size = operands.unsignedPointer();
        Address address = operands.bracketedAddress();
        line.expect(")");
        Register loaded = fitting(destination, size);
        return new Atomic(
                AtomicOperation.LOAD_ACQUIRE, size, address.base(), address.offset(), loaded);
    }

    private Atomic fetch(AtomicOperation operation, Written result) throws Unreadable {
        line.expect("(");
        MemorySize size = operands.unsignedPointer();
        Address address = operands.bracketedAddress();
        line.expect(",");
        operands.expect(result.register(), result.width());
        line.expect(")");
        return new Atomic(operation, size, address.base(), address.offset(), fitting(result, size));
    }

    private Atomic exchange(AtomicOperation operation, MemorySize size, Written result)
            throws Unreadable {
        line.expect("(");
        Address address = operands.address();
        line.expect(",");
        operands.expect(result.register(), result.width());
        Register source = fitting(result, size);
        if (operation == AtomicOperation.CMPXCHG) {
            if (source != Register.R0) {
                throw new Unreadable(result.column(), "a compare and exchange uses r0");
            }
            line.expect(",");
            source = operands.register(result.width());
        }
        line.expect(")");
        return new Atomic(operation, size, address.base(), address.offset(), source);
    }

    private static Register fitting(Written written, MemorySize size) throws Unreadable {
        return size == MemorySize.DOUBLE ? whole(written) : written.register();
    }

    /** {@return the operation that is written so, exchanges left out; null if there is none} */
    private static @Nullable AtomicOperation atomicOperation(String word) {
        for (AtomicOperation operation : ATOMIC_OPERATIONS) {
            if (Syntax.word(operation).equals(word)) {
                boolean exchange =
                        operation == AtomicOperation.XCHG || operation == AtomicOperation.CMPXCHG;
                return exchange ? null : operation;
            }
        }
        return null;
    }

    /** Reads a sign, with the {@code s} of signed operations. */
    private String sign() throws Unreadable {
        String prefix = line.accept("s") ? "s" : "";
        return prefix + line.expect(Kind.SIGN, "an operation").text();
    }
}
