package dev.skep.compiler.codegen;

import org.junit.jupiter.api.Test;

class ComparisonSelectorTest {

    private static String branch(String conditions) {
        return conditions
                + """
                  branch %c, a, b
                a:
                  return i64 1
                b:
                  return i64 2
                """;
    }

    @Test
    void theJumpDoesTheComparison() {
        Generated.from(branch("  %c = compare sge %x, %y\n"))
                .has(
                        """
                        if r0 s< r5 goto +0x2
                        r0 = 0x1
                        exit
                        r0 = 0x2
                        exit
                        """);
    }

    @Test
    void aNumberOnTheLeftChangesSides() {
        Generated.from(branch("  %c = compare ult i64 7, %x\n")).has("if r0 <= 0x7 goto +0x2\n");
    }

    @Test
    void truncatedNumbersAreComparedAs32Bits() {
        Generated.from(
                        branch(
                                """
                                  %n = truncate %x to i32
                                  %c = compare eq %n, i32 5
                                """))
                .has("r0 = *(u64 *)(r1 + 0x0)\nif w0 != 0x5 goto +0x2\n");
    }

    @Test
    void numbersWithZerosAboveAreComparedAs64BitsWhichVerifiersFollowBetter() {
        Generated.from(
                        branch(
                                """
                                  %n = load i32 %ctx + 16
                                  %c = compare ugt %n, i32 5
                                """))
                .has("if r0 <= 0x5 goto +0x2\n");
        Generated.from(
                        branch(
                                """
                                  %n = load i32 %ctx + 16
                                  %c = compare ugt %n, i32 -5
                                """))
                .has("if w0 <= -0x5 goto +0x2\n");
    }

    @Test
    void signedBytesAreExtendedFirst() {
        Generated.from(
                        branch(
                                """
                                  %n = truncate %x to i8
                                  %c = compare slt %n, i8 -3
                                """))
                .has(
                        """
                        w0 <<= 0x18
                        w0 s>>= 0x18
                        if w0 s>= -0x3 goto +0x2
                        """);
    }

    @Test
    void negationsTurnTheCondition() {
        Generated.from(
                        """
                          %c = compare eq %x, i64 0
                          %n = xor %c, i1 1
                          %s = select %n, %x, %y
                          return %s
                        """)
                .has(
                        """
                        if r0 != 0x0 goto +0x1
                        r0 = r5
                        exit
                        """);
    }

    @Test
    void theLesserOfTwoIsBoundedInPlace() {
        Generated.from(
                        """
                          %c = compare ult %x, i64 10
                          %s = select %c, %x, i64 10
                          return %s
                        """)
                .is(
                        """
                        r0 = *(u64 *)(r1 + 0x0)
                        if r0 < 0xa goto +0x1
                        r0 = 0xa
                        exit
                        """);
    }

    @Test
    void whatIsBoundedStaysForLater() {
        // The copy is tested, so that verifiers which do not track copies know its bounds.
        Generated.from(
                        """
                          %c = compare ult %x, i64 10
                          %s = select %c, %x, i64 10
                          %t = sub %x, %s
                          return %t
                        """)
                .has(
                        """
                        r5 = r0
                        if r5 < 0xa goto +0x1
                        r5 = 0xa
                        r0 -= r5
                        """);
    }

    @Test
    void aResultThatIsUsedOtherwiseGetsARegister() {
        Generated.from(
                        """
                          %c = compare ugt %x, %y
                          %n = zero_extend %c to i64
                          %m = add %n, i64 7
                          return %m
                        """)
                .has(
                        """
                        r4 = 0x1
                        if r0 > r5 goto +0x1
                        r4 = 0x0
                        """);
    }
}
