package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadConstant;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Register.R0;
import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.MayGoto;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CodeBuilderTest {

    private static final SourcePosition LINE = new SourcePosition("t.bt", 3, 7, "  @ = 1");

    private final CodeBuilder code = new CodeBuilder();
    private final Label label = code.newLabel("there");

    @Test
    void countsSlotsNotInstructionsForward() {
        code.jumpIf(Condition.EQ, R1, 0, label)
                .emit(loadConstant(R0, 0x1_0000_0000L))
                .bind(label)
                .emit(exit());
        assertThat(built())
                .startsWith(new JumpIf(Condition.EQ, Width.W64, R1, new Immediate(0), (short) 2));
    }

    @Test
    void countsSlotsNotInstructionsBackward() {
        code.bind(label).emit(loadConstant(R0, Long.MAX_VALUE)).goTo(label);
        assertThat(built()).endsWith(new Goto(-3, false));
    }

    @Test
    void namesSubprogramsByLabel() {
        code.call(label).loadAddress(R2, label).emit(exit()).bind(label).emit(exit());
        assertThat(built())
                .startsWith(
                        new Instruction.Call(new CallTarget.Subprogram(3)),
                        new LoadImmediate64(R2, new Value64.Function(1)));
    }

    @Test
    void givesInstructionsTheirSource() {
        code.emit(mov(R0, 0)).source(LINE).bind(label).goTo(label).source(null).emit(exit());
        assertThat(code.build().elements())
                .extracting(CodeElement::source)
                .containsExactly(null, LINE, null);
    }

    @Test
    void keepsShortJumpsAsFarAsTheyReach() {
        code.wideJumps(true).goTo(label);
        pad(Short.MAX_VALUE);
        code.bind(label).emit(exit());
        assertThat(built().getFirst()).isEqualTo(new Goto(Short.MAX_VALUE, false));
    }

    @Test
    void widensFarJumps() {
        code.wideJumps(true).goTo(label);
        pad(Short.MAX_VALUE + 1);
        code.bind(label).emit(exit());
        assertThat(built().getFirst()).isEqualTo(new Goto(Short.MAX_VALUE + 1, true));
    }

    @Test
    void turnsFarConditionalJumpsRound() {
        code.wideJumps(true).bind(label);
        pad(40_000);
        code.source(LINE).jumpIf(Condition.SLT, Width.W32, R1, R2, label);
        assertThat(built().subList(40_000, 40_002))
                .containsExactly(
                        new JumpIf(Condition.SGE, Width.W32, R1, R2, (short) 1),
                        new Goto(-40_002, true));
        assertThat(code.build().elements().getLast().source()).isEqualTo(LINE);
    }

    @Test
    void goesRoundWhereNoConditionIsTheInverse() {
        code.wideJumps(true).jumpIf(Condition.SET, R1, 4, label).mayGoto(label);
        pad(40_000);
        code.bind(label).emit(exit());
        assertThat(built().subList(0, 6))
                .containsExactly(
                        new JumpIf(Condition.SET, Width.W64, R1, new Immediate(4), (short) 1),
                        new Goto(1, false),
                        new Goto(40_003, true),
                        new MayGoto((short) 1),
                        new Goto(1, false),
                        new Goto(40_000, true));
    }

    /** A jump that just reaches no longer does once one between it and its target grows. */
    @Test
    void widensWhatOtherWideningPushesAway() {
        Label end = code.newLabel();
        code.wideJumps(true).jumpIf(Condition.EQ, R1, 0, label);
        code.jumpIf(Condition.EQ, R2, 0, end);
        pad(Short.MAX_VALUE - 1);
        code.bind(label).emit(mov(R0, 0), mov(R0, 1)).bind(end).emit(exit());
        assertThat(built().subList(0, 4))
                .containsExactly(
                        new JumpIf(Condition.NE, Width.W64, R1, new Immediate(0), (short) 1),
                        new Goto(32_768, true),
                        new JumpIf(Condition.NE, Width.W64, R2, new Immediate(0), (short) 1),
                        new Goto(32_768, true));
    }

    @Test
    void refusesFarJumpsWhereWideOnesAreNotAllowed() {
        code.source(LINE).goTo(label);
        pad(40_000);
        code.bind(label).emit(exit());
        assertThatThrownBy(code::build)
                .isInstanceOfSatisfying(
                        JumpRangeException.class, e -> assertThat(e.position()).isEqualTo(LINE))
                .hasMessageContaining("there")
                .hasMessageContaining("40000")
                .hasMessageContaining("t.bt:3:7");
    }

    @Test
    void refusesLabelsThatAreNotBound() {
        code.emit(mov(R0, 0)).source(LINE).goTo(label);
        assertThatThrownBy(code::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("label there is not bound; instruction 1 from t.bt:3:7 goes there");
    }

    @Test
    void refusesJumpsOutOfTheCode() {
        code.goTo(label).bind(label);
        assertThatThrownBy(code::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing follows label there");
    }

    @Test
    void takesUnusedLabelsAnywhere() {
        code.emit(exit()).bind(label);
        code.newLabel();
        assertThat(built()).containsExactly(exit());
    }

    @Test
    void refusesLabelsBoundTwiceAndOthersLabels() {
        code.bind(label);
        assertThatThrownBy(() -> code.bind(label)).isInstanceOf(IllegalStateException.class);
        CodeBuilder other = new CodeBuilder();
        assertThatThrownBy(() -> other.goTo(label)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesOffsetsWrittenByHand() {
        assertThatThrownBy(() -> code.emit(new Goto(1, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Goto");
    }

    @Test
    void refusesNumbersThatDoNotFitByTheNameOfTheirField() {
        assertThatThrownBy(() -> Instructions.load(MemorySize.WORD, R0, R1, 40_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("load offset 40000 is not -32768 to 32767");
        assertThatThrownBy(() -> Instructions.callKernelFunction(1, -40_000))
                .hasMessageContaining("index of the BTF");
    }

    @Test
    void choosesTheShortestFormOfConstants() {
        assertThat(loadConstant(R1, -1)).isEqualTo(mov(R1, -1));
        assertThat(loadConstant(R1, 0xffff_ffffL).slots()).isEqualTo(2);
        assertThat(call(BpfHelper.KTIME_GET_NS))
                .isEqualTo(new Instruction.Call(new CallTarget.Helper(5)));
    }

    private void pad(int count) {
        for (int i = 0; i < count; i++) {
            code.emit(mov(R0, i));
        }
    }

    private List<Instruction> built() {
        List<Instruction> instructions = new ArrayList<>();
        for (CodeElement element : code.build().elements()) {
            instructions.add(element.instruction());
        }
        return instructions;
    }
}
