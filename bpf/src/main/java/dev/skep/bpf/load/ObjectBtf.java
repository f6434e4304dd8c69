package dev.skep.bpf.load;

import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.object.ObjectTypes;
import dev.skep.bpf.object.ObjectTypes.FunctionRecord;
import dev.skep.bpf.object.ObjectTypes.LineRecord;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.LogBuffer;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The BTF of one object in the kernel, so that the verifier's log and bpftool show what maps keep,
 * the names of functions and source lines. A kernel that does not take it loads the programs all
 * the same (trap T21), only less readably.
 */
final class ObjectBtf implements AutoCloseable {

    private static final int LOG_BYTES = 64 << 10;

    private final ObjectTypes types;
    private final @Nullable Descriptor descriptor;

    private ObjectBtf(ObjectTypes types, @Nullable Descriptor descriptor) {
        this.types = types;
        this.descriptor = descriptor;
    }

    /** Makes the BTF of an object and loads it, if the kernel takes it. */
    static ObjectBtf load(ObjectSpec spec, Kernel kernel) {
        ObjectTypes types = new ObjectTypes(spec);
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = types.builder().build();
            MemorySegment memory = arena.allocate(bytes.length, 8);
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
            int loaded = kernel.btfLoad(memory, null);
            if (loaded >= 0) {
                return new ObjectBtf(
                        types, new Descriptor(kernel, loaded, "BTF of " + spec.name()));
            }
            report(spec, loaded, memory, kernel, arena);
            return new ObjectBtf(types, null);
        }
    }

    private static void report(
            ObjectSpec spec, int error, MemorySegment btf, Kernel kernel, Arena arena) {
        System.Logger logger = System.getLogger("dev.skep.bpf.load");
        if (logger.isLoggable(System.Logger.Level.DEBUG)) {
            LogBuffer log = new LogBuffer(1, arena.allocate(LOG_BYTES));
            int again = kernel.btfLoad(btf, log);
            if (again >= 0) {
                kernel.close(again);
            }
            logger.log(
                    System.Logger.Level.DEBUG,
                    "the BTF of "
                            + spec.name()
                            + " is left out: "
                            + Errno.describe(error)
                            + "\n"
                            + log.text());
        }
    }

    /** {@return the descriptor, 0 if the kernel did not take the BTF} */
    int descriptor() {
        return descriptor == null ? 0 : descriptor.number();
    }

    /** {@return the type of a map's keys, 0 if it is not known} */
    int keyType(MapSpec map) {
        return descriptor == null ? 0 : types.keyType(map);
    }

    /** {@return the type of a map's values, 0 if it is not known} */
    int valueType(MapSpec map) {
        return descriptor == null ? 0 : types.valueType(map);
    }

    /** {@return the program's func_info records, or null} */
    @Nullable MemorySegment functionInfo(ProgramSpec program, Arena arena) {
        List<FunctionRecord> known = types.functions(program.name());
        if (known.isEmpty() || descriptor == null) {
            return null;
        }
        MemorySegment records =
                arena.allocate((long) ObjectTypes.FUNCTION_RECORD_BYTES * known.size(), 4);
        long at = 0;
        for (FunctionRecord function : known) {
            records.set(ValueLayout.JAVA_INT, at, function.slot());
            records.set(ValueLayout.JAVA_INT, at + 4, function.type());
            at += ObjectTypes.FUNCTION_RECORD_BYTES;
        }
        return records;
    }

    /** {@return the program's line_info records, or null} */
    @Nullable MemorySegment lineInfo(ProgramSpec program, Arena arena) {
        List<LineRecord> known = types.lines(program.name());
        if (known.isEmpty() || descriptor == null) {
            return null;
        }
        MemorySegment records =
                arena.allocate((long) ObjectTypes.LINE_RECORD_BYTES * known.size(), 4);
        long at = 0;
        for (LineRecord line : known) {
            records.set(ValueLayout.JAVA_INT, at, line.slot());
            records.set(ValueLayout.JAVA_INT, at + 4, line.file());
            records.set(ValueLayout.JAVA_INT, at + 8, line.text());
            records.set(ValueLayout.JAVA_INT, at + 12, line.position());
            at += ObjectTypes.LINE_RECORD_BYTES;
        }
        return records;
    }

    /** Closes the descriptor: maps and programs that were loaded with it keep the BTF alive. */
    @Override
    public void close() {
        if (descriptor != null) {
            descriptor.close();
        }
    }
}
