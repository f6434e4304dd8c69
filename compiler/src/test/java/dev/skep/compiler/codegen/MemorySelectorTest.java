package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.compiler.testing.Flavors;

import org.junit.jupiter.api.Test;

class MemorySelectorTest {

    @Test
    void constantStepsAreFoldedIntoOffsets() {
        Generated.from(
                        """
                          %p = reinterpret %x to map_value*
                          %q = pointer_add %p, i64 8
                          %r = pointer_add %q, i64 16
                          %v = load i32 %r + 4
                          store %r - 8, i64 7
                          store %q + 0, %y
                          %w = zero_extend %v to i64
                          return %w
                        """)
                .has(
                        """
                        w4 = *(u32 *)(r0 + 0x1c)
                        *(u64 *)(r0 + 0x10) = 0x7
                        *(u64 *)(r0 + 0x8) = r5
                        """);
    }

    @Test
    void stepsBeyond16BitsTakeARegister() {
        Generated.from(
                        """
                          %p = reinterpret %x to map_value*
                          %v = load i64 %p + 40000
                          return %v
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r0 += 0x9c40
                        r0 = *(u64 *)(r0 + 0x0)
                        exit
                        """);
    }

    @Test
    void slotsAreReachedFromTheFramePointer() {
        Generated.from(
                        """
                          %a = stack_slot "a", size 8, align 8
                          %p = pointer_add %a, i64 4
                          fill %a + 0, size 8, with 0
                          call void probe_read_kernel(%p, i32 4, %x)
                          %v = load i32 %p + 0
                          %w = zero_extend %v to i64
                          return %w
                        """)
                .is(
                        """
                        r3 = *(u64 *)(r1 + 0x0)
                        *(u64 *)(r10 - 0x8) = 0x0
                        r1 = r10
                        r1 += -0x4
                        r2 = 0x4
                        call probe_read_kernel#113
                        w0 = *(u32 *)(r10 - 0x4)
                        exit
                        """);
    }

    @Test
    void fillsTakeTheLargestAlignedStores() {
        Generated.from(
                        """
                          %a = stack_slot "a", size 20, align 4
                          fill %a + 0, size 20, with 0
                          fill %a + 3, size 5, with 65
                          return i64 0
                        """)
                .is(
                        """
                        *(u64 *)(r10 - 0x18) = 0x0
                        *(u64 *)(r10 - 0x10) = 0x0
                        *(u32 *)(r10 - 0x8) = 0x0
                        *(u8 *)(r10 - 0x15) = 0x41
                        *(u32 *)(r10 - 0x14) = 0x41414141
                        r0 = 0x0
                        exit
                        """);
    }

    @Test
    void fillsOf8BytesThatAreNoImmediateTakeARegister() {
        Generated.from(
                        """
                          %p = reinterpret %x to map_value*
                          fill %p + 0, size 17, with 17
                          return i64 0
                        """)
                .has(
                        """
                        r5 = 0x1111111111111111 ll
                        *(u64 *)(r0 + 0x0) = r5
                        *(u64 *)(r0 + 0x8) = r5
                        *(u8 *)(r0 + 0x10) = 0x11
                        """);
    }

    @Test
    void copiesAreAsWideAsBothSidesAllow() {
        Generated.from(
                        """
                          %p = reinterpret %x to map_value*
                          %a = stack_slot "a", size 16, align 8
                          copy %a + 0, %p + 4, size 7
                          copy %a + 8, %p + 8, size 8
                          return i64 0
                        """)
                .has(
                        """
                        w5 = *(u32 *)(r0 + 0x4)
                        *(u32 *)(r10 - 0x10) = w5
                        w5 = *(u16 *)(r0 + 0x8)
                        *(u16 *)(r10 - 0xc) = w5
                        w5 = *(u8 *)(r0 + 0xa)
                        *(u8 *)(r10 - 0xa) = w5
                        r0 = *(u64 *)(r0 + 0x8)
                        *(u64 *)(r10 - 0x8) = r0
                        """);
    }

    @Test
    void misalignedStackAccessIsTakenApart() {
        Generated.from(
                        """
                          %a = stack_slot "a", size 16, align 8
                          store %a + 4, %x
                          %r = load i64 %a + 4
                          return %r
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        *(u32 *)(r10 - 0xc) = w0
                        r0 >>= 0x20
                        *(u32 *)(r10 - 0x8) = w0
                        w0 = *(u32 *)(r10 - 0xc)
                        w5 = *(u32 *)(r10 - 0x8)
                        r5 <<= 0x20
                        r5 |= r0
                        r0 = r5
                        exit
                        """);
    }

    @Test
    void misalignedAccessElsewhereIsNot() {
        Generated.from(
                        """
                          %p = reinterpret %x to map_value*
                          store %p + 4, %y
                          return i64 0
                        """)
                .has("*(u64 *)(r0 + 0x4) = r5\n");
    }

    @Test
    void pointersThatRunTimeDecidesAreCopiedByBytes() {
        Generated.from(
                        """
                          %a = stack_slot "a", size 16, align 8
                          %b = stack_slot "b", size 2, align 1
                          fill %a + 0, size 16, with 0
                          %i = and %x, i64 7
                          %p = pointer_add %a, %i
                          copy %b + 0, %p + 0, size 2
                          return i64 0
                        """)
                .has(
                        """
                        r5 = r10
                        r5 += -0x10
                        r5 += r0
                        w0 = *(u8 *)(r5 + 0x0)
                        *(u8 *)(r10 - 0x12) = w0
                        """);
    }

    @Test
    void atomicAdditionNeedsTheAmountInARegister() {
        Generated.from(
                        """
                          %p = reinterpret %x to map_value*
                          atomic_add %p + 16, i64 1
                          return i64 0
                        """)
                .has(
                        """
                        r5 = 0x1
                        lock *(u64 *)(r0 + 0x10) += r5
                        """);
    }

    @Test
    void whatIsWantedSignedIsLoadedSigned() {
        String body =
                """
                  %slot = stack_slot "s", size 8, align 8
                  store %slot + 0, %x
                  %n = load i32 %slot + 4
                  %w = sign_extend %n to i64
                  %c = compare ult %n, i32 7
                  %r = select %c, %w, %y
                  return %r
                """;
        Generated.from(body, Flavors.V4).has("r0 = *(s32 *)(r10 - 0x4)\nif w0 < 0x7 goto");
        Generated.from(body).has("<<= 0x20\n");
    }

    @Test
    void whatIsWantedBothWaysIsLoadedUnsigned() {
        assertThat(
                        Generated.from(
                                        """
                                          %slot = stack_slot "s", size 8, align 8
                                          store %slot + 0, %x
                                          %n = load i16 %slot + 2
                                          %w = sign_extend %n to i64
                                          %u = zero_extend %n to i64
                                          %r = sub %w, %u
                                          return %r
                                        """,
                                        Flavors.V4)
                                .text())
                .contains("*(u16 *)(r10 - 0x6)", "= (s16)")
                .doesNotContain("*(s16 *)");
    }

    @Test
    void narrowNumbersAreComparedAndDividedAsTheyWereLoaded() {
        Generated.from(
                        """
                          %slot = stack_slot "s", size 8, align 8
                          store %slot + 0, %x
                          %a = load i8 %slot + 1
                          %b = load i8 %slot + 2
                          %q = sdiv %a, %b
                          %c = compare slt %a, i8 -3
                          %s = sign_extend %q to i64
                          %r = select %c, %s, %y
                          return %r
                        """,
                        Flavors.V4)
                .has(
                        """
                        r0 = *(s8 *)(r10 - 0x7)
                        r4 = *(s8 *)(r10 - 0x6)
                        r3 = r0
                        w3 s/= w4
                        r4 = (s8)r3
                        if w0 s< -0x3 goto +0x1
                        """);
    }

    @Test
    void whatTakesSeveralLoadsIsExtendedBehindThem() {
        Generated.from(
                        """
                          %slot = stack_slot "s", size 8, align 8
                          store %slot + 0, %x
                          %n = load i32 %slot + 2
                          %w = sign_extend %n to i64
                          return %w
                        """,
                        Flavors.V4)
                .has("r5 |= r0\nr0 = (s32)r5\n");
    }
}
