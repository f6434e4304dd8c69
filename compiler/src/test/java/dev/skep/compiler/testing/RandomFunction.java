package dev.skep.compiler.testing;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.testkit.Choices;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a program of choices: integers of every width, branches, bounded loops that pass values
 * round, memory on the stack, calls of helpers and of functions, and at times more values than
 * there are registers. It takes a context of {@link #CONTEXT_WORDS} words, terminates, reads only
 * what it wrote, and returns something that depends on most of what it did.
 */
public final class RandomFunction {

    /** How many words of 8 bytes the context has: what a raw tracepoint gets. */
    public static final int CONTEXT_WORDS = 12;

    private static final int MAX_DEPTH = 3;
    private static final int MAX_STATEMENTS = 120;

    private static final BpfHelper[] HELPERS = {
        BpfHelper.KTIME_GET_NS,
        BpfHelper.SEND_SIGNAL,
        BpfHelper.GET_CURRENT_PID_TGID,
        BpfHelper.GET_CURRENT_ANCESTOR_CGROUP_ID,
        BpfHelper.GET_CURRENT_COMM,
        BpfHelper.TRACE_PRINTK,
    };

    private static final int MAX_SUBPROGRAMS = 3;

    /** How the name of what is called back begins. */
    private static final String CALLBACK = "callback";

    /** How many bytes of its own stack a function lets another one use. */
    private static final int GIVEN_BYTES = 16;

    private final Choices choices;
    private final boolean forKernel;

    /** What can be called. */
    private final List<Function> callees;

    private final FunctionBuilder builder;
    private final RandomValues values;
    private final RandomMemory memory;
    private final int maxStatements;
    private int statements;

    private RandomFunction(
            Choices choices, boolean forKernel, List<Function> callees, FunctionBuilder builder) {
        this.choices = choices;
        this.forKernel = forKernel;
        this.callees = callees;
        this.builder = builder;
        values = new RandomValues(choices, builder);
        memory = new RandomMemory(choices, builder, values, forKernel);
        maxStatements = mostStatements();
    }

    /** {@return a program for the interpreters, with calls of fake helpers} */
    public static Module of(Choices choices) {
        return program(choices, false, true);
    }

    /**
     * {@return a program that the kernel takes for a raw tracepoint, and that returns 32 bits}
     *
     * @param callsBack whether functions may be called back, as Linux 5.17 can
     */
    public static Module forKernel(Choices choices, boolean callsBack) {
        return program(choices, true, callsBack);
    }

    private static Module program(Choices choices, boolean forKernel, boolean callsBack) {
        List<Function> functions = new ArrayList<>();
        int subprograms = choices.below(4) == 3 ? 1 + choices.below(MAX_SUBPROGRAMS) : 0;
        for (int i = 0; i < subprograms; i++) {
            List<Function> callees = List.copyOf(functions);
            FunctionBuilder builder =
                    callsBack && choices.below(3) == 2
                            ? callback(CALLBACK + i)
                            : subprogram("function" + i, choices);
            functions.addFirst(new RandomFunction(choices, forKernel, callees, builder).build());
        }
        FunctionBuilder main =
                new FunctionBuilder("random", Type.I64, Type.pointer(AddressSpace.CONTEXT));
        List<Function> callees = List.copyOf(functions);
        functions.addFirst(new RandomFunction(choices, forKernel, callees, main).build());
        return new Module(functions);
    }

    /** A function for {@code bpf_loop}: it takes the number of the turn, and memory. */
    private static FunctionBuilder callback(String name) {
        return new FunctionBuilder(name, Type.I64, Type.I64, Type.pointer(AddressSpace.STACK));
    }

    /** A function that takes 64 bits, then up to three numbers, then perhaps memory. */
    private static FunctionBuilder subprogram(String name, Choices choices) {
        Type[] integers = {Type.I64, Type.I32, Type.I16, Type.I8, Type.I1};
        List<Type> types = new ArrayList<>();
        types.add(Type.I64);
        int more = choices.below(4);
        for (int i = 0; i < more; i++) {
            types.add(choices.of(integers));
        }
        if (choices.flip()) {
            types.add(Type.pointer(AddressSpace.STACK));
        }
        return new FunctionBuilder(name, choices.of(integers), types.toArray(new Type[0]));
    }

    private boolean takesContext() {
        return builder.parameter(0).type().isPointer();
    }

    /** {@return as many as mostly fit the stack, which functions that call each other share} */
    private int mostStatements() {
        if (!takesContext()) {
            return MAX_STATEMENTS / 8;
        }
        return callees.isEmpty() ? MAX_STATEMENTS : MAX_STATEMENTS / 2;
    }

    private Function build() {
        int inputs = takesContext() ? 1 + choices.below(CONTEXT_WORDS) : 0;
        for (int i = 0; i < inputs; i++) {
            values.add(builder.load(Type.I64, builder.parameter(0), 8 * i));
        }
        for (int i = 0; !takesContext() && i < builder.entry().parameterCount(); i++) {
            Value parameter = builder.parameter(i);
            if (parameter.type().isPointer()) {
                memory.add(parameter, GIVEN_BYTES);
            } else {
                values.add(parameter);
            }
        }
        memory.start(takesContext() ? 3 : 1);
        statements(0);
        ret(result());
        return builder.build();
    }

    private void ret(Value value) {
        if (builder.name().startsWith(CALLBACK)) {
            // The kernel takes 0 and 1 only.
            Value last = builder.binary(BinaryOperation.AND, value, Constant.of(Type.I64, 7));
            Value ends = builder.compare(Predicate.EQ, last, Constant.of(Type.I64, 3));
            builder.ret(builder.zeroExtend(ends, Type.I64));
            return;
        }
        Type result = builder.result();
        builder.ret(result == Type.I64 ? value : builder.truncate(value, result));
    }

    /** {@return a number that depends on all values in scope and on memory} */
    private Value result() {
        Value sum = Constant.of(Type.I64, 1);
        for (Value value : values.scope()) {
            sum = builder.binary(BinaryOperation.MUL, sum, Constant.of(Type.I64, 31));
            sum = builder.binary(BinaryOperation.ADD, sum, values.widened(value));
        }
        sum = memory.sum(sum);
        if (forKernel) {
            Value high = builder.binary(BinaryOperation.LSHR, sum, Constant.of(Type.I64, 32));
            Value folded = builder.binary(BinaryOperation.XOR, sum, high);
            Value mask = Constant.of(Type.I64, 0xffff_ffffL);
            return builder.binary(BinaryOperation.AND, folded, mask);
        }
        return sum;
    }

    private void statements(int depth) {
        int count = choices.below(depth == 0 ? 40 : 12);
        for (int i = 0; i < count && statements < maxStatements; i++) {
            statements++;
            statement(depth);
        }
    }

    private void statement(int depth) {
        switch (choices.below(depth < MAX_DEPTH ? 17 : 14)) {
            case 0, 1, 2 -> values.add(binary());
            case 3 -> values.add(compare());
            case 4, 5 -> convert();
            case 6 -> values.add(select());
            case 7, 8, 9, 10 -> memory.statement();
            case 11 -> call();
            case 12 -> burst();
            case 13 -> again();
            case 14 -> lookUp(depth);
            case 15 -> branch(depth);
            case 16 -> loop(depth);
            default -> throw new AssertionError();
        }
    }

    private Value binary() {
        Type.Int type = values.type();
        BinaryOperation operation =
                type == Type.I1
                        ? choices.of(BinaryOperation.AND, BinaryOperation.OR, BinaryOperation.XOR)
                        : choices.of(BinaryOperation.values());
        return builder.binary(operation, values.of(type), values.of(type));
    }

    /** Does what was done before: again the same, unless something changed in between. */
    private void again() {
        if (values.any() instanceof Operation done) {
            Value[] operands = new Value[done.operandCount()];
            for (int i = 0; i < operands.length; i++) {
                operands[i] = done.operand(i);
            }
            values.add(builder.copyOf(done, operands));
        }
    }

    private Value compare() {
        Type.Int type = values.type();
        Predicate predicate = choices.of(Predicate.values());
        return builder.compare(predicate, values.of(type), values.of(type));
    }

    private void convert() {
        Value value = values.any();
        Type.Int from = (Type.Int) value.type();
        Type.Int to = values.type();
        if (from == to && from.bytes() > 1) {
            values.add(builder.byteSwap(value));
        }
        if (to.bits() > from.bits()) {
            values.add(
                    choices.below(2) == 0
                            ? builder.zeroExtend(value, to)
                            : builder.signExtend(value, to));
        } else if (to.bits() < from.bits()) {
            values.add(builder.truncate(value, to));
        }
    }

    private Value select() {
        Type.Int type = values.type();
        return builder.select(values.of(Type.I1), values.of(type), values.of(type));
    }

    private void call() {
        if (!callees.isEmpty() && choices.flip()) {
            Function callee = choices.of(callees.toArray(new Function[0]));
            if (callee.name().startsWith(CALLBACK)) {
                callBack(callee);
            } else {
                callFunction(callee);
            }
            return;
        }
        if (forKernel || choices.below(3) == 0) {
            memory.callCopy();
            return;
        }
        BpfHelper helper = choices.of(HELPERS);
        Value[] arguments = new Value[FakeHelpers.arity(helper)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = values.of(i == 1 ? Type.I32 : values.type());
        }
        if (arguments.length > 1) {
            arguments[0] = memory.slotOf(GIVEN_BYTES);
            arguments[1] = Constant.of(Type.I32, 1 + choices.below(GIVEN_BYTES));
        }
        Type.Int type = values.type();
        if (choices.below(4) == 3) {
            builder.call(helper, Type.VOID, arguments);
        } else {
            values.add(builder.call(helper, type == Type.I1 ? Type.I64 : type, arguments));
        }
    }

    /** Has a function called a few times, until it gives 1. */
    private void callBack(Function callee) {
        Value some =
                builder.binary(BinaryOperation.AND, values.of(Type.I32), Constant.of(Type.I32, 3));
        // What is never called back is dead code to the verifier, which in Linux 6.18 then cannot
        // find the other functions any more ("No program to jit").
        Value turns = builder.binary(BinaryOperation.ADD, some, Constant.of(Type.I32, 1));
        Value shared = memory.slotOf(GIVEN_BYTES);
        Value made =
                builder.call(
                        BpfHelper.LOOP,
                        Type.I32,
                        turns,
                        builder.functionAddress(callee.name()),
                        shared,
                        Constant.of(Type.I64, 0));
        values.add(made);
    }

    private void callFunction(Function callee) {
        Value[] arguments = new Value[callee.entry().parameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] =
                    callee.entry().parameter(i).type() instanceof Type.Int type
                            ? values.of(type)
                            : memory.slotOf(GIVEN_BYTES);
        }
        values.add(builder.call(callee.name(), callee.result(), arguments));
    }

    /** More values than there are registers, all used afterwards. */
    private void burst() {
        List<Value> products = new ArrayList<>();
        int count = 5 + choices.below(takesContext() ? 15 : 5);
        for (int i = 0; i < count; i++) {
            Value factor = Constant.of(Type.I64, 3 + 2L * i);
            products.add(builder.binary(BinaryOperation.MUL, values.of(Type.I64), factor));
        }
        if (choices.flip()) {
            call();
        }
        Value sum = products.getFirst();
        for (int i = 1; i < count; i++) {
            BinaryOperation next = i % 2 == 0 ? BinaryOperation.ADD : BinaryOperation.SUB;
            sum = builder.binary(next, products.get(i), sum);
        }
        values.add(sum);
    }

    /** A value that is looked up, and used while other things happen. */
    private void lookUp(int depth) {
        Value key = builder.stackSlot("key", 4, 4);
        Value index = values.of(Type.I32);
        Value known = Constant.of(Type.I32, choices.below(FakeMaps.ENTRIES + 1));
        builder.store(key, 0, choices.flip() ? index : known);
        Value map = builder.mapAddress(FakeMaps.ARRAY);
        Type.Pointer type = Type.pointer(AddressSpace.MAP_VALUE);
        Value found = builder.call(BpfHelper.MAP_LOOKUP_ELEM, type, map, key);
        Value isFound = builder.compare(Predicate.NE, found, builder.constant(type, 0));
        Block hit = builder.block("hit");
        Block join = builder.block("join", Type.I64);
        builder.branch(isFound, hit, List.of(), join, List.of(values.of(Type.I64)));
        List<Value> before = values.scope();
        builder.position(hit);
        memory.access(found, FakeMaps.VALUE_BYTES, true);
        statements(depth + 1);
        if (choices.below(4) == 3) {
            // The key may have no value in the map, but this one has.
            builder.call(
                    BpfHelper.MAP_UPDATE_ELEM,
                    Type.VOID,
                    map,
                    key,
                    found,
                    Constant.of(Type.I64, 0));
        }
        memory.access(found, FakeMaps.VALUE_BYTES, true);
        if (choices.below(4) == 3) {
            lookUpAgain(map, key);
        }
        builder.jump(join, values.of(Type.I64));
        enter(join, before);
    }

    /** Looks up once more, and reads what is found. */
    private void lookUpAgain(Value map, Value key) {
        Type.Pointer type = Type.pointer(AddressSpace.MAP_VALUE);
        Value found = builder.call(BpfHelper.MAP_LOOKUP_ELEM, type, map, key);
        Value isFound = builder.compare(Predicate.NE, found, builder.constant(type, 0));
        Block hit = builder.block("hit");
        Block join = builder.block("join", Type.I64);
        builder.branch(isFound, hit, List.of(), join, List.of(values.of(Type.I64)));
        builder.position(hit);
        Value read = builder.load(Type.I64, found, 8 * choices.below(FakeMaps.VALUE_BYTES / 8));
        builder.jump(join, read);
        enter(join, values.scope());
    }

    private void branch(int depth) {
        List<Type.Int> types = values.types();
        Block then = builder.block("then");
        Block otherwise = builder.block("else");
        Block join = builder.block("join", types.toArray(new Type[0]));
        builder.branch(values.of(Type.I1), then, otherwise);
        List<Value> before = values.scope();
        for (Block arm : List.of(then, otherwise)) {
            enter(arm, before);
            statements(depth + 1);
            builder.jump(join, values.of(types));
        }
        enter(join, before);
        if (choices.below(8) == 7) {
            // A way out of the middle.
            Block early = builder.block("early");
            Block after = builder.block("after");
            builder.branch(values.of(Type.I1), early, after);
            builder.position(early);
            ret(values.widened(forKernel ? values.of(Type.I32) : values.any()));
            builder.position(after);
        }
    }

    private void loop(int depth) {
        List<Type.Int> types = values.types();
        types.addFirst(Type.I32);
        Value[] initial = values.of(types);
        initial[0] = Constant.of(Type.I32, 0);
        Block header = builder.block("loop", types.toArray(new Type[0]));
        Block exit = builder.block("exit");
        builder.jump(header, initial);
        enter(header, values.scope());
        Value limit = Constant.of(Type.I32, 1 + choices.below(forKernel ? 3 : 6));
        boolean testFirst = choices.below(2) == 0;
        List<Value> behind = values.scope();
        if (testFirst) {
            Block body = builder.block("body");
            builder.branch(builder.compare(Predicate.ULT, header.parameter(0), limit), body, exit);
            builder.position(body);
        }
        statements(depth + 1);
        Value[] next = values.of(types);
        Value one = Constant.of(Type.I32, 1);
        next[0] = builder.binary(BinaryOperation.ADD, header.parameter(0), one);
        if (testFirst) {
            builder.jump(header, next);
        } else {
            behind = values.scope();
            Value more = builder.compare(Predicate.ULT, next[0], limit);
            builder.branch(more, header, List.of(next), exit, List.of());
        }
        enter(exit, behind);
    }

    /** Goes on in a block, with what can be used before it and its parameters. */
    private void enter(Block block, List<Value> before) {
        builder.position(block);
        values.enter(before);
        values.addParameters(block);
    }
}
