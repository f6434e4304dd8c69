package dev.skep.bpf.record;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;

/** Writes types of BTF as C declares them, as far as one line can. */
final class Declarations {

    private static final int MOST_DIMENSIONS = 8;

    private final Btf btf;

    Declarations(Btf btf) {
        this.btf = btf;
    }

    /** {@return a declaration of {@code name}: {@code char comm[16]}} */
    String of(int type, String name) {
        StringBuilder dimensions = new StringBuilder();
        int at = type;
        for (int i = 0; i < MOST_DIMENSIONS; i++) {
            at = btf.skipModifiers(at);
            if (!(btf.type(at) instanceof BtfType.Array array)) {
                break;
            }
            dimensions.append('[').append(array.count()).append(']');
            at = array.element();
        }
        String base = base(at);
        return base + (base.endsWith("*") ? "" : " ") + name + dimensions;
    }

    private String base(int type) {
        int at = btf.skipModifiers(type);
        String name = btf.name(at);
        return switch (btf.type(at)) {
            case BtfType.VoidType _ -> "void";
            case BtfType.Ptr pointer -> pointee(pointer.type());
            case BtfType.Composite composite ->
                    tagged(composite.kind() == BtfKind.UNION ? "union" : "struct", name);
            case BtfType.Enumeration _ -> tagged("enum", name);
            case BtfType.Fwd forward -> tagged(forward.union() ? "union" : "struct", name);
            // Behind a pointer, or one more dimension than anybody has.
            case BtfType.Array _ -> "array";
            case BtfType.FuncProto _ -> "function";
            case BtfType.Int _,
                    BtfType.Typedef _,
                    BtfType.FloatType _,
                    BtfType.Func _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.Modifier _,
                    BtfType.Unknown _ ->
                    name;
        };
    }

    /** Only one level: pointers may go round in circles. */
    private String pointee(int type) {
        int at = btf.skipModifiers(type);
        return btf.type(at) instanceof BtfType.Ptr ? "void **" : base(at) + " *";
    }

    private static String tagged(String keyword, String name) {
        return name.isEmpty() ? keyword + " {…}" : keyword + " " + name;
    }
}
