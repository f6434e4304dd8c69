package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.symbols.dwarf.DebugInfo;

import java.util.ArrayList;
import java.util.List;

/** Arguments as C declares them, by the types of a kernel: {@code struct file * file}. */
final class ArgumentTexts {
    private final Btf btf;

    /** What is before the first star of a pointer. */
    private final String gap;

    private ArgumentTexts(Btf btf, String gap) {
        this.btf = btf;
        this.gap = gap;
    }

    ArgumentTexts(Btf btf) {
        this(btf, " ");
    }

    /** {@return the parameters of a program's function} */
    static List<String> of(Btf types, DebugInfo.Function function) {
        ArgumentTexts texts = new ArgumentTexts(types, "");
        List<String> lines = new ArrayList<>();
        for (DebugInfo.Parameter parameter : function.parameters()) {
            lines.add(texts.type(parameter.type()) + " " + parameter.name());
        }
        return lines;
    }

    /** {@return the parameters of a function, and its result} */
    List<String> function(int id, boolean result) {
        if (!(btf.type(id) instanceof BtfType.Func(var _, int prototype, var _))
                || !(btf.type(prototype) instanceof BtfType.FuncProto proto)) {
            return List.of();
        }
        List<String> lines = parameters(proto, 0);
        if (result && proto.result() != 0) {
            lines.add(type(proto.result()) + " retval");
        }
        return lines;
    }

    /** {@return the parameters of a raw tracepoint} */
    List<String> tracepoint(String event) {
        BtfType.FuncProto prototype = RawTracepoints.prototype(btf, event);
        return prototype == null ? List.of() : parameters(prototype, 1);
    }

    /** {@return what the programs of an iterator get} */
    List<String> iterator(String objects) {
        List<String> lines = new ArrayList<>();
        int id = btf.find("bpf_iter__" + objects, BtfKind.STRUCT);
        if (id != 0 && btf.type(id) instanceof BtfType.Struct struct) {
            for (BtfType.Member member : struct.members()) {
                BtfType.Member inner = IteratorProbes.pointer(btf, member);
                if (!inner.name().equals("meta")) {
                    lines.add(type(inner.type()) + " " + inner.name());
                }
            }
        }
        return lines;
    }

    private List<String> parameters(BtfType.FuncProto prototype, int first) {
        List<String> lines = new ArrayList<>();
        List<BtfType.Parameter> parameters = prototype.parameters();
        for (int i = first; i < parameters.size(); i++) {
            BtfType.Parameter parameter = parameters.get(i);
            String name = parameter.name().isEmpty() ? "arg" + (i - first) : parameter.name();
            lines.add(type(parameter.type()) + " " + name);
        }
        return lines;
    }

    private String type(int id) {
        return switch (btf.type(id)) {
            case BtfType.VoidType _ -> "void";
            case BtfType.Ptr(int target) -> {
                String pointed = type(target);
                yield pointed + (pointed.endsWith("*") ? "" : gap) + "*";
            }
            case BtfType.Const(int type) -> "const " + type(type);
            case BtfType.Modifier modifier -> type(modifier.type());
            case BtfType.Struct struct -> "struct " + named(struct.name());
            case BtfType.Union union -> "union " + named(union.name());
            case BtfType.Fwd fwd -> (fwd.union() ? "union " : "struct ") + fwd.name();
            case BtfType.Enumeration type -> "enum " + named(type.name());
            case BtfType.Array array -> type(array.element()) + "[" + array.count() + "]";
            case BtfType.FuncProto _ -> "function";
            case BtfType other -> other.name();
        };
    }

    private static String named(String name) {
        return name.isEmpty() ? "<anonymous>" : name;
    }
}
