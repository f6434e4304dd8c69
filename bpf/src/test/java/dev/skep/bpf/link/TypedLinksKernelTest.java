package dev.skep.bpf.link;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.load;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is attached by its type in the kernel's BTF, on the running kernel. */
@NeedsKernel
@Timeout(60)
class TypedLinksKernelTest {

    @Test
    void btfTracepoints() throws Exception {
        Firing.of(
                        Firing.traced(AttachType.TRACE_RAW_TP, "sched_switch"),
                        Attach::traced,
                        () -> Thread.sleep(1))
                .check(Link.Form.TRACING);
    }

    @Test
    void anUnknownFunctionIsNamed() {
        assertThatThrownBy(
                        () -> Loader.load(Firing.traced(AttachType.TRACE_RAW_TP, "no_such_event")))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessageContaining("\"no_such_event\" in the kernel's BTF");
    }

    /**
     * Writes one byte for each task: {@code if (ctx->task) bpf_seq_write(ctx->meta->seq, ".", 1)}.
     */
    private static Code dotForEachTask() {
        CodeBuilder code = new CodeBuilder();
        Label end = code.newLabel();
        return code.emit(load(MemorySize.DOUBLE, Register.R2, Register.R1, 8))
                .jumpIf(Condition.EQ, Register.R2, 0, end)
                .emit(load(MemorySize.DOUBLE, Register.R1, Register.R1, 0))
                .emit(load(MemorySize.DOUBLE, Register.R1, Register.R1, 0))
                .emit(store(MemorySize.DOUBLE, Register.R10, -8, '.'))
                .emit(mov(Register.R2, Register.R10))
                .emit(add(Register.R2, -8))
                .emit(mov(Register.R3, 1))
                .emit(call(BpfHelper.SEQ_WRITE))
                .bind(end)
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }

    @Test
    void iterators() {
        ObjectSpec spec =
                new ObjectSpec(
                        "tasks",
                        "GPL",
                        List.of(
                                new ProgramSpec(
                                        "dots",
                                        ProgramType.TRACING,
                                        AttachType.TRACE_ITER,
                                        "task",
                                        dotForEachTask(),
                                        0)),
                        List.of());
        try (BpfObject object = Loader.load(spec);
                IteratorLink iterator = Attach.iterator(object.program("dots"))) {
            String first = new String(iterator.read(), StandardCharsets.US_ASCII);
            assertThat(first).hasSizeGreaterThan(10).containsPattern("^\\.+$");
            assertThat(iterator.read().length).isGreaterThan(10);
            assertThat(iterator.link().form()).isEqualTo(Link.Form.ITERATOR);
        }
    }
}
