package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyPropagationTest {
    private final Rewrites rewrites = Rewrites.by(new CopyPropagation());

    @ParameterizedTest
    @CsvSource({
        "'add %x, i64 0'",
        "'add i64 0, %x'",
        "'sub %x, i64 0'",
        "'mul %x, i64 1'",
        "'mul i64 1, %x'",
        "'udiv %x, i64 1'",
        "'sdiv %x, i64 1'",
        "'urem %x, i64 0'",
        "'and %x, i64 -1'",
        "'and %x, %x'",
        "'or %x, i64 0'",
        "'or %x, %x'",
        "'xor i64 0, %x'",
        "'shl %x, i64 0'",
        "'select %c, %x, %x'",
        "'select i1 0, %y, %x'",
    })
    void givesAnOperandBack(String operation) {
        String text = "entry(%x: i64, %y: i64, %c: i1):\n";
        rewrites.turns(text + "  %r = " + operation + "\n  return %r\n", text + "  return %x\n");
    }

    @ParameterizedTest
    @CsvSource({"'sub i64 0, %x'", "'udiv i64 1, %x'", "'shl i64 0, %x'", "'select %c, %x, %y'"})
    void leavesWhatIsNew(String operation) {
        rewrites.leaves(
                "entry(%x: i64, %y: i64, %c: i1):\n  %r = " + operation + "\n  return %r\n");
    }

    @Test
    void undoesSwapsOfBytesByAnother() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %swapped = byte_swap %x
                  %back = byte_swap %swapped
                  %sum = add %swapped, %back
                  return %sum
                """,
                """
                entry(%x: i64):
                  %swapped = byte_swap %x
                  %sum = add %swapped, %x
                  return %sum
                """);
        rewrites.leaves("entry(%x: i64):\n  %swapped = byte_swap %x\n  return %swapped\n");
    }

    @Test
    void undoesConversions() {
        rewrites.turns(
                """
                entry(%x: i32, %p: context*):
                  %wide = sign_extend %x to i64
                  %narrow = truncate %wide to i32
                  %number = reinterpret %p to i64
                  %pointer = reinterpret %number to context*
                  %moved = pointer_add %pointer, i64 0
                  %sum = add %narrow, i32 1
                  store %moved + 0, %sum
                  return %wide
                """,
                """
                entry(%x: i32, %p: context*):
                  %wide = sign_extend %x to i64
                  %number = reinterpret %p to i64
                  %sum = add %x, i32 1
                  store %p + 0, %sum
                  return %wide
                """);
    }

    @Test
    void keepsConversionsThatLoseBits() {
        rewrites.leaves(
                """
                entry(%x: i64):
                  %narrow = truncate %x to i32
                  %wide = zero_extend %narrow to i64
                  %byte = truncate %wide to i8
                  %all = sign_extend %byte to i64
                  return %all
                """);
    }

    @Test
    void findsTheTruthBehindNumbers() {
        rewrites.turns(
                """
                entry(%x: i64, %y: i64):
                  %c = compare ult %x, %y
                  %n = zero_extend %c to i32
                  %again = compare ne %n, i32 0
                  %one = compare eq %n, i32 1
                  %chosen = select %one, i1 1, i1 0
                  branch %chosen, a, b
                a:
                  branch %again, b, c
                b:
                  return i64 0
                c:
                  return i64 1
                """,
                """
                entry(%x: i64, %y: i64):
                  %c = compare ult %x, %y
                  %n = zero_extend %c to i32
                  branch %c, a, b
                a:
                  branch %c, b, c
                b:
                  return i64 0
                c:
                  return i64 1
                """);
    }

    @Test
    void aSignExtendedTruthIsNotOne() {
        rewrites.leaves(
                """
                entry(%c: i1):
                  %n = sign_extend %c to i64
                  %one = compare eq %n, i64 1
                  %r = zero_extend %one to i64
                  return %r
                """);
    }

    @Test
    void aParameterThatIsAlwaysTheSameIsThat() {
        rewrites.turns(
                """
                entry(%x: i64, %c: i1):
                  jump loop(%x, i64 0)
                loop(%a: i64, %i: i64):
                  %j = add %i, %a
                  branch %c, loop(%a, %j), end(%a)
                end(%e: i64):
                  return %e
                """,
                """
                entry(%x: i64, %c: i1):
                  jump loop(i64 0)
                loop(%i: i64):
                  %j = add %i, %x
                  branch %c, loop(%j), end
                end:
                  return %x
                """);
    }

    @Test
    void aParameterWithTwoValuesStays() {
        rewrites.leaves(
                """
                entry(%x: i64, %y: i64, %c: i1):
                  branch %c, end(%x), end(%y)
                end(%e: i64):
                  return %e
                """);
    }
}
