package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.syntax.Expression;

import java.util.List;

/**
 * {@code str_concat(a, b)}: the helper that copies strings copies both, the second one over the NUL
 * of the first. They are put together in scratch memory, since the verifier wants all of the stack
 * written before anything is written to it at an offset that it does not know.
 */
final class Concatenation {
    private final Program program;

    Concatenation(Program program) {
        this.program = program;
    }

    /** Writes the string; what does not fit is left out. */
    void write(List<Expression> strings, int capacity, Place to, boolean padded) {
        Frame.Mark mark = program.frame.mark();
        Place first = program.memory.place(strings.getFirst());
        Place second = program.memory.place(strings.get(1));
        int firstSize = program.script.typeOf(strings.getFirst()).size();
        int secondSize = program.script.typeOf(strings.get(1)).size();
        int size = firstSize + secondSize - 1;
        Place both = program.frame.scratch(Layout.roundUp(size, 8));
        program.clear(both, size);
        Value copied = copy(program.address(both), firstSize, first);
        Value length = program.code.binary(BinaryOperation.SUB, copied, program.integer(1));
        Value most = program.integer(firstSize - 1);
        Value isShort = program.code.compare(Predicate.ULT, length, most);
        Value end = program.code.select(isShort, length, most);
        copy(program.code.add(program.address(both), end), secondSize, second);
        int fitting = Math.min(size, capacity);
        program.copy(to, both, fitting);
        if (padded) {
            program.clear(to.plus(fitting), capacity - fitting);
        }
        program.frame.release(mark);
    }

    /** {@return how many bytes were copied, the NUL included} */
    private Value copy(Value to, int size, Place from) {
        return program.code.call(
                BpfHelper.PROBE_READ_KERNEL_STR,
                Type.I64,
                to,
                program.integer(size),
                program.code.reinterpret(program.address(from), Type.I64));
    }
}
