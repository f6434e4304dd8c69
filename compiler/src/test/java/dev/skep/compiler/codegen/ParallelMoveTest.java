package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.Choices;
import dev.skep.bpf.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class ParallelMoveTest {
    private static final int HOMES = 6;
    private static final int LOCATIONS = ParallelMove.REGISTERS + HOMES;

    /** A set of moves. */
    private static final class Moves {

        /** By location: where its value comes from, -1 if it is not moved to. */
        private final int[] sources;

        private final int keep;

        Moves(int[] sources, int keep) {
            this.sources = sources;
            this.keep = keep;
        }

        static Moves generate(Choices choices) {
            int[] sources = new int[LOCATIONS];
            int keep = 0;
            for (int i = 0; i < LOCATIONS; i++) {
                sources[i] = choices.flip() ? choices.below(LOCATIONS) : -1;
                if (sources[i] < 0 && i < ParallelMove.REGISTERS && choices.flip()) {
                    keep |= 1 << i;
                }
            }
            return new Moves(sources, keep);
        }

        @Override
        public String toString() {
            return Arrays.toString(sources) + " keeping " + Integer.toBinaryString(keep);
        }
    }

    @Test
    void allSourcesAreReadBeforeAnyDestinationIsWritten() {
        Property.forAll(Moves::generate, ParallelMoveTest::check);
    }

    @Test
    void aFullCircleWithoutAFreeRegisterGoesThroughTheFrame() {
        int[] sources = new int[LOCATIONS];
        Arrays.fill(sources, -1);
        for (int i = 0; i < ParallelMove.REGISTERS; i++) {
            sources[i] = (i + 1) % ParallelMove.REGISTERS;
        }
        check(new Moves(sources, 0));
    }

    @Test
    void homesChangePlacesWhileAllRegistersAreKept() {
        int[] sources = new int[LOCATIONS];
        Arrays.fill(sources, -1);
        sources[ParallelMove.REGISTERS] = ParallelMove.REGISTERS + 1;
        sources[ParallelMove.REGISTERS + 1] = ParallelMove.REGISTERS;
        check(new Moves(sources, (1 << ParallelMove.REGISTERS) - 1));
    }

    private static void check(Moves moves) {
        MachineFunction function = new MachineFunction("f");
        for (int i = 0; i < HOMES; i++) {
            function.newRegister();
        }
        ParallelMove parallel = new ParallelMove(function, new Homes(function));
        parallel.start(moves.keep, null);
        for (int i = 0; i < LOCATIONS; i++) {
            if (moves.sources[i] >= 0) {
                parallel.add(i, moves.sources[i]);
            }
        }
        List<Placed> out = new ArrayList<>();
        parallel.emit(out);

        // Two homes more, for circles and for borrowed registers.
        int[] content = new int[LOCATIONS + 2];
        for (int i = 0; i < content.length; i++) {
            content[i] = i;
        }
        for (Placed step : out) {
            Placed.Transfer transfer = (Placed.Transfer) step;
            assertThat(ParallelMove.isHome(transfer.to) && ParallelMove.isHome(transfer.from))
                    .as("from home to home")
                    .isFalse();
            content[transfer.to] = content[transfer.from];
        }
        for (int i = 0; i < LOCATIONS; i++) {
            if (moves.sources[i] >= 0) {
                assertThat(content[i]).as("location %s", i).isEqualTo(moves.sources[i]);
            } else if (i >= ParallelMove.REGISTERS || (moves.keep >> i & 1) != 0) {
                assertThat(content[i]).as("location %s", i).isEqualTo(i);
            }
        }
    }
}
