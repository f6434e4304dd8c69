package dev.skep.bpf.map;

import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.mov;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Maps of stacks that programs took. */
@NeedsKernel
@Timeout(60)
class StackTracesKernelTest {

    @Test
    void stacksAreFoundByTheirId() {
        Code code =
                new CodeBuilder()
                        .emit(loadMap(Register.R2, "stacks"))
                        .emit(mov(Register.R3, 0))
                        .emit(call(BpfHelper.GET_STACKID))
                        .emit(exit())
                        .build();
        try (BpfObject object =
                MapPrograms.load(
                        MapSpec.stackTraces("stacks", 20, 128),
                        MapPrograms.program("stack", code))) {
            int id = object.program("stack").run();
            assertThat(id).isNotNegative();
            StackTraces stacks = StackTraces.of(object.map("stacks"));
            long[] frames = stacks.frames(id);
            assertThat(frames).hasSizeBetween(2, 20);
            for (long address : frames) {
                assertThat(address).as("an address of the kernel").isNegative();
            }
            assertThat(stacks.remove(id)).isTrue();
            assertThat(stacks.frames(id)).isEmpty();
        }
    }
}
