package dev.skep.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DominatorsTest {

    @Test
    void everyWayToABlockLeadsThroughItsDominators() {
        Function function =
                IrParser.parseFunction(
                        """
                        function i64 "f" {
                        entry(%c: i1):
                          branch %c, a, b
                        a:
                          branch %c, c, d
                        c:
                          jump d
                        d:
                          branch %c, a, e
                        b:
                          jump e
                        e:
                          return i64 0
                        }
                        """);
        int[] index = new int[6];
        for (Block block : function.blocks()) {
            index["?abcde".indexOf(block.name().equals("entry") ? "?" : block.name())] =
                    block.index();
        }
        int a = index[1];
        int b = index[2];
        int c = index[3];
        int d = index[4];
        int e = index[5];

        Dominators dominators = Dominators.of(function);

        assertThat(dominators.immediate(0)).isZero();
        assertThat(dominators.immediate(a)).isZero();
        assertThat(dominators.immediate(c)).isEqualTo(a);
        assertThat(dominators.immediate(d)).isEqualTo(a);
        assertThat(dominators.immediate(e)).isZero();
        assertThat(dominators.dominates(a, d)).isTrue();
        assertThat(dominators.dominates(d, d)).isTrue();
        assertThat(dominators.dominates(c, d)).isFalse();
        assertThat(dominators.dominates(b, e)).isFalse();
        assertThat(dominators.dominates(0, e)).isTrue();
    }
}
