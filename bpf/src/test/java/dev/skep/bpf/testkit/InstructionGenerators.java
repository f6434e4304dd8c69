package dev.skep.bpf.testkit;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.AtomicOperation;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.btf.FunctionSignature.Passed;

import java.util.ArrayList;
import java.util.List;

/**
 * Every instruction there is, with any operands that it can have; whether the verifier would take
 * it is no matter.
 */
public final class InstructionGenerators {

    private static final List<Generator<Instruction>> KINDS =
            List.of(
                    _ -> new Instruction.Exit(),
                    InstructionGenerators::alu,
                    c -> new Instruction.Negate(width(c), register(c)),
                    c ->
                            new Instruction.ByteSwap(
                                    c.of(Instruction.ByteSwap.Kind.values()),
                                    register(c),
                                    c.of(16, 32, 64)),
                    InstructionGenerators::load,
                    c ->
                            new Instruction.Store(
                                    c.of(MemorySize.values()), register(c), c.any16(), operand(c)),
                    InstructionGenerators::atomic,
                    c -> new Instruction.LoadImmediate64(register(c), encodableValue(c)),
                    c -> new Instruction.Goto(c.any16(), false),
                    c -> new Instruction.Goto(c.any32(), true),
                    c ->
                            new Instruction.JumpIf(
                                    c.of(Condition.values()),
                                    width(c),
                                    register(c),
                                    operand(c),
                                    c.any16()),
                    c -> new Instruction.Call(callTarget(c)),
                    c -> new Instruction.MayGoto(c.any16()),
                    c -> new Instruction.GotoRegister(register(c)),
                    c ->
                            new Instruction.AddressSpaceCast(
                                    register(c), register(c), c.below(1 << 16), c.below(1 << 16)),
                    c ->
                            new Instruction.LoadPacket(
                                    c.of(MemorySize.WORD, MemorySize.HALF, MemorySize.BYTE),
                                    c.flip() ? register(c) : null,
                                    c.any32()));

    private InstructionGenerators() {}

    /**
     * {@return a generator of instructions that name nothing of the object, so that they can be
     * encoded}
     */
    public static Generator<Instruction> encodable() {
        return choices -> choices.of(KINDS).generate(choices);
    }

    /** {@return a generator of instructions of which some name maps or functions} */
    public static Generator<Instruction> any() {
        Generator<Instruction> encodable = encodable();
        return choices ->
                switch (choices.below(16)) {
                    case 13 -> new Instruction.Call(functionReference(choices));
                    case 14, 15 ->
                            new Instruction.LoadImmediate64(
                                    register(choices), mapReference(choices));
                    default -> encodable.generate(choices);
                };
    }

    /**
     * {@return a generator of up to 30 of {@code instructions}, of which most branches go to one of
     * them}
     */
    public static Generator<Code> code(Generator<Instruction> instructions) {
        return choices -> {
            List<Instruction> list = instructions.list(30).generate(choices);
            List<CodeElement> elements = new ArrayList<>();
            for (Instruction instruction : list) {
                elements.add(new CodeElement(near(instruction, list.size(), choices), null));
            }
            return new Code(elements);
        };
    }

    private static Instruction near(Instruction instruction, int count, Choices choices) {
        if (choices.below(4) == 3) {
            return instruction;
        }
        int offset = choices.below(2 * count) - count;
        return switch (instruction) {
            case Instruction.Goto(int _, boolean wide) -> new Instruction.Goto(offset, wide);
            case Instruction.JumpIf jump ->
                    new Instruction.JumpIf(
                            jump.condition(),
                            jump.width(),
                            jump.left(),
                            jump.right(),
                            (short) offset);
            case Instruction.MayGoto _ -> new Instruction.MayGoto((short) offset);
            case Instruction.Call(CallTarget.Subprogram _) ->
                    new Instruction.Call(new CallTarget.Subprogram(offset));
            case Instruction.LoadImmediate64(Register destination, Value64.Function _) ->
                    new Instruction.LoadImmediate64(destination, new Value64.Function(offset));
            default -> instruction;
        };
    }

    private static Instruction alu(Choices c) {
        AluOperation operation = c.of(AluOperation.values());
        Width width = operation == AluOperation.MOVSX32 ? Width.W64 : width(c);
        Operand source = operation.extendsSign() ? register(c) : operand(c);
        return new Instruction.Alu(operation, width, register(c), source);
    }

    private static Instruction load(Choices c) {
        MemorySize size = c.of(MemorySize.values());
        boolean signed = size != MemorySize.DOUBLE && c.flip();
        return new Instruction.Load(size, signed, register(c), register(c), c.any16());
    }

    private static Instruction atomic(Choices c) {
        AtomicOperation operation = c.of(AtomicOperation.values());
        MemorySize size =
                operation.modifies()
                        ? c.of(MemorySize.DOUBLE, MemorySize.WORD)
                        : c.of(MemorySize.values());
        return new Instruction.Atomic(operation, size, register(c), c.any16(), register(c));
    }

    private static Value64 encodableValue(Choices c) {
        return switch (c.below(7)) {
            case 0 -> new Value64.Number(c.any64());
            case 1 -> new Value64.MapFd(c.any32());
            case 2 -> new Value64.MapValueFd(c.any32(), c.any32());
            case 3 -> new Value64.BtfId(c.any32(), c.any32());
            case 4 -> new Value64.Function(c.any32());
            case 5 -> new Value64.MapIndex(c.any32());
            default -> new Value64.MapValueIndex(c.any32(), c.any32());
        };
    }

    private static Value64 mapReference(Choices c) {
        String name = c.of("t", ".rodata", "my map", "a\"b\\c\n", "0", "", "\u00e4");
        return c.flip()
                ? new Value64.MapValueReference(name, c.any32())
                : new Value64.MapReference(name);
    }

    private static CallTarget functionReference(Choices c) {
        List<Passed> parameters = new ArrayList<>();
        for (int i = c.below(6); i > 0; i--) {
            parameters.add(c.of(Passed.values()));
        }
        return new CallTarget.KernelFunctionReference(
                c.of("bpf_task_release", "f___v2", "weak", "number", "a b"),
                c.flip(),
                new FunctionSignature(c.of(Passed.values()), parameters));
    }

    private static CallTarget callTarget(Choices c) {
        return switch (c.below(4)) {
            case 0 -> new CallTarget.Helper(1 + c.below(220));
            case 1 -> new CallTarget.Helper(c.any32());
            case 2 -> new CallTarget.Subprogram(c.any32());
            default -> new CallTarget.KernelFunction(c.any32(), c.any16());
        };
    }

    private static Width width(Choices c) {
        return c.of(Width.W64, Width.W32);
    }

    private static Register register(Choices c) {
        return c.of(Register.values());
    }

    private static Operand operand(Choices c) {
        return c.flip() ? register(c) : new Immediate(c.any32());
    }
}
