package dev.skep.compiler.codegen;

import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void blocksThatDoNothingTakeNoCode() {
        Generated.from(
                        """
                          %c = compare eq %x, i64 3
                          branch %c, a, b
                        a:
                          jump b
                        b:
                          return %y
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r5 = *(u64 *)(r1 + 0x8)
                        r0 = r5
                        exit
                        """);
    }

    @Test
    void aJumpToWhatFollowsIsLeftOut() {
        Generated.from(
                        """
                          %c = compare eq %x, i64 3
                          branch %c, a, b
                        a:
                          call void ktime_get_ns()
                          jump end
                        b:
                          call void send_signal(%y)
                          jump end
                        end:
                          return i64 0
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r1 = *(u64 *)(r1 + 0x8)
                        if r0 != 0x3 goto +0x2
                        call ktime_get_ns#5
                        goto +0x1
                        call send_signal#109
                        r0 = 0x0
                        exit
                        """);
    }

    @Test
    void theUnreachableEndsForTheVerifier() {
        Generated.from("  unreachable\n").is("r0 = 0x0\nexit\n");
    }

    @Test
    void anEndlessLoopStaysOne() {
        Generated.from("  jump a\na:\n  jump b\nb:\n  jump a\n").has("goto -0x1\n");
    }
}
