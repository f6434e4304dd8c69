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

/** Maps whose values are programs, for tail calls. */
@NeedsKernel
@Timeout(60)
class ProgramArrayKernelTest {

    /** {@return an object whose program jumps to the second of an array, and else gives 7} */
    private static BpfObject jumping() {
        Code jump =
                new CodeBuilder()
                        .emit(loadMap(Register.R2, "next"))
                        .emit(mov(Register.R3, 1))
                        .emit(call(BpfHelper.TAIL_CALL))
                        .emit(mov(Register.R0, 7))
                        .emit(exit())
                        .build();
        Code land = new CodeBuilder().emit(mov(Register.R0, 42)).emit(exit()).build();
        return MapPrograms.load(
                MapSpec.programs("next", 3),
                MapPrograms.program("jump", jump),
                MapPrograms.program("land", land));
    }

    @Test
    void tailCallsJumpToWhatTheArrayHolds() {
        try (BpfObject object = jumping()) {
            ProgramArray programs = ProgramArray.of(object.map("next"));
            assertThat(object.program("jump").run()).as("falls through").isEqualTo(7);
            programs.set(1, object.program("land"));
            assertThat(programs.programId(1)).hasValue(object.program("land").info().id());
            assertThat(programs.programId(2)).isEmpty();
            assertThat(object.map("next").count()).isEqualTo(1);
            assertThat(object.program("jump").run()).isEqualTo(42);
            assertThat(programs.clear(1)).isTrue();
            assertThat(programs.clear(1)).isFalse();
            assertThat(object.program("jump").run()).isEqualTo(7);
        }
    }

    /** Trap T12: the map goes on living in the program, but empty. */
    @Test
    void t12AProgramArrayIsClearedWithItsLastDescriptor() throws InterruptedException {
        try (BpfObject object = jumping()) {
            ProgramArray.of(object.map("next")).set(1, object.program("land"));
            assertThat(object.program("jump").run()).isEqualTo(42);
            object.map("next").close();
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (object.program("jump").run() != 7) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(5);
            }
        }
    }
}
