package dev.skep.bpf.feature;

import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.mov;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.ProgramType;

import java.util.List;

/**
 * A program that has a helper call another function of it. The kernel demands BTF of both
 * functions, and that the one called back is static.
 */
final class CallbackProgram {

    private final Trial trial;

    CallbackProgram(Trial trial) {
        this.trial = trial;
    }

    /**
     * Loads it.
     *
     * @param helper takes what {@code first} leaves in R1, the callback, a context and flags
     */
    Attempt load(BpfHelper helper, Instruction first) {
        BtfBuilder btf = new BtfBuilder();
        int number = btf.integer("int", 4, BtfType.Int.SIGNED);
        int prototype = btf.add(new BtfType.FuncProto(number, List.of()));
        int main = btf.add(new BtfType.Func("probe", prototype, BtfType.Linkage.STATIC));
        int callback = btf.add(new BtfType.Func("callback", prototype, BtfType.Linkage.STATIC));
        Attempt loaded = trial.load(btf);
        if (!loaded.succeeded()) {
            return loaded;
        }
        CodeBuilder builder = new CodeBuilder();
        Label function = builder.newLabel();
        Code code =
                builder.emit(first)
                        .loadAddress(Register.R2, function)
                        .emit(mov(Register.R3, 0))
                        .emit(mov(Register.R4, 0))
                        .emit(call(helper))
                        .emit(mov(Register.R0, 0))
                        .emit(exit())
                        .bind(function)
                        .emit(mov(Register.R0, 0))
                        .emit(exit())
                        .build();
        return trial.load(
                TrialProgram.of(ProgramType.SOCKET_FILTER, code)
                        .withFunctions(
                                loaded.result(),
                                new TrialProgram.Function(0, main),
                                new TrialProgram.Function(code.slots() - 2, callback)));
    }
}
