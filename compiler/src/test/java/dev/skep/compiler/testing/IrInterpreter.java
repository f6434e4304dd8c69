package dev.skep.compiler.testing;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Branch;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Edge;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Jump;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.MapAddress;
import dev.skep.compiler.ir.MapValueAddress;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.Relocated;
import dev.skep.compiler.ir.Return;
import dev.skep.compiler.ir.Select;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramAddress;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Unreachable;
import dev.skep.compiler.ir.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs IR as its documentation says, without any cleverness. Functions take the context, and use no
 * maps.
 */
public final class IrInterpreter {
    private static final long FIRST_SLOT = 0x2000_0000L;
    private static final int MAX_STEPS = 1_000_000;

    private final Memory memory;
    private final FakeHelpers helpers;
    private final Module module;

    /** The calls that are not over, the last one last. */
    private final List<Frame> frames = new ArrayList<>();

    /** What stands for the address of the first function. */
    private static final long FUNCTIONS = 0x6000_0000L;

    private long nextSlot = FIRST_SLOT;
    private int steps;

    /** A program takes so long that it is not worth to wait for its end. */
    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A call of a function: its values, and its slots' addresses. */
    private static final class Frame {
        private final long[] values;
        private final Map<StackSlot, Long> slots = new HashMap<>();

        Frame(Function function) {
            values = new long[function.valueCount()];
        }
    }

    private IrInterpreter(Module module, long[] context) {
        this.module = module;
        memory = new Memory(context);
        helpers = new FakeHelpers(memory);
    }

    /** {@return what the function returns, for a context of these words} */
    public static long run(Function function, long... context) {
        return run(Module.of(function), context);
    }

    /** {@return what the main function of a program returns, for a context of these words} */
    public static long run(Module module, long... context) {
        IrInterpreter interpreter = new IrInterpreter(module, context);
        boolean takesContext = module.main().entry().parameterCount() > 0;
        long[] arguments = takesContext ? new long[] {Memory.CONTEXT} : new long[0];
        return interpreter.call(module.main(), arguments);
    }

    private long call(Function function, long[] arguments) {
        Frame frame = new Frame(function);
        for (int i = 0; i < arguments.length; i++) {
            frame.values[function.entry().parameter(i).id()] = arguments[i];
        }
        frames.add(frame);
        long result = run(function);
        frames.removeLast();
        for (long slot : frame.slots.values()) {
            memory.remove(slot);
        }
        return result;
    }

    private long run(Function function) {
        Block block = function.entry();
        long[] values = frames.getLast().values;
        while (true) {
            for (int i = 0; i < block.operationCount(); i++) {
                Operation operation = block.operation(i);
                values[operation.id()] = result(operation);
                if (++steps > MAX_STEPS) {
                    throw new TooManySteps();
                }
            }
            switch (block.terminator()) {
                case Jump jump -> block = follow(jump.edge());
                case Branch branch ->
                        block =
                                follow(
                                        value(branch.condition()) != 0
                                                ? branch.whenTrue()
                                                : branch.whenFalse());
                case Return end -> {
                    return value(end.value());
                }
                case Unreachable _ ->
                        throw new IllegalStateException("the unreachable was reached");
            }
        }
    }

    private Block follow(Edge edge) {
        long[] arguments = new long[edge.argumentCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = value(edge.argument(i));
        }
        for (int i = 0; i < arguments.length; i++) {
            frames.getLast().values[edge.target().parameter(i).id()] = arguments[i];
        }
        return edge.target();
    }

    private long value(Value value) {
        return value instanceof Constant constant
                ? constant.zeroExtended()
                : frames.getLast().values[value.id()];
    }

    private long result(Operation operation) {
        return switch (operation) {
            case Binary o ->
                    o.operation().apply((Type.Int) o.type(), value(o.left()), value(o.right()));
            case Compare o -> {
                Type.Int type = o.left().type() instanceof Type.Int integer ? integer : Type.I64;
                yield o.predicate().test(type, value(o.left()), value(o.right())) ? 1 : 0;
            }
            case Convert o ->
                    o.value().type() instanceof Type.Int from && o.target() instanceof Type.Int to
                            ? o.conversion().apply(from, to, value(o.value()))
                            : value(o.value());
            case Select o -> value(value(o.condition()) != 0 ? o.whenTrue() : o.whenFalse());
            case Load o -> memory.read(value(o.pointer()) + o.offset(), o.loaded().bytes());
            case Store o -> {
                memory.write(
                        value(o.pointer()) + o.offset(),
                        o.value().type().bytes(),
                        value(o.value()));
                yield 0;
            }
            case AtomicAdd o -> {
                long address = value(o.pointer()) + o.offset();
                int size = o.value().type().bytes();
                memory.write(address, size, memory.read(address, size) + value(o.value()));
                yield 0;
            }
            case PointerAdd o -> value(o.pointer()) + value(o.offset());
            case StackSlot o -> slot(o);
            case Call o -> call(o);
            case Fill o -> {
                memory.fill(value(o.pointer()) + o.offset(), o.size(), o.content());
                yield 0;
            }
            case Copy o -> {
                memory.copy(
                        value(o.destination()) + o.destinationOffset(),
                        value(o.source()) + o.sourceOffset(),
                        o.size());
                yield 0;
            }
            case KernelFunctionCall o ->
                    throw new UnsupportedOperationException("only kernels have " + o.function());
            case SubprogramCall o -> call(o);
            case SubprogramAddress o ->
                    FUNCTIONS + module.functions().indexOf(function(o.function()));
            case Relocated o -> o.known();
            case MapAddress o -> FakeMaps.address(o.map());
            case MapValueAddress o -> FakeMaps.valueAddress(o.map(), o.offset());
        };
    }

    private long slot(StackSlot operation) {
        Map<StackSlot, Long> slots = frames.getLast().slots;
        Long known = slots.get(operation);
        if (known == null) {
            known = nextSlot;
            nextSlot += 0x1000L;
            slots.put(operation, known);
            memory.add(known, operation.size(), false);
        }
        return known;
    }

    private long call(SubprogramCall operation) {
        return call(function(operation.function()), arguments(operation));
    }

    private Function function(String name) {
        return Objects.requireNonNull(module.function(name), name);
    }

    /** Calls a function back, as {@code bpf_loop} does. */
    private long loop(long turns, long function, long closure) {
        Function callback = module.functions().get((int) (function - FUNCTIONS));
        for (long i = 0; i < FakeHelpers.number32(turns); i++) {
            if (call(callback, new long[] {i, closure}) != 0) {
                return i + 1;
            }
        }
        return FakeHelpers.number32(turns);
    }

    private long[] arguments(Operation operation) {
        long[] arguments = new long[operation.operandCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = value(operation.operand(i));
        }
        return arguments;
    }

    private long call(Call operation) {
        long[] arguments = arguments(operation);
        long result =
                operation.helper() == BpfHelper.LOOP
                        ? loop(arguments[0], arguments[1], arguments[2])
                        : helpers.call(operation.helper(), arguments);
        return operation.type() instanceof Type.Int type ? type.zeroExtend(result) : result;
    }
}
