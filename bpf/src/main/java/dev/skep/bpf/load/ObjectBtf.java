package dev.skep.bpf.load;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.btf.LayoutTypes;
import dev.skep.bpf.handle.Descriptor;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The BTF of one object in the kernel: what its maps keep, the names of its functions, and the
 * source line of every instruction, so that the verifier's log and bpftool show them. A kernel that
 * does not take it loads the programs all the same (trap T21), only less readably.
 */
final class ObjectBtf implements AutoCloseable {

    private static final int FUNCTION_RECORD_BYTES = 8;
    private static final int LINE_RECORD_BYTES = 16;
    private static final int LOG_BYTES = 64 << 10;
    private static final int NO_SLOT = -1;

    /** A line record has 22 bits for the line and 10 for the column. */
    private static final int COLUMN_BITS = 10;

    private record Line(int slot, int file, int text, int position) {}

    /** A function of a program and the slot that it starts at. */
    private record Function(int slot, int type) {}

    private record Types(int key, int value) {}

    private final BtfBuilder builder = new BtfBuilder();
    private final LayoutTypes layouts = new LayoutTypes(builder);
    private final Map<String, List<Function>> functions = new HashMap<>();
    private final Map<String, List<Line>> lines = new HashMap<>();
    private final Map<String, Types> mapTypes = new HashMap<>();
    private @Nullable Descriptor descriptor;

    private ObjectBtf(ObjectSpec spec) {
        for (MapSpec map : spec.maps()) {
            Layout key = map.key();
            Layout value = map.value();
            if (key != null && value != null) {
                mapTypes.put(map.name(), new Types(layouts.id(key), layouts.id(value)));
            }
        }
        int result = builder.integer("int", 4, BtfType.Int.SIGNED);
        int context = builder.add(new BtfType.Ptr(0));
        int prototype =
                builder.add(
                        new BtfType.FuncProto(
                                result, List.of(new BtfType.Parameter("ctx", context))));
        for (ProgramSpec program : spec.programs()) {
            List<Line> programLines = lines(program);
            if (!programLines.isEmpty()) {
                lines.put(program.name(), programLines);
            }
            // Functions that helpers call back must be known to be static.
            if (!programLines.isEmpty() || !program.code().subprograms().isEmpty()) {
                List<Function> found = new ArrayList<>();
                found.add(new Function(0, function(program.name(), prototype)));
                for (Code.Subprogram subprogram : program.code().subprograms()) {
                    int type = function(subprogram.name(), prototype(subprogram, result, context));
                    found.add(new Function(subprogram.slot(), type));
                }
                functions.put(program.name(), found);
            }
        }
    }

    private int function(String name, int prototype) {
        // Other linkages than static are refused before 5.6.
        return builder.add(new BtfType.Func(identifier(name), prototype, BtfType.Linkage.STATIC));
    }

    private int prototype(Code.Subprogram subprogram, int number, int pointer) {
        List<BtfType.Parameter> parameters = new ArrayList<>(subprogram.parameters().size());
        for (Code.Parameter parameter : subprogram.parameters()) {
            int type =
                    switch (parameter) {
                        case NUMBER -> number;
                        case POINTER -> pointer;
                    };
            parameters.add(new BtfType.Parameter("arg" + (parameters.size() + 1), type));
        }
        return builder.add(new BtfType.FuncProto(number, parameters));
    }

    /** Makes the BTF of an object and loads it, if the kernel takes it. */
    static ObjectBtf load(ObjectSpec spec, Kernel kernel) {
        ObjectBtf btf = new ObjectBtf(spec);
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = btf.builder.build();
            MemorySegment memory = arena.allocate(bytes.length, 8);
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
            int loaded = kernel.btfLoad(memory, null);
            if (loaded >= 0) {
                btf.descriptor = new Descriptor(kernel, loaded, "BTF of " + spec.name());
            } else {
                report(spec, loaded, memory, kernel, arena);
            }
        }
        return btf;
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

    /** {@return the lines of a program, none if those of one of its functions are not known} */
    private List<Line> lines(ProgramSpec program) {
        List<Line> found = new ArrayList<>();
        SourcePosition previous = null;
        int slot = 0;
        // The kernel demands a line for the first instruction of each function.
        int wanted = 0;
        Iterator<Code.Subprogram> next = program.code().subprograms().iterator();
        int nextStart = next.hasNext() ? next.next().slot() : NO_SLOT;
        for (CodeElement element : program.code().elements()) {
            SourcePosition source = element.source();
            if (slot == nextStart) {
                if (wanted != NO_SLOT) {
                    return List.of();
                }
                wanted = slot;
                nextStart = next.hasNext() ? next.next().slot() : NO_SLOT;
            }
            if (source != null && (wanted != NO_SLOT || !source.equals(previous))) {
                found.add(line(wanted != NO_SLOT ? wanted : slot, source));
                wanted = NO_SLOT;
                previous = source;
            }
            slot += element.instruction().slots();
        }
        return wanted == NO_SLOT ? found : List.of();
    }

    private Line line(int slot, SourcePosition source) {
        int column = Math.min(source.column(), (1 << COLUMN_BITS) - 1);
        return new Line(
                slot,
                builder.string(source.file()),
                builder.string(source.text()),
                source.line() << COLUMN_BITS | column);
    }

    private static String identifier(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) > 127) {
                text.setCharAt(i, '_');
            }
        }
        return text.toString();
    }

    /** {@return the descriptor, 0 if the kernel did not take the BTF} */
    int descriptor() {
        return descriptor == null ? 0 : descriptor.number();
    }

    /** {@return the type of a map's keys, 0 if it is not known} */
    int keyType(MapSpec map) {
        Types types = mapTypes.get(map.name());
        return types == null || descriptor == null ? 0 : types.key();
    }

    /** {@return the type of a map's values, 0 if it is not known} */
    int valueType(MapSpec map) {
        Types types = mapTypes.get(map.name());
        return types == null || descriptor == null ? 0 : types.value();
    }

    /** {@return the program's func_info records, or null} */
    @Nullable MemorySegment functionInfo(ProgramSpec program, Arena arena) {
        List<Function> known = functions.get(program.name());
        if (known == null || descriptor == null) {
            return null;
        }
        MemorySegment records = arena.allocate((long) FUNCTION_RECORD_BYTES * known.size(), 4);
        long at = 0;
        for (Function function : known) {
            records.set(ValueLayout.JAVA_INT, at, function.slot());
            records.set(ValueLayout.JAVA_INT, at + 4, function.type());
            at += FUNCTION_RECORD_BYTES;
        }
        return records;
    }

    /** {@return the program's line_info records, or null} */
    @Nullable MemorySegment lineInfo(ProgramSpec program, Arena arena) {
        List<Line> programLines = lines.get(program.name());
        if (programLines == null || descriptor == null) {
            return null;
        }
        MemorySegment records = arena.allocate((long) LINE_RECORD_BYTES * programLines.size(), 4);
        long at = 0;
        for (Line line : programLines) {
            records.set(ValueLayout.JAVA_INT, at, line.slot());
            records.set(ValueLayout.JAVA_INT, at + 4, line.file());
            records.set(ValueLayout.JAVA_INT, at + 8, line.text());
            records.set(ValueLayout.JAVA_INT, at + 12, line.position());
            at += LINE_RECORD_BYTES;
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
