package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;

class DeadCodeEliminationTest {
    private final Rewrites rewrites = Rewrites.by(new DeadCodeElimination());

    @Test
    void dropsWhatNothingUses() {
        rewrites.turns(
                """
                entry(%x: i64, %p: context*):
                  %a = add %x, i64 1
                  %b = mul %a, i64 2
                  %c = load i64 %p + 8
                  %d = stack_slot "unused", size 8, align 8
                  %e = add %x, i64 3
                  return %e
                """,
                """
                entry(%x: i64, %p: context*):
                  %e = add %x, i64 3
                  return %e
                """);
    }

    @Test
    void keepsEffectsAndWhatTheyNeed() {
        rewrites.leaves(
                """
                entry(%x: i64, %p: context*):
                  %slot = stack_slot "slot", size 16, align 8
                  %sum = add %x, i64 1
                  store %slot + 0, %sum
                  fill %slot + 8, size 8, with 0
                  copy %slot + 0, %p + 0, size 8
                  atomic_add %slot + 8, i64 1
                  %t = call i64 ktime_get_ns()
                  return i64 0
                """);
    }

    @Test
    void dropsWhatOnlyKeepsItselfAliveRoundALoop() {
        rewrites.turns(
                """
                entry(%n: i64):
                  jump loop(i64 0, i64 1)
                loop(%i: i64, %product: i64):
                  %p = mul %product, i64 3
                  %j = add %i, i64 1
                  %more = compare ult %j, %n
                  branch %more, loop(%j, %p), end
                end:
                  return %i
                """,
                """
                entry(%n: i64):
                  jump loop(i64 0)
                loop(%i: i64):
                  %j = add %i, i64 1
                  %more = compare ult %j, %n
                  branch %more, loop(%j), end
                end:
                  return %i
                """);
    }

    @Test
    void keepsTheParametersOfTheFunction() {
        rewrites.leaves(
                """
                entry(%unused: i64):
                  return i64 0
                """);
    }
}
