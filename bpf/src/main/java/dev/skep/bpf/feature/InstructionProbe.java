package dev.skep.bpf.feature;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.alu;
import static dev.skep.bpf.asm.Instructions.atomic;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadSigned;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.AtomicOperation;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.ProgramType;

import java.util.ArrayList;
import java.util.List;

/** Loads a program of the instructions in question. */
final class InstructionProbe {

    /** BPF_MAXINSNS: what kernels before 5.2 take. */
    private static final int FEW = 4096;

    private final Trial trial;
    private final Verdicts verdicts;

    InstructionProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(InstructionFeature feature) {
        if (feature == InstructionFeature.SAFE_DIVISION) {
            return new DivisionProbe(trial, verdicts).of(feature);
        }
        Code code =
                switch (feature) {
                    case ISA_V2 -> jump(Width.W64);
                    case ISA_V3 -> jump(Width.W32);
                    case ISA_V4 -> fourth();
                    case SUBPROGRAMS -> subprogram();
                    case LARGE_PROGRAMS -> large();
                    case BOUNDED_LOOPS -> loop();
                    case FETCHING_ATOMICS -> atomically(AtomicOperation.FETCH_ADD);
                    case LOAD_ACQUIRE -> atomically(AtomicOperation.LOAD_ACQUIRE);
                    case MAY_GOTO -> endless();
                    case SAFE_DIVISION -> throw new AssertionError("has a probe of its own");
                };
        return verdicts.of(feature, trial.load(TrialProgram.of(ProgramType.SOCKET_FILTER, code)));
    }

    private static Code jump(Width width) {
        CodeBuilder code = new CodeBuilder();
        Label end = code.newLabel();
        return code.emit(mov(Register.R0, 0))
                .jumpIf(Condition.LT, width, Register.R0, new Immediate(1), end)
                .emit(mov(Register.R0, 1))
                .bind(end)
                .emit(exit())
                .build();
    }

    private static Code fourth() {
        List<CodeElement> elements = new ArrayList<>();
        for (Instruction instruction :
                new Instruction[] {
                    mov(Register.R1, -1),
                    alu(AluOperation.MOVSX8, Register.R0, Register.R1),
                    new Instruction.ByteSwap(Instruction.ByteSwap.Kind.ALWAYS, Register.R0, 64),
                    alu(AluOperation.SDIV, Register.R0, new Immediate(3)),
                    store(MemorySize.DOUBLE, Register.R10, -8, Register.R0),
                    loadSigned(MemorySize.BYTE, Register.R0, Register.R10, -8),
                    new Instruction.Goto(0, true),
                    exit()
                }) {
            elements.add(new CodeElement(instruction, null));
        }
        return new Code(elements);
    }

    private static Code subprogram() {
        CodeBuilder code = new CodeBuilder();
        Label function = code.newLabel();
        return code.call(function)
                .emit(exit())
                .bind(function)
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }

    private static Code large() {
        CodeBuilder code = new CodeBuilder();
        for (int i = 0; i < FEW; i++) {
            code.emit(mov(Register.R0, 0));
        }
        return code.emit(exit()).build();
    }

    private static Code loop() {
        CodeBuilder code = new CodeBuilder();
        Label again = code.newLabel();
        return code.emit(mov(Register.R0, 10))
                .bind(again)
                .emit(add(Register.R0, -1))
                .jumpIf(Condition.NE, Register.R0, 0, again)
                .emit(exit())
                .build();
    }

    private static Code atomically(AtomicOperation operation) {
        return new CodeBuilder()
                .emit(store(MemorySize.DOUBLE, Register.R10, -8, 0))
                .emit(mov(Register.R0, 1))
                .emit(atomic(operation, MemorySize.DOUBLE, Register.R10, -8, Register.R0))
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }

    private static Code endless() {
        CodeBuilder code = new CodeBuilder();
        Label again = code.newLabel();
        Label end = code.newLabel();
        return code.emit(mov(Register.R0, 0))
                .bind(again)
                .mayGoto(end)
                .goTo(again)
                .bind(end)
                .emit(exit())
                .build();
    }
}
