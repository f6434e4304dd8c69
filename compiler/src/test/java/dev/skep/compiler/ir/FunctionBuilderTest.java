package dev.skep.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.BpfHelper;

import org.junit.jupiter.api.Test;

import java.util.List;

class FunctionBuilderTest {
    private final FunctionBuilder builder = new FunctionBuilder("f", Type.I64, Type.I64);

    @Test
    void blocksComeOutInReversePostOrderWithoutTheUnreachable() {
        Block exit = builder.block("exit", Type.I64);
        Block lost = builder.block("lost");
        Block body = builder.block("body");
        Block header = builder.block("header", Type.I64);
        builder.jump(header, builder.constant(Type.I64, 0));
        builder.position(lost);
        builder.jump(exit, builder.constant(Type.I64, 3));
        builder.position(body);
        Value next =
                builder.binary(
                        BinaryOperation.ADD, header.parameter(0), builder.constant(Type.I64, 1));
        builder.jump(header, next);
        builder.position(header);
        Value more = builder.compare(Predicate.ULT, header.parameter(0), builder.parameter(0));
        builder.branch(more, body, List.of(), exit, List.of(header.parameter(0)));
        builder.position(exit);
        builder.ret(exit.parameter(0));

        Function function = builder.build();

        assertThat(function.blocks())
                .extracting(Block::name)
                .containsExactly("entry", "header", "body", "exit");
        assertThat(function.blocks()).extracting(Block::index).containsExactly(0, 1, 2, 3);
        assertThat(lost.index()).isNegative();
        assertThat(function.valueCount()).isEqualTo(5);
        assertThat(exit.predecessorCount()).isEqualTo(1);
        assertThat(header.predecessor(1)).isSameAs(body);
        assertThat(IrChecker.problems(function)).isEmpty();
    }

    @Test
    void aNameThatIsTakenGetsANumber() {
        assertThat(builder.block("then").name()).isEqualTo("then");
        assertThat(builder.block("then").name()).isEqualTo("then.1");
        assertThat(builder.block("then").name()).isEqualTo("then.2");
        assertThat(builder.block("then.1").name()).isEqualTo("then.1.1");
    }

    @Test
    void aBlockWithoutEndIsNamed() {
        builder.jump(builder.block("open"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("block open does not end in a jump, branch or return");
    }

    @Test
    void nothingIsAddedBehindTheEnd() {
        builder.ret(builder.parameter(0));

        assertThatThrownBy(() -> builder.call(BpfHelper.KTIME_GET_NS, Type.I64))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("block entry has its end already");
        builder.build();
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("function f is built already");
    }

    @Test
    void pathsAsLongAsAScriptDoNotExhaustTheStack() {
        int length = 100_000;
        for (int i = 0; i < length; i++) {
            Block next = builder.block("b");
            builder.jump(next);
            builder.position(next);
        }
        builder.ret(builder.parameter(0));

        assertThat(builder.build().blocks()).hasSize(length + 1);
    }
}
