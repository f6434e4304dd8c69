package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;

class DominatingConditionsTest {
    private final Rewrites rewrites = Rewrites.by(new DominatingConditions());

    @Test
    void insideABranchItsConditionIsDecided() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %c = compare ult %x, i64 5
                  branch %c, small, large
                small:
                  %t = call i64 ktime_get_ns()
                  branch %c, a, b
                a:
                  return %t
                b:
                  return i64 1
                large:
                  %d = compare uge %x, i64 5
                  branch %d, a2, b2
                a2:
                  return i64 2
                b2:
                  return i64 3
                """,
                """
                entry(%x: i64):
                  %c = compare ult %x, i64 5
                  branch %c, small, large
                small:
                  %t = call i64 ktime_get_ns()
                  jump a
                a:
                  return %t
                large:
                  %d = compare uge %x, i64 5
                  jump a2
                a2:
                  return i64 2
                """);
    }

    @Test
    void whereWaysMeetItIsOpenAgain() {
        rewrites.leaves(
                """
                entry(%x: i64):
                  %c = compare ult %x, i64 5
                  branch %c, a, join
                a:
                  call void ktime_get_ns()
                  jump join
                join:
                  branch %c, b, d
                b:
                  return i64 1
                d:
                  return i64 2
                """);
    }

    @Test
    void otherConditionsStayOpen() {
        rewrites.leaves(
                """
                entry(%x: i64, %y: i64):
                  %c = compare ult %x, i64 5
                  branch %c, a, b
                a:
                  %d = compare ult %x, i64 6
                  branch %d, e, f
                e:
                  %g = compare ult %y, i64 5
                  branch %g, f, b
                f:
                  return i64 1
                b:
                  return i64 2
                """);
    }
}
