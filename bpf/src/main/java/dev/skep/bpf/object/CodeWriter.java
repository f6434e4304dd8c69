package dev.skep.bpf.object;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.InstructionEncoder;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.elf.ElfWriter;
import dev.skep.bpf.elf.ElfWriter.Named;
import dev.skep.bpf.elf.ElfWriter.Symbol;
import dev.skep.bpf.elf.ElfWriter.Use;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes sections of instructions, and a relocation for each that a loader has to complete. */
final class CodeWriter {
    /** The address of a map, of data or of a function, in both halves of a 64-bit load. */
    private static final int R_BPF_64_64 = 1;

    /** The distance to a function, in a call. */
    private static final int R_BPF_64_32 = 10;

    private static final int SLOT_BYTES = 8;

    /** In a call or a load this is where the symbol is: neither is the next instruction's slot. */
    private static final int NO_DISTANCE = -1;

    private final ElfWriter elf;
    private final Map<String, Symbol> maps;
    private final Map<Start, Symbol> functions = new HashMap<>();

    /** By name: functions of the kernel. */
    private final Map<String, Symbol> kernelFunctions = new HashMap<>();

    CodeWriter(ElfWriter elf, Map<String, Symbol> maps) {
        this.elf = elf;
        this.maps = maps;
    }

    /** Where a program's function starts in the program's code. */
    private record Start(String program, int slot) {}

    /** What an instruction refers to. */
    private sealed interface Referred {
        record ToMap(String name) implements Referred {}

        record ToFunction(Start start) implements Referred {}

        record ToKernel(String function, boolean weak) implements Referred {}
    }

    private record Reference(int offset, int type, Referred referred) {}

    /** Adds a section; those whose functions it calls are added before. */
    void write(CodeSection section) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Reference> references = new ArrayList<>();
        for (CodeSection.Placed placed : section.functions()) {
            Code code = withoutReferences(placed, references);
            bytes.writeBytes(InstructionEncoder.encode(code, ByteOrder.nativeOrder()));
        }
        int index = elf.section(section.name(), Use.CODE, bytes.toByteArray(), SLOT_BYTES);
        for (CodeSection.Placed placed : section.functions()) {
            Function function = placed.function();
            // A loader finds a local one only by its section, so all are global.
            functions.put(
                    new Start(placed.program(), function.start()),
                    elf.symbol(
                            new Symbol(
                                    function.name(),
                                    Named.FUNCTION,
                                    index,
                                    placed.offset(),
                                    placed.size())));
        }
        for (Reference reference : references) {
            elf.relocation(
                    index, reference.offset(), reference.type(), symbol(reference.referred()));
        }
    }

    private Symbol symbol(Referred referred) {
        Symbol symbol =
                switch (referred) {
                    case Referred.ToMap(String name) -> maps.get(name);
                    case Referred.ToFunction(Start start) -> functions.get(start);
                    case Referred.ToKernel(String function, boolean weak) ->
                            kernelFunctions.computeIfAbsent(
                                    function, name -> elf.symbol(Symbol.elsewhere(name, weak)));
                };
        if (symbol == null) {
            throw new IllegalArgumentException(
                    "the code refers to " + referred + ", which is not there");
        }
        return symbol;
    }

    /** {@return the function's code as it is in a file, after writing down what it refers to} */
    private static Code withoutReferences(CodeSection.Placed placed, List<Reference> references) {
        Function function = placed.function();
        List<CodeElement> elements = new ArrayList<>(function.elements().size());
        int slot = 0;
        for (CodeElement element : function.elements()) {
            Instruction instruction = element.instruction();
            // Distances count from the next instruction.
            int next = function.start() + slot + instruction.slots();
            int offset = placed.offset() + slot * SLOT_BYTES;
            slot += instruction.slots();
            Instruction written =
                    switch (instruction) {
                        case Instruction.LoadImmediate64 load ->
                                withoutReference(load, offset, placed.program(), next, references);
                        case Instruction.Call call ->
                                withoutReference(call, offset, placed.program(), next, references);
                        default -> instruction; // refers to nothing outside of its function
                    };
            elements.add(new CodeElement(written, element.source()));
        }
        return new Code(elements);
    }

    private static Instruction withoutReference(
            Instruction.LoadImmediate64 load,
            int offset,
            String program,
            int next,
            List<Reference> references) {
        Value64 left =
                switch (load.value()) {
                    case Value64.Number number -> number;
                    case Value64.Relocated fact -> fact;
                    case Value64.MapReference(String map) -> {
                        references.add(new Reference(offset, R_BPF_64_64, new Referred.ToMap(map)));
                        yield new Value64.Number(0);
                    }
                    case Value64.MapValueReference(String map, int at) -> {
                        references.add(new Reference(offset, R_BPF_64_64, new Referred.ToMap(map)));
                        yield new Value64.Number(at);
                    }
                    case Value64.Function(int distance) -> {
                        Start start = new Start(program, next + distance);
                        references.add(
                                new Reference(offset, R_BPF_64_64, new Referred.ToFunction(start)));
                        yield new Value64.Function(NO_DISTANCE);
                    }
                    case Value64.BtfId _,
                            Value64.MapFd _,
                            Value64.MapValueFd _,
                            Value64.MapIndex _,
                            Value64.MapValueIndex _ ->
                            throw bound(program, "refers to " + load.value());
                };
        return new Instruction.LoadImmediate64(load.destination(), left);
    }

    private static Instruction withoutReference(
            Instruction.Call call,
            int offset,
            String program,
            int next,
            List<Reference> references) {
        return switch (call.target()) {
            case CallTarget.Helper _ -> call;
            case CallTarget.Subprogram(int distance) -> {
                Start start = new Start(program, next + distance);
                references.add(new Reference(offset, R_BPF_64_32, new Referred.ToFunction(start)));
                yield new Instruction.Call(new CallTarget.Subprogram(NO_DISTANCE));
            }
            case CallTarget.KernelFunctionReference(String name, boolean weak, var _) -> {
                references.add(
                        new Reference(offset, R_BPF_64_32, new Referred.ToKernel(name, weak)));
                yield new Instruction.Call(new CallTarget.Subprogram(NO_DISTANCE));
            }
            case CallTarget.KernelFunction _ -> throw bound(program, "calls " + call.target());
        };
    }

    private static BpfException bound(String program, String what) {
        return new BpfException(
                "program \""
                        + program
                        + "\" cannot be written to a file: it "
                        + what
                        + ", a number that only the running kernel knows");
    }
}
