package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantPropagationTest {
    private final Rewrites rewrites = Rewrites.by(new ConstantPropagation());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add i64 2, i64 3|i64 5",
                "sub %x, %x|i64 0",
                "mul %x, i64 0|i64 0",
                "and i64 0, %x|i64 0",
                "or %x, i64 -1|i64 -1",
                "xor %x, %x|i64 0",
                "udiv i64 7, i64 0|i64 0",
                "udiv %x, i64 0|i64 0",
                "urem i64 7, i64 0|i64 7",
                "srem i64 -7, i64 4|i64 -3",
                "sdiv i64 -9223372036854775808, i64 -1|i64 -9223372036854775808",
                "shl i64 1, i64 65|i64 2",
                "ashr i64 -8, i64 1|i64 -4",
                "lshr i64 -1, i64 63|i64 1",
                "select i1 1, i64 4, i64 5|i64 4",
                "select %c, i64 4, i64 4|i64 4",
                "sign_extend i8 -1 to i64|i64 -1",
                "zero_extend i8 -1 to i64|i64 255",
                "byte_swap i64 1|i64 72057594037927936",
                "reinterpret map_value* null to i64|i64 0",
            })
    void folds(String operation, String constant) {
        String text = "entry(%x: i64, %c: i1):\n";
        rewrites.turns(
                text + "  %r = " + operation + "\n  return %r\n",
                text + "  return " + constant + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare ult %x, i64 0|0",
                "compare uge %x, i64 0|1",
                "compare ugt %x, i64 -1|0",
                "compare ule %x, i64 -1|1",
                "compare eq %x, %x|1",
                "compare slt %x, %x|0",
                "compare slt i8 -1, i8 1|1",
                "compare ult i8 -1, i8 1|0",
                "compare eq map_value* null, map_value* null|1",
            })
    void foldsComparisons(String operation, String constant) {
        String text = "entry(%x: i64):\n";
        rewrites.turns(
                text + "  %r = " + operation + "\n  %e = zero_extend %r to i64\n  return %e\n",
                text + "  return i64 " + constant + "\n");
    }

    @Test
    void leavesWhatVaries() {
        rewrites.leaves(
                """
                entry(%x: i64, %p: context*):
                  %a = add %x, i64 0
                  %b = load i64 %p + 0
                  %c = udiv i64 8, %b
                  %d = add %a, %c
                  return %d
                """);
    }

    @Test
    void decidesBranchesAndForgetsWhatIsNotReached() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %c = compare ult i64 1, i64 2
                  branch %c, yes(i64 5), no(%x)
                yes(%a: i64):
                  jump end(%a)
                no(%b: i64):
                  jump end(%b)
                end(%r: i64):
                  %s = add %r, i64 1
                  return %s
                """,
                """
                entry(%x: i64):
                  jump yes
                yes:
                  jump end
                end:
                  return i64 6
                """);
    }

    @Test
    void seesThatAConstantGoesRoundALoop() {
        rewrites.turns(
                """
                entry(%n: i64):
                  jump loop(i64 0, i64 7)
                loop(%i: i64, %k: i64):
                  %same = mul %k, i64 1
                  %next = add %i, i64 1
                  %more = compare ult %next, %n
                  branch %more, loop(%next, %same), end
                end:
                  return %k
                """,
                """
                entry(%n: i64):
                  jump loop(i64 0)
                loop(%i: i64):
                  %next = add %i, i64 1
                  %more = compare ult %next, %n
                  branch %more, loop(%next), end
                end:
                  return i64 7
                """);
    }

    @Test
    void aFlagThatOnlyDeadCodeSetsStaysClear() {
        rewrites.turns(
                """
                entry(%n: i64):
                  jump loop(i64 0, i1 0)
                loop(%i: i64, %flag: i1):
                  branch %flag, set, clear
                set:
                  jump next(i1 1)
                clear:
                  jump next(i1 0)
                next(%f: i1):
                  %j = add %i, i64 1
                  %more = compare ult %j, %n
                  branch %more, loop(%j, %f), end
                end:
                  return %i
                """,
                """
                entry(%n: i64):
                  jump loop(i64 0)
                loop(%i: i64):
                  jump clear
                clear:
                  jump next
                next:
                  %j = add %i, i64 1
                  %more = compare ult %j, %n
                  branch %more, loop(%j), end
                end:
                  return %i
                """);
    }

    @Test
    void aLoopWithoutTurnsCallsNothing() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %f = function_address "turn"
                  %n = sub i64 3, i64 3
                  %r = call i32 loop(%n, %f, stack* null, i64 0)
                  %s = call i32 loop(%x, %f, stack* null, i64 0)
                  %t = add %r, %s
                  %u = zero_extend %t to i64
                  return %u
                """,
                """
                entry(%x: i64):
                  %f = function_address "turn"
                  %s = call i32 loop(%x, %f, stack* null, i64 0)
                  %t = add i32 0, %s
                  %u = zero_extend %t to i64
                  return %u
                """);
    }
}
