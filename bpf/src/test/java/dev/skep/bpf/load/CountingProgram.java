package dev.skep.bpf.load;

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
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A program by hand: counts its runs in a data map and sends the count through a ring buffer. */
public final class CountingProgram {

    /** Where the count starts. */
    public static final int START = 41;

    private CountingProgram() {}

    /**
     * {@return the object: maps {@code data}, {@code events} and {@code seen}, program {@code
     * count}}
     */
    public static ObjectSpec object(ProgramType type, String attachTo) {
        return object(type, AttachType.NONE, attachTo, 0);
    }

    /**
     * {@return the object as {@link #object(ProgramType, String)} makes it, with a program that is
     * loaded for {@code attachType} and returns {@code result}}
     */
    public static ObjectSpec object(
            ProgramType type, AttachType attachType, String attachTo, int result) {
        byte[] start = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(START).array();
        return new ObjectSpec(
                "counting",
                "Dual BSD/GPL",
                List.of(new ProgramSpec("count", type, attachType, attachTo, code(result), 0)),
                List.of(
                        MapSpec.data("data", start, false),
                        MapSpec.ringBuffer("events", 4096),
                        MapSpec.of(
                                "seen",
                                MapType.PERCPU_HASH,
                                Layout.struct("key").field("comm", new Layout.Text(16)).build(),
                                Layout.U64,
                                64)));
    }

    private static Code code(int result) {
        String source = "count = count + 1; send(count);";
        return new CodeBuilder()
                .source(new SourcePosition("by hand", 1, 1, source))
                .emit(loadMapValue(R1, "data", 0))
                .emit(load(DOUBLE, R2, R1, 0))
                .emit(add(R2, 1))
                .emit(store(DOUBLE, R1, 0, R2))
                .emit(store(DOUBLE, R10, -8, R2))
                .source(new SourcePosition("by hand", 1, 20, source))
                .emit(loadMap(R1, "events"))
                .emit(mov(R2, R10))
                .emit(add(R2, -8))
                .emit(mov(R3, 8))
                .emit(mov(R4, 0))
                .emit(call(BpfHelper.RINGBUF_OUTPUT))
                .emit(mov(R0, result))
                .emit(exit())
                .build();
    }
}
