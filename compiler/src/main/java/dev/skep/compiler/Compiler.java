package dev.skep.compiler;

import dev.skep.bpf.asm.Code;
import dev.skep.compiler.codegen.CodeGenerator;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrChecker;
import dev.skep.compiler.pass.Pipeline;

/**
 * The compiler: IR in, BPF instructions out.
 *
 * {@snippet :
 * FunctionBuilder builder =
 *         new FunctionBuilder("probe", Type.I64, Type.pointer(AddressSpace.CONTEXT));
 * Value id = builder.call(BpfHelper.GET_CURRENT_PID_TGID, Type.I64);
 * builder.ret(builder.binary(BinaryOperation.LSHR, id, builder.constant(Type.I64, 32)));
 * Code code = Compiler.compile(builder.build(), CodegenOptions.DEFAULT);
 * }
 */
public final class Compiler {

    private Compiler() {}

    /** {@return the function as the passes leave it: it does the same, with less} */
    public static Function optimize(Function function) {
        // Who makes IR tests with assertions on; who runs scripts need not pay for it.
        assert IrChecker.problems(function).isEmpty() : IrChecker.problems(function);
        return Pipeline.standard().run(function);
    }

    /**
     * {@return the instructions of a function as it is}
     *
     * @throws StackLimitException if what the function keeps on the stack does not fit 512 bytes
     */
    public static Code generate(Function function, CodegenOptions options) {
        assert IrChecker.problems(function).isEmpty() : IrChecker.problems(function);
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
