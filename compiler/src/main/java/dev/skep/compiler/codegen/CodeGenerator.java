package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Label;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Module;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The back end. */
public final class CodeGenerator {

    private CodeGenerator() {}

    /**
     * {@return the instructions of the functions of a module, as they are, one behind the other;
     * the kernel takes none that are never called}
     *
     * @throws StackLimitException if what they keep on the stack does not fit
     */
    public static Code generate(Module module, CodegenOptions options) {
        List<Function> functions = module.used();
        CodeBuilder code = new CodeBuilder().wideJumps(options.level() == IsaLevel.V4);
        Map<String, Label> places = new HashMap<>();
        for (Function function : functions) {
            places.put(function.name(), code.newLabel(function.name()));
        }
        List<Allocation> allocations = new ArrayList<>(functions.size());
        List<Frame> frames = new ArrayList<>(functions.size());
        for (Function function : functions) {
            Allocation allocation = Allocator.allocate(Selector.select(function, options));
            allocations.add(allocation);
            frames.add(Frame.of(allocation.function, allocation.homes));
        }
        Module used = new Module(functions);
        if (!StackDepth.fits(used, frames)) {
            // Only now is it worth its time to find out which slots can share a place.
            frames = sharing(functions, allocations);
            StackDepth.check(used, frames);
        }
        for (int i = 0; i < functions.size(); i++) {
            Function function = functions.get(i);
            code.source(null);
            if (function != module.main()) {
                code.subprogram(function.name(), parameters(function));
            }
            code.bind(Objects.requireNonNull(places.get(function.name())));
            Emitter.emit(allocations.get(i), frames.get(i), code, places);
        }
        return code.build();
    }

    private static List<Frame> sharing(List<Function> functions, List<Allocation> allocations) {
        List<Frame> frames = new ArrayList<>(functions.size());
        for (int i = 0; i < functions.size(); i++) {
            MachineFunction machine = allocations.get(i).function;
            BitSet[] apart = SlotLives.apart(functions.get(i), machine.slots);
            frames.add(Frame.sharing(machine, allocations.get(i).homes, apart));
        }
        return frames;
    }

    private static List<Code.Parameter> parameters(Function function) {
        Block entry = function.entry();
        List<Code.Parameter> parameters = new ArrayList<>(entry.parameterCount());
        for (int i = 0; i < entry.parameterCount(); i++) {
            parameters.add(
                    entry.parameter(i).type().isPointer()
                            ? Code.Parameter.POINTER
                            : Code.Parameter.NUMBER);
        }
        return parameters;
    }
}
