package dev.skep.compiler.ir;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link Function}. Operations are appended to the block that {@link #position} chose, and
 * carry the source position that {@link #at} set last.
 *
 * <p>The builder does not judge what it builds; {@link IrChecker} does.
 */
public final class FunctionBuilder {
    private static final Value[] NO_VALUES = {};

    private final String name;
    private final Type result;
    private final List<Block> blocks = new ArrayList<>();

    /** How often each name was asked for. */
    private final Map<String, Integer> blockNames = new HashMap<>();

    private @Nullable SourcePosition source;
    private Block current;
    private boolean built;

    /**
     * Starts a function, positioned at its entry block.
     *
     * @param name its name
     * @param result the type of what it returns
     * @param parameters the types of what it takes
     */
    public FunctionBuilder(String name, Type result, Type... parameters) {
        this(name, "entry", result, parameters);
    }

    /** Starts a function whose entry block has a name of its own. */
    FunctionBuilder(String name, String entryName, Type result, Type... parameters) {
        this.name = name;
        this.result = result;
        this.current = block(entryName, parameters);
    }

    /** {@return a builder of another function of the same name and types, empty so far} */
    public static FunctionBuilder like(Function function) {
        Block entry = function.entry();
        Type[] parameters = new Type[entry.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = entry.parameter(i).type();
        }
        return new FunctionBuilder(function.name(), entry.name(), function.result(), parameters);
    }

    /** {@return the name of the function} */
    public String name() {
        return name;
    }

    /** {@return the type of what the function returns} */
    public Type result() {
        return result;
    }

    /** {@return the block that the function starts in} */
    public Block entry() {
        return blocks.getFirst();
    }

    /** {@return what the function was given as argument {@code index}, from 0} */
    public Value parameter(int index) {
        return entry().parameter(index);
    }

    /** {@return a new block; a name that is taken gets a number behind it} */
    public Block block(String wantedName, Type... parameters) {
        Block block = new Block(freeName(wantedName), parameters);
        blocks.add(block);
        return block;
    }

    /** Appends to {@code block} from now on. */
    public void position(Block block) {
        current = block;
    }

    /** {@return the block that is appended to} */
    public Block current() {
        return current;
    }

    /** Gives {@code position} to what is appended from now on. */
    public void at(@Nullable SourcePosition position) {
        source = position;
    }

    /** {@return a constant of an integer type, or a null pointer; see {@link Constant#of}} */
    public Constant constant(Type type, long value) {
        return Constant.of(type, value);
    }

    /** {@return the result of arithmetic on two integers of one type} */
    public Value binary(BinaryOperation operation, Value left, Value right) {
        return append(new Binary(operation, left, right, source));
    }

    /** {@return whether a relation holds between two values of one type, an {@link Type#I1}} */
    public Value compare(Predicate predicate, Value left, Value right) {
        return append(new Compare(predicate, left, right, source));
    }

    /** {@return an integer as a wider one, zeros above} */
    public Value zeroExtend(Value value, Type type) {
        return append(new Convert(Conversion.ZERO_EXTEND, type, value, source));
    }

    /** {@return an integer as a wider one, copies of the sign above} */
    public Value signExtend(Value value, Type type) {
        return append(new Convert(Conversion.SIGN_EXTEND, type, value, source));
    }

    /** {@return the lowest bits of an integer} */
    public Value truncate(Value value, Type type) {
        return append(new Convert(Conversion.TRUNCATE, type, value, source));
    }

    /** {@return the same 64 bits as a pointer or an {@link Type#I64}} */
    public Value reinterpret(Value value, Type type) {
        return append(new Convert(Conversion.REINTERPRET, type, value, source));
    }

    /** {@return an integer of 2, 4 or 8 bytes with its bytes in the other order} */
    public Value byteSwap(Value value) {
        return append(new Convert(Conversion.BYTE_SWAP, value.type(), value, source));
    }

    /** {@return one of two values of one type; both are computed before} */
    public Value select(Value condition, Value whenTrue, Value whenFalse) {
        return append(new Select(condition, whenTrue, whenFalse, source));
    }

    /** {@return what is in memory at {@code pointer + offset}} */
    public Value load(Type type, Value pointer, int offset) {
        return append(new Load(type, offset, pointer, source));
    }

    /** Writes {@code value} at {@code pointer + offset}, as many bytes as its type has. */
    public void store(Value pointer, int offset, Value value) {
        append(new Store(offset, pointer, value, source));
    }

    /**
     * Adds an {@link Type#I32} or {@link Type#I64} atomically to memory at {@code pointer +
     * offset}.
     */
    public void atomicAdd(Value pointer, int offset, Value value) {
        append(new AtomicAdd(offset, pointer, value, source));
    }

    /** {@return {@code pointer} moved by {@code offset} bytes, an {@link Type#I64}} */
    public Value add(Value pointer, Value offset) {
        return append(new PointerAdd(pointer, offset, source));
    }

    /**
     * {@return the address of memory in the function's frame, of undefined content}
     *
     * @param slotName what it is for, as shown to a user whose stack is full
     * @param size bytes, at least 1
     * @param alignment 1, 2, 4 or 8
     */
    public Value stackSlot(String slotName, int size, int alignment) {
        return append(new StackSlot(slotName, size, alignment, source));
    }

    /**
     * {@return the address of unnamed memory in the function's frame; see {@link #stackSlot(String,
     * int, int)}}
     */
    public Value stackSlot(int size, int alignment) {
        return stackSlot("", size, alignment);
    }

    /** {@return the address of the map of that name, for helpers} */
    public Value mapAddress(String map) {
        return append(new MapAddress(map, source));
    }

    /**
     * {@return the address of the byte at {@code offset} in the value of the data map of that name}
     */
    public Value mapValueAddress(String map, int offset) {
        return append(new MapValueAddress(map, offset, source));
    }

    /**
     * {@return a fact about the types of the kernel, as 64 bits that loading fills in}
     *
     * @param kind what it is
     * @param struct the id of the type in the types of the Target
     * @param path of a member {@code 0:} and the number of a member at each level, of an enumerator
     *     its number, of a type {@code 0}
     * @param known what it is in the Target
     */
    public Value relocated(CoreRelocation kind, int struct, String path, long known) {
        return append(new Relocated(kind, struct, path, known, source));
    }

    /**
     * {@return what a helper returns, as a value of {@code type}} An integer narrower than 64 bits
     * is the lowest bits of what it returns.
     *
     * @param type a type, or {@link Type#VOID} where the result is of no interest
     * @param arguments at most 5
     */
    public Value call(BpfHelper helper, Type type, Value... arguments) {
        return append(new Call(helper, type, source, arguments.clone()));
    }

    /**
     * {@return what a function of the kernel returns, as a value of {@code type}} An integer
     * narrower than 64 bits is the lowest bits of what it returns.
     *
     * @param function its name in the kernel's BTF
     * @param type a type, or {@link Type#VOID} where the result is of no interest
     * @param arguments at most 5
     */
    public Value callKernelFunction(String function, Type type, Value... arguments) {
        return append(new KernelFunctionCall(function, type, source, arguments.clone()));
    }

    /**
     * {@return what another function of the module returns}
     *
     * @param function its name
     * @param type the type that it returns
     * @param arguments at most 5, of the types that it takes
     */
    public Value call(String function, Type type, Value... arguments) {
        return append(new SubprogramCall(function, type, source, arguments.clone()));
    }

    /** {@return the address of another function of the module, for helpers that call back} */
    public Value functionAddress(String function) {
        return append(new SubprogramAddress(function, source));
    }

    /** Sets {@code size} bytes from {@code pointer + offset} to {@code content}. */
    public void fill(Value pointer, int offset, int size, int content) {
        append(new Fill(offset, size, (byte) content, pointer, source));
    }

    /** Copies {@code size} bytes between two places that do not overlap. */
    public void copy(
            Value destination, int destinationOffset, Value from, int fromOffset, int size) {
        append(new Copy(destinationOffset, fromOffset, size, destination, from, source));
    }

    /**
     * {@return a copy of an operation, of this function or another, on other operands; it keeps its
     * position}
     */
    public Operation copyOf(Operation original, Value... operands) {
        return append(original.withOperands(operands.clone()));
    }

    /** Ends the block: goes on in {@code target}. */
    public void jump(Block target, Value... arguments) {
        terminate(new Jump(edge(target, arguments), source));
    }

    /** Ends the block: goes on in one of two blocks that take no parameters. */
    public void branch(Value condition, Block whenTrue, Block whenFalse) {
        terminate(
                new Branch(
                        condition,
                        new Edge(whenTrue, NO_VALUES),
                        new Edge(whenFalse, NO_VALUES),
                        source));
    }

    /** Ends the block: goes on in one of two blocks. */
    public void branch(
            Value condition,
            Block whenTrue,
            List<? extends Value> trueArguments,
            Block whenFalse,
            List<? extends Value> falseArguments) {
        terminate(
                new Branch(
                        condition,
                        edge(whenTrue, trueArguments.toArray(NO_VALUES)),
                        edge(whenFalse, falseArguments.toArray(NO_VALUES)),
                        source));
    }

    /** Ends the block and the function with a result. */
    public void ret(Value value) {
        terminate(new Return(value, source));
    }

    /** Ends the block at a place that is never reached. */
    public void unreachable() {
        terminate(new Unreachable(source));
    }

    /**
     * {@return the function; the builder can't be used any more} Blocks that nothing reaches are
     * left out.
     *
     * @throws IllegalStateException if a block that can be reached has no end
     */
    public Function build() {
        checkOpen();
        built = true;
        List<Block> order = ReversePostOrder.of(blocks);
        int values = 0;
        for (int i = 0; i < order.size(); i++) {
            Block block = order.get(i);
            block.index = i;
            for (int p = 0; p < block.parameterCount(); p++) {
                block.parameter(p).id = values++;
            }
            for (int o = 0; o < block.operationCount(); o++) {
                block.operation(o).id = values++;
            }
            Terminator terminator = block.terminator();
            for (int s = 0; s < terminator.successorCount(); s++) {
                terminator.successor(s).target().addPredecessor(block);
            }
        }
        return new Function(name, result, order, values);
    }

    private String freeName(String wanted) {
        int taken = blockNames.merge(wanted, 1, Integer::sum);
        return taken == 1 ? wanted : freeName(wanted + "." + (taken - 1));
    }

    private static Edge edge(Block target, Value[] arguments) {
        return new Edge(target, arguments.length == 0 ? NO_VALUES : arguments.clone());
    }

    private Operation append(Operation operation) {
        checkUnfinished();
        current.append(operation);
        return operation;
    }

    private void terminate(Terminator terminator) {
        checkUnfinished();
        current.terminate(terminator);
    }

    private void checkUnfinished() {
        checkOpen();
        if (current.isTerminated()) {
            throw new IllegalStateException("block " + current.name() + " has its end already");
        }
    }

    private void checkOpen() {
        if (built) {
            throw new IllegalStateException("function " + name + " is built already");
        }
    }
}
