package dev.skep.bpf.object;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.btf.LayoutTypes;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What BTF says of an object: what its maps keep, the names and types of its functions, and the
 * source line of every instruction. The loader hands it to the kernel, the writer of files puts it
 * into one.
 */
public final class ObjectTypes {

    /** The bytes of struct bpf_func_info. */
    public static final int FUNCTION_RECORD_BYTES = 8;

    /** The bytes of struct bpf_line_info. */
    public static final int LINE_RECORD_BYTES = 16;

    private static final int NO_SLOT = -1;

    /** A line record has 22 bits for the line and 10 for the column. */
    private static final int COLUMN_BITS = 10;

    /**
     * A source line.
     *
     * @param slot the first slot of the program's code that came from it
     * @param file offset of the file's name in the BTF's strings
     * @param text offset of the line's text in the BTF's strings
     * @param position the line's number above 10 bits of column
     */
    public record LineRecord(int slot, int file, int text, int position) {}

    /**
     * A function.
     *
     * @param slot the slot of the program's code that it starts at
     * @param type the id of its FUNC
     */
    public record FunctionRecord(int slot, int type) {}

    private record Types(int key, int value) {}

    private final BtfBuilder builder = new BtfBuilder();
    private final LayoutTypes layouts = new LayoutTypes(builder);
    private final Map<String, List<FunctionRecord>> functions = new HashMap<>();
    private final Map<String, List<LineRecord>> lines = new HashMap<>();
    private final Map<String, Types> mapTypes = new HashMap<>();

    /** Describes an object. */
    public ObjectTypes(ObjectSpec spec) {
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
            List<LineRecord> programLines = lines(program);
            if (!programLines.isEmpty()) {
                lines.put(program.name(), programLines);
            }
            // Functions that helpers call back must be known to be static.
            if (!programLines.isEmpty() || !program.code().subprograms().isEmpty()) {
                List<FunctionRecord> found = new ArrayList<>();
                found.add(new FunctionRecord(0, function(program.name(), prototype)));
                for (Code.Subprogram subprogram : program.code().subprograms()) {
                    int type = function(subprogram.name(), prototype(subprogram, result, context));
                    found.add(new FunctionRecord(subprogram.slot(), type));
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

    /** {@return the lines of a program, none if those of one of its functions are not known} */
    private List<LineRecord> lines(ProgramSpec program) {
        List<LineRecord> found = new ArrayList<>();
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

    private LineRecord line(int slot, SourcePosition source) {
        int column = Math.min(source.column(), (1 << COLUMN_BITS) - 1);
        return new LineRecord(
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

    /** {@return the BTF, to which a file may add more} */
    public BtfBuilder builder() {
        return builder;
    }

    /** {@return the functions of the program of that name, none if nothing is known of them} */
    public List<FunctionRecord> functions(String program) {
        return functions.getOrDefault(program, List.of());
    }

    /** {@return where the instructions of the program of that name came from, if known} */
    public List<LineRecord> lines(String program) {
        return lines.getOrDefault(program, List.of());
    }

    /** {@return the id of the type of a map's keys, 0 if it is not known} */
    public int keyType(MapSpec map) {
        Types types = mapTypes.get(map.name());
        return types == null ? 0 : types.key();
    }

    /** {@return the id of the type of a map's values, 0 if it is not known} */
    public int valueType(MapSpec map) {
        Types types = mapTypes.get(map.name());
        return types == null ? 0 : types.value();
    }
}
