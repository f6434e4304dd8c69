package dev.skep.compiler.codegen;

import dev.skep.compiler.IsaLevel;

import org.junit.jupiter.api.Test;

/** Which instructions arithmetic takes; what they compute is {@link ArithmeticResultsTest}'s. */
class ArithmeticSelectorTest {

    @Test
    void numbersOf32BitsAreImmediates() {
        Generated.from(
                        """
                          %r = add %x, i64 5
                          %s = sub %r, i64 7
                          %t = add i64 4294967296, %s
                          return %t
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r0 += 0x5
                        r0 += -0x7
                        r5 = 0x100000000 ll
                        r0 += r5
                        exit
                        """);
    }

    @Test
    void masksOf32BitsTake32BitInstructions() {
        Generated.from(
                        """
                          %a = and %x, i64 4294967295
                          %b = and %y, i64 4026531840
                          %c = or %a, %b
                          return %c
                        """)
                .has(
                        """
                        w0 = w0
                        w5 &= -0x10000000
                        r0 |= r5
                        """);
    }

    @Test
    void powersOfTwoShift() {
        Generated.from(
                        """
                          %a = mul %x, i64 8
                          %b = udiv %a, i64 16
                          %c = urem %y, i64 32
                          %d = sub %b, %c
                          return %d
                        """)
                .has(
                        """
                        r0 <<= 0x3
                        r0 >>= 0x4
                        r5 &= 0x1f
                        r0 -= r5
                        """);
    }

    @Test
    void the32BitInstructionsLookAtLowerHalvesOnly() {
        Generated.from(
                        """
                          %n = truncate %x to i32
                          %m = truncate %y to i32
                          %s = add %n, %m
                          %t = mul %s, i32 3
                          %w = zero_extend %t to i64
                          return %w
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        r5 = *(u64 *)(r1 + 0x8)
                        w0 += w5
                        w0 *= 0x3
                        exit
                        """);
    }

    @Test
    void bytesAreMaskedOnceWhereItMatters() {
        Generated.from(
                        """
                          %n = truncate %x to i8
                          %m = truncate %y to i8
                          %s = add %n, %m
                          %t = lshr %s, i8 1
                          %w = zero_extend %t to i64
                          return %w
                        """)
                .has(
                        """
                        w0 += w5
                        w0 &= 0xff
                        w0 >>= 0x1
                        exit
                        """);
    }

    @Test
    void bytesAreNotMaskedWhereNobodyLooks() {
        Generated.from(
                        """
                          %n = truncate %x to i8
                          %m = add %n, i8 1
                          %slot = stack_slot "s", size 8, align 8
                          store %slot + 3, %m
                          %t = call i32 get_smp_processor_id()
                          %w = zero_extend %t to i64
                          %cpu = and %w, i64 63
                          return %cpu
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        w0 += 0x1
                        *(u8 *)(r10 - 0x5) = w0
                        call get_smp_processor_id#8
                        r0 &= 0x3f
                        exit
                        """);
    }

    @Test
    void narrowShiftsMaskTheirCount() {
        Generated.from(
                        """
                          %n = truncate %x to i16
                          %m = truncate %y to i16
                          %t = ashr %n, %m
                          %w = zero_extend %t to i64
                          return %w
                        """)
                .has(
                        """
                        w0 <<= 0x10
                        w0 s>>= 0x10
                        w5 &= 0xf
                        w0 s>>= w5
                        w0 &= 0xffff
                        """);
    }

    @Test
    void signsAreExtendedByShiftsOrAtOnce() {
        String body =
                """
                  %n = truncate %x to i16
                  %w = sign_extend %n to i64
                  return %w
                """;
        Generated.from(body)
                .has(
                        """
                        r0 <<= 0x30
                        r0 s>>= 0x30
                        """);
        Generated.from(body, IsaLevel.V4).has("r0 = (s16)r0\n");
    }

    @Test
    void signedDivisionDividesMagnitudes() {
        Generated.from("  %q = sdiv %x, %y\n  return %q\n")
                .has(
                        """
                        r4 = r0
                        r4 s>>= 0x3f
                        r3 = r5
                        r3 s>>= 0x3f
                        r0 ^= r4
                        r0 -= r4
                        r5 ^= r3
                        r5 -= r3
                        r0 /= r5
                        r4 ^= r3
                        r0 ^= r4
                        r0 -= r4
                        exit
                        """);
    }

    @Test
    void signedDivisionByANumberThatCantOverflowIsOneInstructionOfV4() {
        String body = "  %q = sdiv %x, i64 -10\n  return %q\n";
        Generated.from(body, IsaLevel.V4).has("r0 s/= -0xa\n");
        Generated.from(body).has("r0 /= 0xa\n");
        Generated.from("  %q = sdiv %x, i64 -1\n  return %q\n", IsaLevel.V4).has("r0 = -r0\n");
    }
}
