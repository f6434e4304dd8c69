package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.btf.FunctionSignature.Passed;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
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
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.OperationVisitor;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.Relocated;
import dev.skep.compiler.ir.Return;
import dev.skep.compiler.ir.Select;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramAddress;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.TerminatorVisitor;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Unreachable;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Chooses machine instructions for IR. It works from the end of each block and of the function to
 * the start, so that when it comes to an operation, its uses have been seen: an operation whose
 * value nobody asked for, because the uses do its work themselves, is passed over.
 */
final class Selector
        implements OperationVisitor<@Nullable Void>, TerminatorVisitor<@Nullable Void> {
    private final Selection selection;
    private final ArithmeticSelector arithmetic;
    private final ComparisonSelector comparisons;
    private final MemorySelector memory;

    /** By block of the IR. */
    private final MachineBlock[] blocks;

    /** The block at hand. */
    private MachineBlock current;

    private Selector(Function function, CodegenOptions options) {
        selection = new Selection(function, options);
        arithmetic = new ArithmeticSelector(selection);
        comparisons = new ComparisonSelector(selection, arithmetic);
        memory = new MemorySelector(selection, arithmetic);
        blocks = new MachineBlock[function.blocks().size()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = start(function.blocks().get(i));
        }
        current = blocks[0];
    }

    /** {@return the machine instructions of a function} */
    static MachineFunction select(Function function, CodegenOptions options) {
        Selector selector = new Selector(function, options);
        for (int i = selector.blocks.length - 1; i >= 0; i--) {
            selector.fill(function.blocks().get(i), selector.blocks[i]);
        }
        MachineFunction machine = selector.selection.machine;
        Collections.addAll(machine.blocks, selector.blocks);
        CriticalEdges.split(machine);
        return machine;
    }

    private MachineBlock start(Block block) {
        int[] parameters = new int[block.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = selection.register(block.parameter(i));
        }
        return new MachineBlock(block.name(), parameters);
    }

    private void fill(Block block, MachineBlock target) {
        current = target;
        selection.position = block.terminator().position();
        block.terminator().accept(this);
        take();
        for (int i = block.operationCount() - 1; i >= 0; i--) {
            Operation operation = block.operation(i);
            if (operation.hasSideEffect() || selection.isNeeded(operation)) {
                selection.position = operation.position();
                operation.accept(this);
                take();
            }
        }
        Collections.reverse(target.instructions);
    }

    /** Puts what was chosen for an operation in front of what follows it. */
    private void take() {
        List<MachineInstruction> pending = selection.pending;
        for (int i = pending.size() - 1; i >= 0; i--) {
            current.instructions.add(pending.get(i));
        }
        pending.clear();
    }

    @Override
    public @Nullable Void binary(Binary operation) {
        int result = selection.register(operation);
        if (operation.operation() == BinaryOperation.SHL
                && operation.right() instanceof Constant count
                && selection.stripped(operation.left()) instanceof Compare compare) {
            // 1 or 0 that is shifted is another number or 0.
            Type.Int type = (Type.Int) operation.type();
            long one = type.zeroExtend(1L << (count.value() & (type.bits() - 1)));
            Comparison test = comparisons.compare(compare);
            selection.add(
                    new MachineInstruction.Select(
                            selection.position, test, result, selection.number(one), 0L));
        } else {
            arithmetic.binary(operation, result);
        }
        return null;
    }

    @Override
    public @Nullable Void compare(Compare operation) {
        Comparison test = comparisons.compare(operation);
        int result = selection.register(operation);
        selection.add(
                new MachineInstruction.Select(
                        selection.position, test, result, selection.number(1), 0L));
        return null;
    }

    @Override
    public @Nullable Void convert(Convert operation) {
        arithmetic.convert(operation, selection.register(operation));
        return null;
    }

    @Override
    public @Nullable Void select(Select operation) {
        Comparison test = comparisons.test(operation.condition());
        Value whenTrue = operation.whenTrue();
        Value whenFalse = operation.whenFalse();
        if (whenTrue instanceof Constant && !(whenFalse instanceof Constant)) {
            // The second choice may be a number without a register.
            test = test.negated();
            whenTrue = operation.whenFalse();
            whenFalse = operation.whenTrue();
        }
        int result = selection.register(operation);
        int first = selection.register(whenTrue);
        selection.add(
                whenFalse instanceof Constant constant
                        ? new MachineInstruction.Select(
                                selection.position, test, result, first, constant.zeroExtended())
                        : new MachineInstruction.Select(
                                selection.position,
                                test,
                                result,
                                first,
                                selection.register(whenFalse)));
        return null;
    }

    @Override
    public @Nullable Void load(Load operation) {
        memory.load(operation, selection.register(operation));
        return null;
    }

    @Override
    public @Nullable Void store(Store operation) {
        memory.store(operation);
        return null;
    }

    @Override
    public @Nullable Void atomicAdd(AtomicAdd operation) {
        memory.atomicAdd(operation);
        return null;
    }

    @Override
    public @Nullable Void pointerAdd(PointerAdd operation) {
        int result = selection.register(operation);
        if (selection.machine.isRemade(result)) {
            return null;
        }
        int pointer = selection.register(operation.pointer());
        if (operation.offset() instanceof Constant constant
                && constant.value() == (int) constant.value()) {
            Immediate offset = new Immediate((int) constant.value());
            selection.alu(AluOperation.ADD, Width.W64, result, pointer, offset);
        } else {
            int offset = selection.register(operation.offset());
            selection.alu(AluOperation.ADD, Width.W64, result, pointer, offset);
        }
        return null;
    }

    @Override
    public @Nullable Void stackSlot(StackSlot operation) {
        return null;
    }

    @Override
    public @Nullable Void mapAddress(MapAddress operation) {
        return null;
    }

    @Override
    public @Nullable Void mapValueAddress(MapValueAddress operation) {
        return null;
    }

    @Override
    public @Nullable Void relocated(Relocated operation) {
        return null;
    }

    @Override
    public @Nullable Void call(Call operation) {
        call(operation, new CallTarget.Helper(operation.helper().number()));
        return null;
    }

    @Override
    public @Nullable Void kernelFunctionCall(KernelFunctionCall operation) {
        List<Passed> parameters = new ArrayList<>(operation.operandCount());
        for (int i = 0; i < operation.operandCount(); i++) {
            parameters.add(passed(operation.operand(i).type()));
        }
        FunctionSignature signature = new FunctionSignature(passed(operation.type()), parameters);
        call(
                operation,
                new CallTarget.KernelFunctionReference(operation.function(), false, signature));
        return null;
    }

    private static Passed passed(Type type) {
        return switch (type) {
            case Type.Nothing _ -> Passed.VOID;
            case Type.Int _ -> Passed.NUMBER;
            case Type.Pointer _ -> Passed.POINTER;
        };
    }

    private void call(Operation operation, CallTarget target) {
        int[] arguments = new int[operation.operandCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = selection.register(operation.operand(i));
        }
        boolean needed = operation.type() != Type.VOID && selection.isNeeded(operation);
        int result = needed ? selection.register(operation) : MachineInstruction.NONE;
        // Helpers return 64 bits, whatever their C type says; functions may leave the upper ones.
        boolean masks =
                needed
                        && operation.type() instanceof Type.Int type
                        && type != Type.I64
                        && !selection.demanded.isLoose(operation);
        int raw = masks ? selection.temporary() : result;
        selection.add(new MachineInstruction.Call(selection.position, target, raw, arguments));
        if (masks) {
            arithmetic.mask((Type.Int) operation.type(), result, raw);
        }
    }

    @Override
    public @Nullable Void subprogramCall(SubprogramCall operation) {
        int[] arguments = new int[operation.operandCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = selection.register(operation.operand(i));
        }
        int result =
                selection.isNeeded(operation)
                        ? selection.register(operation)
                        : MachineInstruction.NONE;
        selection.add(
                new MachineInstruction.Call(
                        selection.position, operation.function(), result, arguments));
        return null;
    }

    @Override
    public @Nullable Void subprogramAddress(SubprogramAddress operation) {
        return null;
    }

    @Override
    public @Nullable Void fill(Fill operation) {
        memory.fill(operation);
        return null;
    }

    @Override
    public @Nullable Void copy(Copy operation) {
        memory.copy(operation);
        return null;
    }

    @Override
    public @Nullable Void jump(Jump terminator) {
        link(terminator.edge());
        selection.add(new MachineInstruction.Jump(selection.position));
        return null;
    }

    @Override
    public @Nullable Void branch(Branch terminator) {
        link(terminator.whenTrue());
        link(terminator.whenFalse());
        Comparison test = comparisons.test(terminator.condition());
        selection.add(new MachineInstruction.Branch(selection.position, test));
        return null;
    }

    @Override
    public @Nullable Void ret(Return terminator) {
        int value = selection.register(terminator.value());
        selection.add(new MachineInstruction.Return(selection.position, value));
        return null;
    }

    @Override
    public @Nullable Void unreachable(Unreachable terminator) {
        // The verifier may not know that it is not reached, and wants an end.
        selection.add(new MachineInstruction.Return(selection.position, selection.number(0)));
        return null;
    }

    private void link(Edge edge) {
        int[] arguments = new int[edge.argumentCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = selection.register(edge.argument(i));
        }
        MachineBlock target = blocks[edge.target().index()];
        current.successors.add(new MachineEdge(target, arguments));
        target.predecessors.add(current);
    }
}
