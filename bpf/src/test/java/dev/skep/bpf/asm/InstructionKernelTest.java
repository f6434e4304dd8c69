package dev.skep.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.LogBuffer;
import dev.skep.sys.MapCreate;
import dev.skep.sys.ProgramLoad;
import dev.skep.sys.TestRun;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Hand-assembled programs, of which the kernel's verifier and its compiler think what we think. */
@NeedsKernel
@Timeout(30)
class InstructionKernelTest {

    private final Kernel kernel = Kernel.running();

    @Test
    void arithmeticMeansWhatItSays() {
        assertThat(
                        run(
                                """
                                r0 = 0
                                r1 = 0x12345678
                                r1 = be32 r1
                                if r1 != 0x78563412 goto out
                                r0 = 1
                                w1 = -1
                                if w1 s> 0 goto out
                                if r1 s< 0 goto out
                                r0 = 2
                                r2 = 5
                                r2 = -r2
                                if r2 != -5 goto out
                                r0 = 3
                                out: exit
                                """))
                .isEqualTo(3);
    }

    @Test
    @NeedsKernel(version = "6.6")
    void arithmeticOfVersionFourMeansWhatItSays() {
        assertThat(
                        run(
                                """
                                r0 = 0
                                r1 = -7
                                r1 s/= 2
                                if r1 != -3 goto out
                                r0 = 1
                                r2 = -7
                                r2 s%= 4
                                if r2 != -3 goto out
                                r0 = 2
                                r3 = 0x180
                                r3 = (s8)r3
                                if r3 != -128 goto out
                                r0 = 3
                                w4 = 0x8000
                                w4 = (s16)w4
                                r5 = 0xffff8000 ll
                                if r4 != r5 goto out
                                r0 = 4
                                r1 = 0x1234
                                r1 = bswap16 r1
                                if r1 != 0x3412 goto out
                                r0 = 5
                                *(u8 *)(r10 - 8) = 0x81
                                r1 = *(s8 *)(r10 - 8)
                                if r1 != -127 goto out
                                r0 = 6
                                out: exit
                                """))
                .isEqualTo(6);
    }

    @Test
    void memoryHoldsWhatIsStored() {
        assertThat(
                        run(
                                """
                                *(u64 *)(r10 - 8) = -2
                                *(u8 *)(r10 - 8) = 0x81
                                r0 = 0
                                r1 = *(u16 *)(r10 - 8)
                                if r1 != 0xff81 goto out
                                r0 = 1
                                r2 = 5
                                lock *(u64 *)(r10 - 8) += r2
                                r1 = *(u64 *)(r10 - 8)
                                if r1 != -122 goto out
                                r0 = 2
                                out: exit
                                """))
                .isEqualTo(2);
    }

    @Test
    @NeedsKernel(version = "5.12")
    void atomicOperationsFetch() {
        assertThat(
                        run(
                                """
                                *(u64 *)(r10 - 8) = -127
                                r0 = 0
                                r2 = 5
                                r2 = atomic_fetch_add((u64 *)(r10 - 8), r2)
                                if r2 != -127 goto out
                                r0 = 1
                                r0 = *(u64 *)(r10 - 8)
                                r3 = 77
                                r0 = cmpxchg_64(r10 - 8, r0, r3)
                                r4 = *(u64 *)(r10 - 8)
                                r0 = 2
                                if r4 != 77 goto out
                                w5 = 9
                                w5 = xchg32_32(r10 - 8, w5)
                                r0 = 3
                                if w5 != 77 goto out
                                lock *(u32 *)(r10 - 8) |= w5
                                r0 = *(u64 *)(r10 - 8)
                                out: exit
                                """))
                .isEqualTo(77 | 9);
    }

    @Test
    @NeedsKernel(version = "6.15")
    void acquireAndRelease() {
        assertThat(
                        run(
                                """
                                *(u64 *)(r10 - 8) = 42
                                r1 = load_acquire((u64 *)(r10 - 8))
                                store_release((u32 *)(r10 - 4), w1)
                                r0 = *(u32 *)(r10 - 4)
                                exit
                                """))
                .isEqualTo(42);
    }

    @Test
    void jumpsAndCallsGoWhereTheirLabelsAre() {
        assertThat(
                        run(
                                """
                                r6 = 0
                                goto start
                                again:
                                r6 += 1
                                if r6 < 10 goto again
                                r1 = r6
                                call twice
                                exit
                                start:
                                goto again
                                twice:
                                r0 = r1
                                r0 += r1
                                exit
                                """))
                .isEqualTo(20);
    }

    @Test
    @NeedsKernel(version = "6.9")
    void jumpsOfVersionFourGoWhereTheirLabelsAre() {
        assertThat(
                        run(
                                """
                                r6 = 0
                                gotol start
                                again:
                                r6 += 1
                                may_goto out
                                if r6 < 10 goto again
                                out:
                                r0 = r6
                                exit
                                start:
                                goto again
                                """))
                .isEqualTo(10);
    }

    /** The far jumps that a builder makes are no less right. */
    @Test
    @NeedsKernel(version = "6.6")
    void farJumpsReach() {
        CodeBuilder code = new CodeBuilder().wideJumps(true);
        Label far = code.newLabel();
        Label back = code.newLabel();
        code.emit(Instructions.mov(Register.R0, 4))
                .jumpIf(Condition.SET, Register.R0, 4, far)
                .emit(Instructions.exit())
                .bind(back)
                .emit(Instructions.add(Register.R0, 100), Instructions.exit());
        Label skip = code.newLabel();
        code.bind(skip);
        for (int i = 0; i < 33_000; i++) {
            code.emit(Instructions.add(Register.R0, 1));
        }
        code.emit(Instructions.exit())
                .bind(far)
                .jumpIf(Condition.EQ, Register.R0, 5, skip)
                .jumpIf(Condition.EQ, Register.R0, 4, back)
                .emit(Instructions.exit());
        assertThat(run(code.build())).isEqualTo(104);
    }

    @Test
    void mapsAndHelpersAreReached() {
        int map = kernel.mapCreate(new MapCreate(MapType.ARRAY.number(), 4, 8, 1, 0, "t", 0, 0, 0));
        assertThat(map).as(Errno.describe(map)).isPositive();
        try {
            assertThat(
                            run(
                                    """
                                    r1 = map_value fd MAP + 0x4 ll
                                    *(u32 *)(r1 + 0) = 42
                                    r1 = map fd MAP ll
                                    *(u32 *)(r10 - 4) = 0
                                    r2 = r10
                                    r2 += -4
                                    call map_lookup_elem
                                    if r0 == 0 goto out
                                    r0 = *(u32 *)(r0 + 4)
                                    out: exit
                                    """
                                            .replace("MAP", Integer.toString(map))))
                    .isEqualTo(42);
        } finally {
            kernel.close(map);
        }
    }

    private int run(String assembly) {
        return run(Assembler.assemble("test.s", assembly));
    }

    private int run(Code code) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = InstructionEncoder.encode(code);
            MemorySegment instructions = arena.allocate(bytes.length, 8);
            MemorySegment.copy(bytes, 0, instructions, JAVA_BYTE, 0, bytes.length);
            LogBuffer log = new LogBuffer(1, arena.allocate(1 << 20));
            int type = ProgramType.RAW_TRACEPOINT.number();
            int program =
                    kernel.programLoad(
                            new ProgramLoad(
                                    type,
                                    0,
                                    "test",
                                    "GPL",
                                    instructions,
                                    0,
                                    0,
                                    0,
                                    null,
                                    null,
                                    0,
                                    0,
                                    log));
            assertThat(program).as("%s%n%s", Errno.describe(program), log.text()).isPositive();
            try {
                MemorySegment result = arena.allocate(4);
                int error = kernel.programTestRun(new TestRun(program, null, -1, result));
                assertThat(error).as(Errno.describe(error)).isZero();
                return result.get(JAVA_INT, 0);
            } finally {
                kernel.close(program);
            }
        }
    }
}
