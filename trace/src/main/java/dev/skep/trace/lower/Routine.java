package dev.skep.trace.lower;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

/**
 * A function of a program while it is made: the one that the kernel runs, or one that it calls
 * back.
 *
 * <p>Its entry block stays open to the end: stack slots are added to it, and what it passes on is
 * known only then.
 */
final class Routine {
    final FunctionBuilder code;
    final Frame frame;

    private final Block start;

    /** Begins a function; what is appended goes behind its entry block. */
    Routine(FunctionBuilder code, Frame frame) {
        this.code = code;
        this.frame = frame;
        start = code.block("start", Type.I64);
        code.position(start);
    }

    /** {@return bytes of scratch memory between two CPUs, known when the program is finished} */
    Value scratchStride() {
        return start.parameter(0);
    }

    /**
     * {@return what is read at a place of memory that a parameter points to, in the entry block}
     */
    Value loadAtEntry(Type type, int parameter, int offset) {
        Block current = code.current();
        code.position(code.entry());
        Value value = code.load(type, code.parameter(parameter), offset);
        code.position(current);
        return value;
    }

    /** {@return the function, its entry block closed} */
    Function finish(int stride) {
        code.position(code.entry());
        code.at(null);
        code.jump(start, code.constant(Type.I64, stride));
        return code.build();
    }
}
