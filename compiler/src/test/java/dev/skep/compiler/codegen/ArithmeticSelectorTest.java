package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.compiler.testing.Flavors;

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
        Generated.from(body, Flavors.V4).has("r0 = (s16)r0\n");
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
        Generated.from(body, Flavors.V4).has("r0 s/= -0xa\n");
        Generated.from(body).has("r0 /= 0xa\n");
        Generated.from("  %q = sdiv %x, i64 -1\n  return %q\n", Flavors.V4).has("r0 = -r0\n");
    }

    @Test
    void signedDivisionIsOneInstructionWhereItIsSafe() {
        String wide = "  %q = sdiv %x, %y\n  return %q\n";
        Generated.from(wide, Flavors.V4_DIVIDING).has("r0 s/= r5\n");
        assertThat(Generated.from(wide, Flavors.V4).text()).doesNotContain("s/=");
        String narrow =
                """
                  %a = truncate %x to i16
                  %b = truncate %y to i16
                  %r = srem %a, %b
                  %w = zero_extend %r to i64
                  return %w
                """;
        Generated.from(narrow, Flavors.V4)
                .has(
                        """
                        w0 = (s16)w0
                        w5 = (s16)w5
                        w0 s%= w5
                        w0 &= 0xffff
                        """);
        assertThat(Generated.from(narrow).text()).doesNotContain("s%=");
    }

    @Test
    void numbersThatNoImmediateHoldsAreDividedByToo() {
        Generated.from("  %q = srem %x, i64 10000000000\n  return %q\n", Flavors.V4)
                .has("r5 = 0x2540be400 ll\nr0 s%= r5\n");
    }

    @Test
    void signedDivisionByAPowerOfTwoShifts() {
        String quotient =
                """
                r5 = r0
                r5 s>>= 0x3f
                r5 >>= 0x3c
                r0 += r5
                r0 s>>= 0x4
                exit
                """;
        Generated.from("  %q = sdiv %x, i64 16\n  return %q\n").has(quotient);
        Generated.from("  %q = sdiv %x, i64 16\n  return %q\n", Flavors.V4_DIVIDING).has(quotient);
        Generated.from("  %q = srem %x, i64 16\n  return %q\n")
                .has(
                        """
                        r0 += r5
                        r0 &= 0xf
                        r0 -= r5
                        exit
                        """);
    }

    @Test
    void bytesAreSwappedByOneInstruction() {
        String body =
                """
                  %n = truncate %x to i16
                  %s = byte_swap %n
                  %w = zero_extend %s to i64
                  %t = byte_swap %y
                  %u = add %w, %t
                  return %u
                """;
        Generated.from(body).has("r0 = be16 r0\nr5 = be64 r5\nr0 += r5\n");
        Generated.from(body, Flavors.V4).has("r0 = bswap16 r0\nr5 = bswap64 r5\nr0 += r5\n");
    }
}
