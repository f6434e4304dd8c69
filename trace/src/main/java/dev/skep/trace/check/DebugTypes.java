package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.symbols.dwarf.DebugInfo;
import dev.skep.trace.check.ScriptType.Composite;
import dev.skep.trace.check.ScriptType.Opaque;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the debug information of the probed programs says: the parameters of their functions, and
 * the types that scripts name. It is read only where a script asks for it.
 */
final class DebugTypes {
    /** A wildcard may name all programs of a machine; a script that names a type means a few. */
    private static final int MOST_FILES = 8;

    private final List<Binaries.Binary> binaries = new ArrayList<>();
    private final Map<String, DebugInfo> known = new HashMap<>();
    private final Map<String, Named> named = new HashMap<>();

    /** A type by its name, or that there is none. */
    private record Named(DebugInfo.@Nullable Named type) {}

    /**
     * The parameters of a function.
     *
     * @param slots those in registers or on the stack as whole words, with their names
     */
    record Parameters(List<ProbeArguments.Slot> slots) {
        Parameters {
            slots = List.copyOf(slots);
        }
    }

    /** Takes a program in which types may be that the script names. */
    void add(Binaries.Binary binary) {
        if (binaries.size() < MOST_FILES && !binaries.contains(binary)) {
            binaries.add(binary);
        }
    }

    /**
     * {@return the parameters of functions by their names, those that nothing is said of left out;
     * null if nothing is said of the whole file}
     *
     * @throws BpfException if what is said can't be read
     */
    @Nullable Map<String, Parameters> parameters(Binaries.Binary binary, Set<String> functions) {
        DebugInfo info = of(binary);
        if (info == null) {
            return null;
        }
        DebugInfo.Functions found = info.functions(functions);
        Map<String, Parameters> parameters = new HashMap<>();
        for (DebugInfo.Function function : found.byName().values()) {
            parameters.put(function.name(), new Parameters(slots(found.types(), function)));
        }
        return parameters;
    }

    /**
     * The calling convention gives each integer and pointer the next register, and those that find
     * none a word on the stack; floating-point numbers have registers of their own. What is larger
     * than a word ends the list: where that and all behind it is depends on its members.
     */
    private static List<ProbeArguments.Slot> slots(Btf types, DebugInfo.Function function) {
        List<ProbeArguments.Slot> slots = new ArrayList<>();
        int word = 0;
        for (DebugInfo.Parameter parameter : function.parameters()) {
            if (types.type(types.resolve(parameter.type())) instanceof BtfType.FloatType) {
                continue;
            }
            ScriptType type = BtfTypes.of(types, parameter.type(), AddressSpace.USER);
            if (type instanceof Composite || type instanceof Opaque) {
                break;
            }
            if (!parameter.name().isEmpty()) {
                slots.add(new ProbeArguments.Slot(parameter.name(), type, word));
            }
            word++;
        }
        return slots;
    }

    /**
     * {@return the type of that name, or null if no program has one}
     *
     * @param keyword struct, union or enum; empty for a typedef
     */
    @Nullable ScriptType type(String keyword, String name, AddressSpace space) {
        if (binaries.isEmpty()) {
            return null;
        }
        String key = keyword + " " + name;
        Named found = named.get(key);
        if (found == null) {
            found = new Named(find(keyword, name));
            named.put(key, found);
        }
        DebugInfo.Named type = found.type();
        return type == null ? null : BtfTypes.of(type.types(), type.id(), space);
    }

    private DebugInfo.@Nullable Named find(String keyword, String name) {
        for (Binaries.Binary binary : binaries) {
            try {
                DebugInfo info = of(binary);
                DebugInfo.Named found = info == null ? null : info.type(keyword, name);
                if (found != null) {
                    return found;
                }
            } catch (BpfException e) {
                // Another file may have it; that nobody has it is said in any case.
            }
        }
        return null;
    }

    private @Nullable DebugInfo of(Binaries.Binary binary) {
        DebugInfo info = known.get(binary.path());
        if (info == null) {
            info = binary.symbols().debugInfo();
            if (info != null) {
                known.put(binary.path(), info);
            }
        }
        return info;
    }
}
