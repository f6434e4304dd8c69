package dev.skep.bpf.feature;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.InstructionEncoder;
import dev.skep.bpf.asm.Instructions;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;
import dev.skep.sys.LogBuffer;
import dev.skep.sys.MapCreate;
import dev.skep.sys.ProgramLoad;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** What one probe makes in the kernel; closing it leaves nothing behind. */
final class Trial implements AutoCloseable {

    /** What programs and maps of probes are called in the kernel. */
    private static final String NAME = "skep_probe";

    /** BPF_LOG_STATS: the error, but not the way to it, which may not fit any buffer. */
    private static final int ERRORS_ONLY = 4;

    private static final int LOG_BYTES = 64 << 10;
    private static final int FUNCTION_RECORD_BYTES = 8;

    private final Kernel kernel;
    private final Target target;
    private final Arena arena = Arena.ofConfined();
    private final List<Integer> descriptors = new ArrayList<>();
    private @Nullable MemorySegment log;

    Trial(Kernel kernel, Target target) {
        this.kernel = kernel;
        this.target = target;
    }

    Kernel kernel() {
        return kernel;
    }

    Target target() {
        return target;
    }

    Arena arena() {
        return arena;
    }

    /** {@return the shortest program: it returns 0} */
    static Code returnZero() {
        return new CodeBuilder()
                .emit(Instructions.mov(Register.R0, 0))
                .emit(Instructions.exit())
                .build();
    }

    /** Loads a program; its descriptor is closed with this. */
    Attempt load(TrialProgram program) {
        MemorySegment buffer = log == null ? arena.allocate(LOG_BYTES) : log;
        log = buffer;
        LogBuffer text = new LogBuffer(ERRORS_ONLY, buffer);
        byte[] encoded = InstructionEncoder.encode(program.code());
        ProgramLoad request =
                new ProgramLoad(
                        program.type().number(),
                        program.attachType() == AttachType.NONE ? 0 : program.attachType().number(),
                        NAME,
                        "GPL",
                        bytes(encoded),
                        program.flags(),
                        target.version().code(),
                        program.btf(),
                        functions(program),
                        null,
                        program.attachBtfId(),
                        0,
                        text);
        int result = kept(kernel.programLoad(request));
        return new Attempt(result, text.text());
    }

    private @Nullable MemorySegment functions(TrialProgram program) {
        TrialProgram.Function[] functions = program.functions();
        if (functions.length == 0) {
            return null;
        }
        MemorySegment records = arena.allocate((long) functions.length * FUNCTION_RECORD_BYTES, 4);
        for (int i = 0; i < functions.length; i++) {
            records.setAtIndex(ValueLayout.JAVA_INT, 2L * i, functions[i].slot());
            records.setAtIndex(ValueLayout.JAVA_INT, 2L * i + 1, functions[i].type());
        }
        return records;
    }

    /** Creates a map; its descriptor is closed with this. */
    Attempt create(MapCreate request) {
        return Attempt.of(kept(kernel.mapCreate(request)));
    }

    /** Creates a map; its descriptor is closed with this. */
    Attempt create(MapType type, int keySize, int valueSize, int maxEntries, int flags) {
        return create(
                new MapCreate(type.number(), keySize, valueSize, maxEntries, flags, NAME, 0, 0, 0));
    }

    /** Loads BTF; its descriptor is closed with this. */
    Attempt load(BtfBuilder btf) {
        return Attempt.of(kept(kernel.btfLoad(bytes(btf.build()), null)));
    }

    /** {@return {@code result}, which is closed with this if it is a descriptor} */
    int kept(int result) {
        if (result >= 0) {
            descriptors.add(result);
        }
        return result;
    }

    private MemorySegment bytes(byte[] bytes) {
        MemorySegment memory = arena.allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    @Override
    public void close() {
        // Links before programs, programs before maps.
        for (int i = descriptors.size() - 1; i >= 0; i--) {
            kernel.close(descriptors.get(i));
        }
        arena.close();
    }
}
