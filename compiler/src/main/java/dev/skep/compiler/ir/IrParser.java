package dev.skep.compiler.ir;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.CoreRelocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text form of IR that {@link IrPrinter} writes. Values may have any name behind the
 * {@code %}; each must be defined above its uses. A comment starts with {@code ;}.
 */
public final class IrParser {
    private final IrScanner in;
    private final FunctionBuilder builder;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();

    private IrParser(IrScanner in, FunctionBuilder builder) {
        this.in = in;
        this.builder = builder;
    }

    /**
     * {@return the module that the text describes}
     *
     * @throws MalformedIrException with line and column, if it describes none
     */
    public static Module parse(String text) {
        IrScanner in = new IrScanner(text);
        List<Function> functions = new ArrayList<>();
        while (!in.atEnd()) {
            functions.add(function(in));
        }
        return new Module(functions);
    }

    /**
     * {@return the one function that the text describes}
     *
     * @throws MalformedIrException with line and column, if it describes none or several
     */
    public static Function parseFunction(String text) {
        IrScanner in = new IrScanner(text);
        Function function = function(in);
        if (!in.atEnd()) {
            throw in.error("expected the end of the text, found '" + in.peek() + "'");
        }
        return function;
    }

    private static Function function(IrScanner in) {
        in.expect("function");
        Type result = IrWords.type(in);
        String name = in.quoted("the function's name");
        in.expect("{");
        FunctionBuilder builder = new FunctionBuilder(name, in.peek(), result);
        return new IrParser(in, builder).body();
    }

    private Function body() {
        blocks.put(in.peek(), builder.entry());
        do {
            block();
        } while (!in.accept("}"));
        for (Block block : blocks.values()) {
            if (!block.isTerminated()) {
                throw in.errorBehind("there is no block " + block.name());
            }
        }
        return builder.build();
    }

    private void block() {
        Block block = blockNamed(in.word("a block"));
        if (block.isTerminated()) {
            throw in.errorBehind("there are two blocks " + block.name());
        }
        if (in.accept("(")) {
            do {
                String name = newValue();
                in.expect(":");
                values.put(name, block.addParameter(IrWords.type(in)));
            } while (in.accept(","));
            in.expect(")");
        }
        in.expect(":");
        builder.position(block);
        while (!block.isTerminated()) {
            operation();
        }
    }

    private Block blockNamed(String name) {
        Block block = blocks.get(name);
        if (block == null) {
            block = builder.block(name);
            blocks.put(name, block);
        }
        return block;
    }

    private void operation() {
        String keyword = in.word("an operation");
        if (keyword.startsWith("%")) {
            undefined(keyword);
            in.expect("=");
            values.put(keyword, result(in.word("an operation")));
        } else {
            effect(keyword);
        }
    }

    /** Reads an operation that gives no value, or a terminator. */
    private void effect(String keyword) {
        switch (keyword) {
            case "store" -> builder.store(value(), offset(), nextValue());
            case "atomic_add" -> builder.atomicAdd(value(), offset(), nextValue());
            case "fill" -> builder.fill(value(), offset(), attribute("size"), attribute("with"));
            case "copy" -> {
                Value destination = value();
                int destinationOffset = offset();
                builder.copy(
                        destination, destinationOffset, nextValue(), offset(), attribute("size"));
            }
            case "call" -> call();
            case "jump" -> builder.jump(blockNamed(in.word("a block")), arguments());
            case "branch" -> {
                Value condition = value();
                in.expect(",");
                Block whenTrue = blockNamed(in.word("a block"));
                List<Value> trueArguments = List.of(arguments());
                in.expect(",");
                Block whenFalse = blockNamed(in.word("a block"));
                builder.branch(condition, whenTrue, trueArguments, whenFalse, List.of(arguments()));
            }
            case "return" -> builder.ret(value());
            case "unreachable" -> builder.unreachable();
            default ->
                    throw in.errorBehind("there is no operation " + keyword + " without a value");
        }
    }

    /** Reads an operation that gives a value. */
    private Value result(String keyword) {
        return switch (keyword) {
            case "compare" -> {
                Predicate predicate = IrWords.predicate(in);
                yield builder.compare(predicate, value(), nextValue());
            }
            case "select" -> builder.select(value(), nextValue(), nextValue());
            case "load" -> builder.load(IrWords.type(in), value(), offset());
            case "pointer_add" -> builder.add(value(), nextValue());
            case "stack_slot" ->
                    builder.stackSlot(
                            in.quoted("the slot's name"), attribute("size"), attribute("align"));
            case "map_address" -> builder.mapAddress(in.quoted("the map's name"));
            case "map_value_address" ->
                    builder.mapValueAddress(in.quoted("the map's name"), offset());
            case "function_address" -> builder.functionAddress(in.quoted("the function's name"));
            case "call" -> call();
            case "zero_extend" -> builder.zeroExtend(value(), targetType());
            case "sign_extend" -> builder.signExtend(value(), targetType());
            case "truncate" -> builder.truncate(value(), targetType());
            case "reinterpret" -> builder.reinterpret(value(), targetType());
            case "byte_swap" -> builder.byteSwap(value());
            default -> {
                CoreRelocation relocation = CoreRelocation.ofText(keyword);
                yield relocation == null
                        ? builder.binary(IrWords.binaryOperation(keyword, in), value(), nextValue())
                        : relocated(relocation);
            }
        };
    }

    private Value relocated(CoreRelocation kind) {
        String path = in.quoted("the way to the member");
        boolean isNegative = in.accept("-");
        if (!isNegative) {
            in.expect("+");
        }
        long known = in.number("what it is known as");
        return builder.relocated(kind, attribute("struct"), path, isNegative ? -known : known);
    }

    private Value call() {
        Type type = IrWords.type(in);
        if (in.peek().startsWith("\"")) {
            return builder.call(in.quoted("the function's name"), type, callArguments());
        }
        if (in.accept("kernel")) {
            String function = in.quoted("the kernel function's name");
            return builder.callKernelFunction(function, type, callArguments());
        }
        String name = in.word("a helper");
        BpfHelper helper =
                BpfHelper.ofKernelName(name)
                        .orElseThrow(() -> in.errorBehind("there is no helper " + name));
        return builder.call(helper, type, callArguments());
    }

    private Value[] callArguments() {
        in.expect("(");
        List<Value> arguments = new ArrayList<>();
        if (!in.accept(")")) {
            do {
                arguments.add(value());
            } while (in.accept(","));
            in.expect(")");
        }
        return arguments.toArray(new Value[0]);
    }

    private Value[] arguments() {
        List<Value> arguments = new ArrayList<>();
        if (in.accept("(")) {
            do {
                arguments.add(value());
            } while (in.accept(","));
            in.expect(")");
        }
        return arguments.toArray(new Value[0]);
    }

    private Value nextValue() {
        in.expect(",");
        return value();
    }

    private Value value() {
        if (!in.peek().startsWith("%")) {
            Type type = IrWords.type(in);
            return builder.constant(type, in.accept("null") ? 0 : in.number("a constant"));
        }
        Value value = values.get(in.peek());
        if (value == null) {
            throw in.error("value " + in.peek() + " is not defined above");
        }
        in.take();
        return value;
    }

    private int offset() {
        if (in.accept("-")) {
            return Math.negateExact(in.integer("an offset"));
        }
        in.expect("+");
        return in.integer("an offset");
    }

    private int attribute(String name) {
        in.expect(",");
        in.expect(name);
        return in.integer(name);
    }

    private Type targetType() {
        in.expect("to");
        return IrWords.type(in);
    }

    private String newValue() {
        if (!in.peek().startsWith("%")) {
            throw in.error("expected a value, found '" + in.peek() + "'");
        }
        return undefined(in.take());
    }

    private String undefined(String name) {
        if (values.containsKey(name)) {
            throw in.errorBehind("value " + name + " is defined twice");
        }
        return name;
    }
}
