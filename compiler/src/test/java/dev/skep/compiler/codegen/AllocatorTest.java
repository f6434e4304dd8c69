package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocatorTest {

    @Test
    void argumentsAreMadeWhereTheCallWantsThem() {
        Generated.from(
                        """
                          %k = stack_slot "key", size 8, align 8
                          store %k + 0, %x
                          %m = map_address "counts"
                          %v = call map_value* map_lookup_elem(%m, %k)
                          %f = compare ne %v, map_value* null
                          branch %f, hit, miss
                        hit:
                          atomic_add %v + 0, i64 1
                          return %y
                        miss:
                          call void map_update_elem(%m, %k, %k, i64 1)
                          return %y
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r6 = *(u64 *)(r1 + 0x8)
                        *(u64 *)(r10 - 0x8) = r0
                        r1 = map @counts ll
                        r2 = r10
                        r2 += -0x8
                        call map_lookup_elem#1
                        if r0 == 0x0 goto +0x4
                        r4 = 0x1
                        lock *(u64 *)(r0 + 0x0) += r4
                        r0 = r6
                        exit
                        r1 = map @counts ll
                        r2 = r10
                        r2 += -0x8
                        r3 = r10
                        r3 += -0x8
                        r4 = 0x1
                        call map_update_elem#2
                        r0 = r6
                        exit
                        """);
    }

    @Test
    void whatLivesAcrossACallSurvivesInARegister() {
        Generated.from(
                        """
                          %o = stack_slot "own", size 8, align 8
                          %t = call i64 ktime_get_ns()
                          %u = call i64 get_ns_current_pid_tgid(%y, %x, %o, %t)
                          return %u
                        """)
                .is(
                        """
                        r6 = *(u64 *)(r1 + 0x0)
                        r7 = *(u64 *)(r1 + 0x8)
                        call ktime_get_ns#5
                        r1 = r7
                        r4 = r0
                        r2 = r6
                        r3 = r10
                        r3 += -0x8
                        call get_ns_current_pid_tgid#120
                        exit
                        """);
    }

    @Test
    void theFifthValueAcrossACallHasAHome() {
        Generated.from(
                        """
                          %c = load i64 %ctx + 16
                          %d = load i64 %ctx + 24
                          %e = load i64 %ctx + 32
                          call void ktime_get_ns()
                          %s = sub %x, %y
                          %t = sub %s, %c
                          %u = sub %t, %d
                          %v = sub %u, %e
                          return %v
                        """)
                .is(
                        """
                        r6 = *(u64 *)(r1 + 0x0)
                        r7 = *(u64 *)(r1 + 0x8)
                        r8 = *(u64 *)(r1 + 0x10)
                        r9 = *(u64 *)(r1 + 0x18)
                        r0 = *(u64 *)(r1 + 0x20)
                        *(u64 *)(r10 - 0x8) = r0
                        call ktime_get_ns#5
                        r6 -= r7
                        r6 -= r8
                        r6 -= r9
                        r7 = *(u64 *)(r10 - 0x8)
                        r6 -= r7
                        r0 = r6
                        exit
                        """);
    }

    @Test
    void constantsAreMadeAgainBehindACall() {
        Generated.from(
                        """
                          %m = mul %x, i64 1234567890123
                          %t = call i64 get_current_ancestor_cgroup_id(%m)
                          %u = mul %t, i64 1234567890123
                          return %u
                        """)
                .is(
                        """
                        r1 = *(u64 *)(r1 + 0x0)
                        r0 = 0x11f71fb04cb ll
                        r1 *= r0
                        call get_current_ancestor_cgroup_id#123
                        r5 = 0x11f71fb04cb ll
                        r0 *= r5
                        exit
                        """);
    }

    @Test
    void whatALoopSwapsGoesThroughAFreeRegister() {
        Generated.from(
                        """
                          jump loop(i64 0, %x, %y)
                        loop(%i: i64, %a: i64, %b: i64):
                          %j = add %i, i64 1
                          %c = compare ult %j, i64 5
                          branch %c, loop(%j, %b, %a), end
                        end:
                          %r = sub %a, %b
                          return %r
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r5 = *(u64 *)(r1 + 0x8)
                        r4 = 0x0
                        r4 += 0x1
                        if r4 >= 0x5 goto +0x4
                        r1 = r0
                        r0 = r5
                        r5 = r1
                        goto -0x6
                        r0 -= r5
                        exit
                        """);
    }

    @Test
    void aLoopWithACallKeepsWhatGoesRoundInRegisters() {
        String text =
                Generated.from(
                                """
                                  %c = load i64 %ctx + 16
                                  %d = load i64 %ctx + 24
                                  %e = load i64 %ctx + 32
                                  jump loop(i64 0)
                                loop(%i: i64):
                                  call void ktime_get_ns()
                                  %j = add %i, i64 1
                                  %more = compare ult %j, %x
                                  branch %more, loop(%j), end
                                end:
                                  %s = sub %y, %c
                                  %t = sub %s, %d
                                  %u = sub %t, %e
                                  return %u
                                """)
                        .text();

        String loop = text.substring(text.indexOf("call"), text.indexOf("goto"));
        assertThat(loop).startsWith("call ktime_get_ns#5\nr9 += 0x1\nif r9 < r6 ");
    }

    @Test
    void oneOperandThatIsNotNeededAnyMoreIsOverwritten() {
        Generated.from(
                        """
                          %s = add %x, %y
                          %t = sub %x, %s
                          %u = xor %t, %x
                          return %u
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r5 = *(u64 *)(r1 + 0x8)
                        r5 += r0
                        r4 = r0
                        r4 -= r5
                        r4 ^= r0
                        r0 = r4
                        exit
                        """);
    }
}
