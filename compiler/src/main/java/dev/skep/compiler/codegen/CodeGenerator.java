package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Code;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.Function;

/** The back end. */
public final class CodeGenerator {

    private CodeGenerator() {}

    /**
     * {@return the instructions of a function, as it is}
     *
     * @throws StackLimitException if what the function keeps on the stack does not fit
     */
    public static Code generate(Function function, CodegenOptions options) {
        MachineFunction machine = Selector.select(function, options);
        Allocation allocation = Allocator.allocate(machine);
        Frame frame = Frame.of(machine, allocation.homes);
        return Emitter.emit(allocation, frame, options.level());
    }
}
