package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The raw tracepoints of a kernel, by its BTF: each has a typedef {@code btf_trace_NAME} of a
 * pointer to the functions that it calls, whose first parameter is not the tracepoint's.
 */
final class RawTracepoints {
    private static final String PREFIX = "btf_trace_";

    /** Calls them, and has the same parameters, with names. Since Linux 5.10. */
    private static final String NAMED_PREFIX = "__traceiter_";

    private final Optional<Btf> types;

    RawTracepoints(Optional<Btf> types) {
        this.types = types;
    }

    /** {@return whether the kernel says what it has} */
    boolean known() {
        return types.isPresent();
    }

    /** {@return whether there is a tracepoint of that name} */
    boolean contains(String event) {
        return types.isPresent() && types.get().find(PREFIX + event, BtfKind.TYPEDEF) != 0;
    }

    /** {@return the names of all tracepoints, sorted} */
    List<String> all() {
        List<String> names = new ArrayList<>();
        if (types.isEmpty()) {
            return names;
        }
        Btf btf = types.get();
        for (int id = btf.firstId(); id < btf.idCount(); id++) {
            if (btf.kind(id) == BtfKind.TYPEDEF) {
                String name = btf.name(id);
                if (name.startsWith(PREFIX)) {
                    names.add(name.substring(PREFIX.length()));
                }
            }
        }
        names.sort(null);
        return names;
    }

    /** {@return what a tracepoint gives} */
    ProbeArguments.Words arguments(String event) {
        List<ProbeArguments.Parameter> parameters = new ArrayList<>();
        if (types.isEmpty()) {
            return new ProbeArguments.Words(parameters);
        }
        Btf btf = types.get();
        BtfType.FuncProto prototype = prototype(btf, event);
        if (prototype == null) {
            return new ProbeArguments.Words(parameters);
        }
        List<BtfType.Parameter> declared = prototype.parameters();
        for (int i = 1; i < declared.size(); i++) {
            BtfType.Parameter parameter = declared.get(i);
            String name = parameter.name().isEmpty() ? "arg" + (i - 1) : parameter.name();
            ScriptType type = BtfTypes.of(btf, parameter.type(), AddressSpace.KERNEL);
            parameters.add(new ProbeArguments.Parameter(name, type));
        }
        return new ProbeArguments.Words(parameters);
    }

    static BtfType.@Nullable FuncProto prototype(Btf btf, String event) {
        int function = btf.find(NAMED_PREFIX + event, BtfKind.FUNC);
        if (function != 0 && btf.type(function) instanceof BtfType.Func found) {
            return btf.type(found.prototype()) instanceof BtfType.FuncProto prototype
                    ? prototype
                    : null;
        }
        int typedef = btf.find(PREFIX + event, BtfKind.TYPEDEF);
        if (typedef == 0 || !(btf.type(btf.resolve(typedef)) instanceof BtfType.Ptr(int target))) {
            return null;
        }
        return btf.type(btf.resolve(target)) instanceof BtfType.FuncProto prototype
                ? prototype
                : null;
    }
}
