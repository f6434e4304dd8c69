package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;

class PipelineTest {

    @Test
    void passesMakeWorkForEachOther() {
        Rewrites.by(Pipeline.standard()::run)
                .turns(
                        """
                        entry(%x: i64):
                          %zero = sub %x, %x
                          %c = compare eq %zero, i64 0
                          %n = zero_extend %c to i64
                          %t = compare ne %n, i64 0
                          branch %t, yes, no
                        yes:
                          %a = add %x, %zero
                          jump end(%a)
                        no:
                          %b = call i64 ktime_get_ns()
                          jump end(%b)
                        end(%r: i64):
                          %q = add %r, i64 1
                          return %q
                        """,
                        """
                        entry(%x: i64):
                          %q = add %x, i64 1
                          return %q
                        """);
    }

    @Test
    void anEndlessEmptyLoopIsNotSimplifiedForEver() {
        Rewrites.by(Pipeline.standard()::run)
                .leaves(
                        """
                        entry:
                          jump loop
                        loop:
                          jump loop
                        """);
    }
}
