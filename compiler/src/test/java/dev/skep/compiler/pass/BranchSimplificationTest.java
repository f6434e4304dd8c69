package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;

class BranchSimplificationTest {
    private final Rewrites rewrites = Rewrites.by(new BranchSimplification());

    @Test
    void aKnownConditionDecides() {
        rewrites.turns(
                """
                entry(%x: i64):
                  branch i1 0, a(%x), b
                a(%y: i64):
                  return %y
                b:
                  %z = add %x, i64 1
                  return %z
                """,
                """
                entry(%x: i64):
                  %z = add %x, i64 1
                  return %z
                """);
    }

    @Test
    void bothWaysTheSameIsNoBranch() {
        rewrites.turns(
                """
                entry(%x: i64, %c: i1):
                  branch %c, a(%x, i64 3), a(%x, i64 3)
                a(%y: i64, %z: i64):
                  %s = add %y, %z
                  return %s
                """,
                """
                entry(%x: i64, %c: i1):
                  %s = add %x, i64 3
                  return %s
                """);
    }

    @Test
    void waysThatPassOtherValuesDiffer() {
        rewrites.leaves(
                """
                entry(%x: i64, %c: i1):
                  branch %c, a(%x), a(i64 3)
                a(%y: i64):
                  return %y
                """);
    }

    @Test
    void waysLeadThroughEmptyBlocks() {
        rewrites.turns(
                """
                entry(%x: i64, %c: i1):
                  branch %c, a(%x), b
                a(%p: i64):
                  jump c(i64 1, %p)
                b:
                  jump c(%x, i64 2)
                c(%q: i64, %r: i64):
                  jump end(%r, %q)
                end(%s: i64, %t: i64):
                  %u = sub %s, %t
                  return %u
                """,
                """
                entry(%x: i64, %c: i1):
                  branch %c, end(%x, i64 1), end(i64 2, %x)
                end(%s: i64, %t: i64):
                  %u = sub %s, %t
                  return %u
                """);
    }

    @Test
    void aBlockWhoseParametersAreUsedBehindItIsNotLeftOut() {
        rewrites.leaves(
                """
                entry(%x: i64, %c: i1):
                  branch %c, a(%x), a(i64 1)
                a(%p: i64):
                  branch %c, b, d
                b:
                  return %p
                d:
                  return i64 0
                """);
    }

    @Test
    void aTruthThatIsPassedDecidesTheNextBranch() {
        // What becomes of a && b.
        rewrites.turns(
                """
                entry(%a: i1, %b: i1):
                  branch %a, both, test(i1 0)
                both:
                  jump test(%b)
                test(%t: i1):
                  branch %t, yes, no
                yes:
                  return i64 1
                no:
                  return i64 0
                """,
                """
                entry(%a: i1, %b: i1):
                  branch %a, test(%b), no
                test(%t: i1):
                  branch %t, yes, no
                yes:
                  return i64 1
                no:
                  return i64 0
                """);
    }

    @Test
    void aConditionOnWhatIsPassedIsWorkedOut() {
        // What becomes of a look-up that is tested.
        rewrites.turns(
                """
                entry(%p: map_value*):
                  %found = compare ne %p, map_value* null
                  branch %found, load, join(i64 0)
                load:
                  %v = load i64 %p + 0
                  jump join(%v)
                join(%x: i64):
                  %t = compare ne %x, i64 0
                  branch %t, yes, no
                yes:
                  return i64 1
                no:
                  return i64 2
                """,
                """
                entry(%p: map_value*):
                  %found = compare ne %p, map_value* null
                  branch %found, load, no
                load:
                  %v = load i64 %p + 0
                  %t = compare ne %v, i64 0
                  branch %t, yes, no
                yes:
                  return i64 1
                no:
                  return i64 2
                """);
    }

    @Test
    void aBlockWithEffectsIsPassed() {
        rewrites.leaves(
                """
                entry(%c: i1):
                  branch %c, call(i64 0), call(i64 1)
                call(%x: i64):
                  call void ktime_get_ns()
                  %t = compare ne %x, i64 0
                  branch %t, yes, no
                yes:
                  return i64 1
                no:
                  return i64 2
                """);
    }

    @Test
    void negationsSwapTheWays() {
        rewrites.turns(
                """
                entry(%c: i1):
                  %not = xor %c, i1 1
                  %n = zero_extend %not to i64
                  %again = compare eq %n, i64 0
                  %false = compare eq %again, i1 0
                  branch %false, a, b
                a:
                  return i64 1
                b:
                  return i64 2
                """,
                """
                entry(%c: i1):
                  %not = xor %c, i1 1
                  %n = zero_extend %not to i64
                  %again = compare eq %n, i64 0
                  %false = compare eq %again, i1 0
                  branch %c, b, a
                b:
                  return i64 2
                a:
                  return i64 1
                """);
    }

    @Test
    void aBlockWithOneWayInIsAppended() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %a = add %x, i64 1
                  jump b(%a)
                b(%p: i64):
                  %c = add %p, i64 2
                  jump d(%c)
                d(%q: i64):
                  %e = add %q, %p
                  return %e
                """,
                """
                entry(%x: i64):
                  %a = add %x, i64 1
                  %c = add %a, i64 2
                  %e = add %c, %a
                  return %e
                """);
    }

    @Test
    void loopsStayLoops() {
        rewrites.leaves(
                """
                entry(%n: i64):
                  jump loop(i64 0)
                loop(%i: i64):
                  %j = add %i, i64 1
                  %more = compare ult %j, %n
                  branch %more, loop(%j), end
                end:
                  return %j
                """);
    }
}
