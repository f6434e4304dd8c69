package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Branch;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Edge;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Jump;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Parameter;
import dev.skep.compiler.ir.Return;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.TerminatorVisitor;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Unreachable;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes a function anew with changes noted beforehand: values replaced by others, operations and
 * block parameters left out, blocks that end otherwise. What is noted speaks about the old function
 * throughout.
 */
final class Rewriter implements TerminatorVisitor<@Nullable Void> {
    private final Function function;
    private boolean changed;

    /** By value: what is used instead. */
    private final @Nullable Value[] replacements;

    /** By value: whether it is left out. */
    private final boolean[] dropped;

    /** By block: how it ends, if otherwise than before. */
    private final @Nullable Exit[] exits;

    /**
     * By block: the one that its operations are appended to, if it is no block of its own any more.
     */
    private final @Nullable Block[] continued;

    private final boolean[] appended;

    /** What is kept of fills that are left out. */
    private final List<Part> keptParts = new ArrayList<>(0);

    private final @Nullable Block[] newBlocks;
    private final @Nullable Value[] newValues;
    private final FunctionBuilder builder;

    /** A way into a block with the values that its parameters get; compared by identity. */
    static final class Way {
        private final Block target;
        private final List<Value> arguments;

        Way(Block target, List<Value> arguments) {
            this.target = target;
            this.arguments = arguments;
        }

        /** {@return the way that an edge is} */
        static Way of(Edge edge) {
            return new Way(edge.target(), edge.arguments());
        }

        Block target() {
            return target;
        }

        List<Value> arguments() {
            return arguments;
        }
    }

    /** A part of a fill. */
    private record Part(Fill fill, int offset, int size) {}

    /** How a block ends: with a condition there are two ways. */
    private record Exit(@Nullable Value condition, Way whenTrue, Way whenFalse) {}

    Rewriter(Function function) {
        int blocks = function.blocks().size();
        int values = function.valueCount();
        this.function = function;
        replacements = new Value[values];
        dropped = new boolean[values];
        exits = new Exit[blocks];
        continued = new Block[blocks];
        appended = new boolean[blocks];
        newBlocks = new Block[blocks];
        newValues = new Value[values];
        builder = FunctionBuilder.like(function);
    }

    /** Uses {@code replacement}, which dominates {@code value}, wherever that was used. */
    void replace(Value value, Value replacement) {
        replacements[value.id()] = replacement;
        dropped[value.id()] = true;
        changed = true;
    }

    /** Leaves out an operation that nothing uses. */
    void drop(Operation operation) {
        dropped[operation.id()] = true;
        changed = true;
    }

    /** Keeps of a fill that is left out the bytes from {@code pointer + offset} on. */
    void keepPart(Fill fill, int offset, int size) {
        keptParts.add(new Part(fill, offset, size));
    }

    /** Leaves out a parameter that nothing uses, and what edges pass for it. */
    void drop(Parameter parameter) {
        dropped[parameter.id()] = true;
        changed = true;
    }

    /** Lets a block end in a jump. */
    void jump(Block block, Way way) {
        exits[block.index()] = new Exit(null, way, way);
        changed = true;
    }

    /** Lets a block end in a branch. */
    void branch(Block block, Value condition, Way whenTrue, Way whenFalse) {
        exits[block.index()] = new Exit(condition, whenTrue, whenFalse);
        changed = true;
    }

    /**
     * Appends the only successor of a block to it; nothing else leads there, and its parameters are
     * replaced.
     */
    void append(Block block, Block successor) {
        continued[block.index()] = successor;
        appended[successor.index()] = true;
        changed = true;
    }

    /** {@return whether anything was noted} */
    boolean changed() {
        return changed;
    }

    /** {@return what is used for {@code value} by what was noted so far} */
    Value resolve(Value value) {
        Value result = value;
        while (!(result instanceof Constant)) {
            Value replacement = replacements[result.id()];
            if (replacement == null) {
                break;
            }
            result = replacement;
        }
        return result;
    }

    /** {@return the new function, or the old one if nothing was noted} */
    Function rewrite() {
        if (!changed) {
            return function;
        }
        for (Block block : function.blocks()) {
            if (!appended[block.index()]) {
                start(block);
            }
        }
        for (Block block : function.blocks()) {
            if (!appended[block.index()]) {
                builder.position(newBlock(block));
                fill(block);
            }
        }
        return builder.build();
    }

    private void start(Block block) {
        Block target =
                block.index() == 0
                        ? builder.entry()
                        : builder.block(block.name(), keptTypes(block));
        newBlocks[block.index()] = target;
        int kept = 0;
        for (int i = 0; i < block.parameterCount(); i++) {
            if (!dropped[block.parameter(i).id()]) {
                newValues[block.parameter(i).id()] = target.parameter(kept++);
            }
        }
    }

    private Type[] keptTypes(Block block) {
        List<Type> types = new ArrayList<>(block.parameterCount());
        for (int i = 0; i < block.parameterCount(); i++) {
            if (!dropped[block.parameter(i).id()]) {
                types.add(block.parameter(i).type());
            }
        }
        return types.toArray(new Type[0]);
    }

    private void fill(Block first) {
        Block block = first;
        operations(block);
        for (Block next = continued[block.index()]; next != null; next = continued[block.index()]) {
            block = next;
            operations(block);
        }
        Terminator terminator = block.terminator();
        builder.at(terminator.position());
        Exit exit = exits[block.index()];
        if (exit == null) {
            terminator.accept(this);
        } else {
            end(exit.condition, exit.whenTrue, exit.whenFalse);
        }
    }

    private void operations(Block block) {
        for (int i = 0; i < block.operationCount(); i++) {
            Operation operation = block.operation(i);
            if (!dropped[operation.id()]) {
                Value[] operands = new Value[operation.operandCount()];
                for (int o = 0; o < operands.length; o++) {
                    operands[o] = newValue(operation.operand(o));
                }
                newValues[operation.id()] = builder.copyOf(operation, operands);
            } else if (operation instanceof Fill fill) {
                keptParts(fill);
            }
        }
    }

    private void keptParts(Fill fill) {
        for (Part part : keptParts) {
            if (part.fill == fill) {
                builder.at(fill.position());
                builder.fill(newValue(fill.pointer()), part.offset, part.size, fill.content());
            }
        }
    }

    private void end(@Nullable Value condition, Way whenTrue, Way whenFalse) {
        Block target = newBlock(whenTrue.target);
        List<Value> arguments = arguments(whenTrue);
        if (condition == null) {
            builder.jump(target, arguments.toArray(new Value[0]));
        } else {
            builder.branch(
                    newValue(condition),
                    target,
                    arguments,
                    newBlock(whenFalse.target),
                    arguments(whenFalse));
        }
    }

    private List<Value> arguments(Way way) {
        List<Value> arguments = new ArrayList<>(way.arguments.size());
        for (int i = 0; i < way.arguments.size(); i++) {
            if (!dropped[way.target.parameter(i).id()]) {
                arguments.add(newValue(way.arguments.get(i)));
            }
        }
        return arguments;
    }

    private Block newBlock(Block block) {
        return Objects.requireNonNull(newBlocks[block.index()], block.name());
    }

    private Value newValue(Value value) {
        Value used = resolve(value);
        return used instanceof Constant
                ? used
                : Objects.requireNonNull(newValues[used.id()], used.text());
    }

    @Override
    public @Nullable Void jump(Jump terminator) {
        Way way = Way.of(terminator.edge());
        end(null, way, way);
        return null;
    }

    @Override
    public @Nullable Void branch(Branch terminator) {
        end(terminator.condition(), Way.of(terminator.whenTrue()), Way.of(terminator.whenFalse()));
        return null;
    }

    @Override
    public @Nullable Void ret(Return terminator) {
        builder.ret(newValue(terminator.value()));
        return null;
    }

    @Override
    public @Nullable Void unreachable(Unreachable terminator) {
        builder.unreachable();
        return null;
    }
}
