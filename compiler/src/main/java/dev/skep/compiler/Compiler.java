package dev.skep.compiler;

import dev.skep.bpf.asm.Code;
import dev.skep.compiler.codegen.CodeGenerator;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrChecker;
import dev.skep.compiler.ir.IrParser;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.ModuleChecker;
import dev.skep.compiler.pass.Pipeline;

import java.util.ArrayList;
import java.util.List;

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

    /** {@return the functions of a program as the passes leave them} */
    public static Module optimize(Module module) {
        assert ModuleChecker.problems(module).isEmpty() : ModuleChecker.problems(module);
        assert IrParser.parse(module.toString()).toString().equals(module.toString()) : module;
        List<Function> functions = new ArrayList<>(module.functions().size());
        for (Function function : module.functions()) {
            functions.add(optimize(function));
        }
        return new Module(functions);
    }

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
        return generate(Module.of(function), options);
    }

    /**
     * {@return the instructions of the functions of a program as they are}
     *
     * @throws StackLimitException if what they keep on the stack does not fit 512 bytes
     */
    public static Code generate(Module module, CodegenOptions options) {
        assert ModuleChecker.problems(module).isEmpty() : ModuleChecker.problems(module);
        return CodeGenerator.generate(module, options);
    }

    /**
     * {@return the instructions of the functions of a program, optimised before}
     *
     * @throws StackLimitException if what they keep on the stack does not fit 512 bytes
     */
    public static Code compile(Module module, CodegenOptions options) {
        return generate(optimize(module), options);
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
