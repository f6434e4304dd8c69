package dev.skep.bpf.btf.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Parameter;

import java.util.List;

/**
 * Declarations of C: a name between what its type begins and ends with, {@code int (*name)[3]}. BTF
 * goes from the outside in: a pointer to an array of integers; so does this, with what stands to
 * the right of the innermost type growing on both sides.
 */
final class Declarations {
    private final Btf btf;
    private final CNames names;
    private final Bodies bodies;
    private final Bound bound;

    Declarations(Btf btf, CNames names, Bound bound) {
        this.btf = btf;
        this.names = names;
        this.bound = bound;
        bodies = new Bodies(btf, names, this, bound);
    }

    /** {@return the writer of what anonymous types are declared by} */
    Bodies bodies() {
        return bodies;
    }

    /**
     * Appends the declaration of a name, which may be empty.
     *
     * @param level how deep the lines of anonymous types in it are indented
     */
    void append(StringBuilder out, int id, String name, int level) {
        String right = name;
        String qualifiers = ""; // of what comes next, the innermost first
        String attributes = "";
        int at = id;
        int entered = 0;
        while (true) {
            bound.enter(at);
            entered++;
            bound.work(at, right.length());
            BtfType type = btf.type(at);
            switch (type) {
                case BtfType.Const t -> {
                    qualifiers = "const " + qualifiers;
                    at = t.type();
                }
                case BtfType.Volatile t -> {
                    qualifiers = "volatile " + qualifiers;
                    at = t.type();
                }
                case BtfType.Restrict t -> {
                    qualifiers = "restrict " + qualifiers;
                    at = t.type();
                }
                case BtfType.TypeTag t -> {
                    attributes = attribute(t) + attributes;
                    at = t.type();
                }
                case BtfType.Ptr t -> {
                    String behind = (" " + qualifiers).stripTrailing() + attributes;
                    right = "*" + behind + (behind.isEmpty() ? "" : gap(right, name)) + right;
                    qualifiers = "";
                    attributes = "";
                    at = t.type();
                }
                case BtfType.Array t -> {
                    // GCC qualifies an array where its elements are qualified; they say so, too.
                    right = (isPointer(right) ? "(" + right + ")" : right) + "[" + t.count() + "]";
                    qualifiers = "";
                    at = t.element();
                }
                case BtfType.FuncProto t -> {
                    // GCC qualifies functions that do not return as volatile.
                    right =
                            (isPointer(right) ? " (" + right + ")" : right)
                                    + parameters(t.parameters(), level);
                    qualifiers = "";
                    at = t.result();
                }
                case BtfType.VoidType _,
                        BtfType.Int _,
                        BtfType.FloatType _,
                        BtfType.Composite _,
                        BtfType.Enumeration _,
                        BtfType.Fwd _,
                        BtfType.Typedef _,
                        BtfType.Func _,
                        BtfType.Var _,
                        BtfType.DataSec _,
                        BtfType.DeclTag _,
                        BtfType.Unknown _ -> {
                    out.append(qualifiers);
                    base(out, at, type, level);
                    out.append(attributes).append(gap(right, name)).append(right);
                    bound.leave(entered);
                    return;
                }
            }
        }
    }

    private void base(StringBuilder out, int id, BtfType type, int level) {
        boolean named = !type.name().isEmpty();
        switch (type) {
            case BtfType.VoidType _ -> out.append("void");
            case BtfType.Int t -> out.append(t.name());
            case BtfType.FloatType t -> out.append(t.name());
            case BtfType.Typedef t -> out.append(names.typedef(id, t));
            case BtfType.Fwd t -> out.append(names.tag(id, t));
            case BtfType.Composite t -> {
                if (named) {
                    out.append(names.tag(id, t));
                } else {
                    bodies.composite(out, id, t, level);
                }
            }
            case BtfType.Enumeration t -> {
                if (named) {
                    out.append(names.tag(id, t));
                } else {
                    bodies.enumeration(out, id, t, level);
                }
            }
            case BtfType.Func _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.Unknown _,
                    BtfType.Ptr _,
                    BtfType.Array _,
                    BtfType.FuncProto _,
                    BtfType.Modifier _ ->
                    throw bound.malformed(
                            id, "is a " + type.kind() + " where the type of a value is needed");
        }
    }

    private String parameters(List<Parameter> parameters, int level) {
        int count = parameters.size();
        if (count == 0 || (count == 1 && parameters.get(0).type() == 0)) {
            return "(void)"; // clang says so with one parameter of void, GCC with none
        }
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < count; i++) {
            Parameter parameter = parameters.get(i);
            text.append(i == 0 ? "" : ", ");
            if (i == count - 1 && parameter.type() == 0) {
                text.append("...");
            } else {
                append(text, parameter.type(), parameter.name(), level);
            }
        }
        return text.append(')').toString();
    }

    private static String attribute(BtfType.TypeTag tag) {
        String value = tag.attribute() ? tag.name() : "btf_type_tag(\"" + tag.name() + "\")";
        return " __attribute__((" + value + "))";
    }

    /** A pointer to an array or a function needs parentheses. */
    private static boolean isPointer(String right) {
        return right.startsWith("*");
    }

    /** What separates a type, or the qualifiers of a pointer, from what is to the right of it. */
    private static String gap(String right, String name) {
        boolean glued =
                right.isEmpty()
                        || right.charAt(0) == ' '
                        || right.charAt(0) == '['
                        || (right.charAt(0) == '(' && name.isEmpty());
        return glued ? "" : " ";
    }
}
