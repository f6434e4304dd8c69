package dev.skep.compiler;

import dev.skep.bpf.asm.Code;
import dev.skep.compiler.codegen.CodeGenerator;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.pass.Pipeline;

/** The compiler: IR in, BPF instructions out. */
public final class Compiler {

    private Compiler() {}

    /** {@return the function as the passes leave it: it does the same, with less} */
    public static Function optimize(Function function) {
        return Pipeline.standard().run(function);
    }

    /**
     * {@return the instructions of a function as it is}
     *
     * @throws StackLimitException if what the function keeps on the stack does not fit 512 bytes
     */
    public static Code generate(Function function, CodegenOptions options) {
        return CodeGenerator.generate(function, options);
    }

    /**
     * {@return the instructions of a function, optimised before}
     *
     * @throws StackLimitException if what the function keeps on the stack does not fit 512 bytes
     */
    public static Code compile(Function function, CodegenOptions options) {
        return generate(optimize(function), options);
    }
}
