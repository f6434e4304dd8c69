package dev.skep.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final SourcePosition CONDITION =
            new SourcePosition("stdin", 1, 7, "if (pid == 7)");
    private static final SourcePosition ACTION = new SourcePosition("stdin", 2, 3, "@ = count();");

    private final FunctionBuilder builder =
            new FunctionBuilder("probe", Type.I64, Type.pointer(AddressSpace.CONTEXT));

    @Test
    void compilesTheExampleOfItsDocumentation() {
        Value id = builder.call(BpfHelper.GET_CURRENT_PID_TGID, Type.I64);
        builder.ret(builder.binary(BinaryOperation.LSHR, id, builder.constant(Type.I64, 32)));

        Code code = Compiler.compile(builder.build(), CodegenOptions.DEFAULT);

        assertThat(Disassembler.listing(code, Disassembler.Style.ANNOTATED))
                .isEqualTo(
                        """
                               0: call get_current_pid_tgid#14
                               1: r0 >>= 0x20
                               2: exit
                        """);
    }

    @Test
    void everyInstructionKnowsWhatItCameFrom() {
        builder.at(CONDITION);
        Value id = builder.call(BpfHelper.GET_CURRENT_PID_TGID, Type.I64);
        Value pid = builder.binary(BinaryOperation.LSHR, id, builder.constant(Type.I64, 32));
        var then = builder.block("then");
        var end = builder.block("end");
        builder.branch(
                builder.compare(Predicate.EQ, pid, builder.constant(Type.I64, 7)), then, end);
        builder.at(ACTION);
        builder.position(then);
        builder.atomicAdd(builder.mapValueAddress(".data", 8), 0, builder.constant(Type.I64, 1));
        builder.jump(end);
        builder.position(end);
        builder.ret(builder.constant(Type.I64, 0));

        Code code = Compiler.compile(builder.build(), CodegenOptions.DEFAULT);

        assertThat(code.elements())
                .extracting(CodeElement::source)
                .containsExactly(
                        CONDITION, CONDITION, CONDITION, ACTION, ACTION, ACTION, ACTION, ACTION);
    }

    @Test
    void malformedIrIsNoticedWhereAssertionsAreOn() {
        builder.ret(builder.constant(Type.I32, 0));

        assertThatThrownBy(() -> Compiler.compile(builder.build(), CodegenOptions.DEFAULT))
                .isInstanceOf(AssertionError.class)
                .hasMessage("[entry: return i32 0: takes i64, not i32]");
    }
}
