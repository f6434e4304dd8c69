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
        List<Frame> frames = new ArrayList<>(functions.size());
        for (Function function : functions) {
            MachineFunction machine = Selector.select(function, options);
            Allocation allocation = Allocator.allocate(machine);
            Frame frame = Frame.of(machine, allocation.homes);
            frames.add(frame);
            code.source(null);
            if (function != module.main()) {
                code.subprogram(function.name(), parameters(function));
            }
            code.bind(Objects.requireNonNull(places.get(function.name())));
            Emitter.emit(allocation, frame, code, places);
        }
        StackDepth.check(new Module(functions), frames);
        return code.build();
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
