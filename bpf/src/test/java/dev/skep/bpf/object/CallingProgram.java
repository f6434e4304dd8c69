package dev.skep.bpf.object;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.load;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.loadMapValue;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;
import static dev.skep.bpf.asm.MemorySize.DOUBLE;
import static dev.skep.bpf.asm.Register.R0;
import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R10;
import static dev.skep.bpf.asm.Register.R2;
import static dev.skep.bpf.asm.Register.R3;
import static dev.skep.bpf.asm.Register.R4;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;

import java.util.List;

/**
 * An object with everything that a file has to say: maps with and without types, data of every
 * kind, a subprogram that is called and one whose address is taken, and two programs of one
 * section.
 */
final class CallingProgram {
    private static final String SOURCE = "total += limit; for (10) { total++ }";

    private CallingProgram() {}

    static ObjectSpec object() {
        return new ObjectSpec(
                "calling",
                "GPL",
                List.of(
                        program("first", "sched_switch"),
                        program("second", "sched_switch"),
                        program("third", "sched_wakeup")),
                List.of(
                        MapSpec.data("start", new byte[] {7, 0, 0, 0, 0, 0, 0, 0}, false),
                        MapSpec.data("limit", new byte[] {3, 0, 0, 0, 0, 0, 0, 0}, true),
                        MapSpec.ofBytes("zeros", MapType.ARRAY, 4, 4096, 1),
                        MapSpec.of("typed", MapType.HASH, Layout.U32, Layout.U64, 64),
                        MapSpec.ofBytes("untyped", MapType.PERCPU_HASH, 12, 40, 100),
                        MapSpec.ringBuffer("events", 4096)));
    }

    private static ProgramSpec program(String name, String tracepoint) {
        return new ProgramSpec(
                name, ProgramType.RAW_TRACEPOINT, AttachType.NONE, tracepoint, code(), 0);
    }

    private static Code code() {
        CodeBuilder code = new CodeBuilder();
        Label plus = code.newLabel("plus");
        Label step = code.newLabel("step");
        return code.source(new SourcePosition("by hand", 1, 1, SOURCE))
                .emit(loadMapValue(R1, "start", 0))
                .emit(loadMapValue(R2, "limit", 0))
                .call(plus)
                .emit(loadMapValue(R1, "zeros", 8))
                .emit(store(DOUBLE, R1, 0, R0))
                .emit(store(DOUBLE, R10, -8, 0))
                .source(new SourcePosition("by hand", 1, 17, SOURCE))
                .emit(mov(R1, 10))
                .loadAddress(R2, step)
                .emit(mov(R3, R10))
                .emit(add(R3, -8))
                .emit(mov(R4, 0))
                .emit(call(BpfHelper.LOOP))
                .emit(loadMap(R1, "typed"))
                .emit(loadMap(R2, "untyped"))
                .emit(loadMap(R3, "events"))
                .emit(mov(R0, 0), exit())
                .subprogram("plus", List.of(Code.Parameter.POINTER, Code.Parameter.POINTER))
                .bind(plus)
                .source(new SourcePosition("by hand", 1, 1, SOURCE))
                .emit(load(DOUBLE, R0, R1, 0))
                .emit(mov(R0, 1), exit())
                .subprogram("step", List.of(Code.Parameter.NUMBER, Code.Parameter.POINTER))
                .bind(step)
                .source(new SourcePosition("by hand", 1, 28, SOURCE))
                .emit(load(DOUBLE, R1, R2, 0))
                .emit(add(R1, 1))
                .emit(store(DOUBLE, R2, 0, R1))
                .emit(mov(R0, 0), exit())
                .build();
    }
}
