package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfEnumerator;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.Target;
import dev.skep.c.CConstant;
import dev.skep.c.CDeclarations;
import dev.skep.trace.check.ScriptType.Composite;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Opaque;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.TypeName;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The types that names stand for: those of the language and of C, and those of the kernel. */
final class NamedTypes {
    /** No value of a script is larger. */
    static final int LARGEST = 1 << 20;

    /** Types nest, and what looks into them does so level by level. */
    private static final int MOST_SUFFIXES = 16;

    private final Target target;
    private @Nullable CDeclarations declared;
    private final DebugTypes programs = new DebugTypes();

    NamedTypes(Target target) {
        this.target = target;
    }

    /** {@return where the types of C are described, or null if nothing says what they are} */
    @Nullable Btf btf() {
        Btf own = ownTypes();
        return own == null ? target.btf().orElse(null) : own;
    }

    /** Adds what the C part of the script declares, which goes before what the kernel has. */
    void declare(CDeclarations declarations) {
        declared = declarations;
    }

    /** {@return what the programs that are probed say of their own types} */
    DebugTypes programs() {
        return programs;
    }

    private @Nullable Btf ownTypes() {
        CDeclarations c = declared;
        return c == null ? null : c.types();
    }

    private int find(Btf btf, String name, BtfKind kind) {
        Btf own = ownTypes();
        if (own != null) {
            for (int id = own.firstId(); id < own.idCount(); id++) {
                if (own.kind(id) == kind && own.name(id).equals(name)) {
                    return id;
                }
            }
        }
        return btf.find(name, kind);
    }

    /** {@return whether the C part of the script defines a macro of that name} */
    boolean isMacro(String name) {
        CDeclarations c = declared;
        return c != null && c.isMacro(name);
    }

    /** {@return what a macro of the script's C part stands for, or null if it is no constant} */
    @Nullable Constant macro(String name) {
        CDeclarations c = declared;
        CConstant constant = c == null ? null : c.constant(name);
        return switch (constant) {
            case null -> null;
            case CConstant.Int(long value, boolean unsigned) ->
                    new Constant.Int(value, unsigned && value < 0);
            case CConstant.Text(String characters) -> new Constant.Text(characters);
        };
    }

    /**
     * {@return the type that a script names, or null if there is none of that name} An array whose
     * length is not said has the length 0; a string without one too.
     *
     * @param name the type as written
     * @param space where its pointers point to
     */
    @Nullable ScriptType of(TypeName name, AddressSpace space) {
        ScriptType type = name.suffixes().size() > MOST_SUFFIXES ? null : base(name, space);
        return type == null ? null : with(name.suffixes(), type, space);
    }

    /** {@return what the suffixes of a type make of it, or null if there is no such type} */
    static @Nullable ScriptType with(
            List<TypeName.Suffix> suffixes, ScriptType base, AddressSpace space) {
        ScriptType type = base;
        boolean first = true;
        for (TypeName.Suffix suffix : suffixes) {
            if (type == null) {
                return null;
            }
            type =
                    switch (suffix) {
                        case TypeName.PointerTo() -> new Pointer(space, type);
                        case TypeName.ArrayOf(long length) -> array(type, length, first);
                    };
            first = false;
        }
        return type;
    }

    private static @Nullable ScriptType array(ScriptType element, long length, boolean first) {
        if (element.equals(NO_STRING) && first) {
            return length > 0 && length <= LARGEST ? new ScriptType.Text((int) length) : null;
        }
        boolean fits =
                element.size() > 0 && length * element.size() <= LARGEST && length <= LARGEST;
        return fits ? new ScriptType.Array(element, (int) Math.max(length, 0)) : null;
    }

    private static final ScriptType NO_STRING = new ScriptType.Text(0);

    private @Nullable ScriptType base(TypeName name, AddressSpace space) {
        String keyword = name.keyword();
        if (keyword != null) {
            return tagged(keyword, name.name(), space);
        }
        return switch (name.name()) {
            case "string" -> NO_STRING;
            case "void" -> new ScriptType.Void();
            default -> plain(name.name(), space);
        };
    }

    /** {@return the type of a name that has no keyword in front of it, or null} */
    @Nullable ScriptType plain(String name, AddressSpace space) {
        Int known = CTypes.integer(name);
        if (known != null) {
            return known;
        }
        if (CTypes.isBool(name)) {
            return new ScriptType.Bool();
        }
        Btf btf = btf();
        int id = btf == null ? 0 : find(btf, name, BtfKind.TYPEDEF);
        return btf == null || id == 0
                ? programs.type("", name, space)
                : BtfTypes.of(btf, id, space);
    }

    /** {@return the struct, union or enum of that name, or null if there is none} */
    @Nullable ScriptType tagged(String keyword, String name, AddressSpace space) {
        Btf btf = btf();
        if (btf == null) {
            return programs.type(keyword, name, space);
        }
        int id =
                switch (keyword) {
                    case "struct" -> find(btf, name, BtfKind.STRUCT);
                    case "union" -> find(btf, name, BtfKind.UNION);
                    default -> {
                        int narrow = find(btf, name, BtfKind.ENUM);
                        yield narrow != 0 ? narrow : find(btf, name, BtfKind.ENUM64);
                    }
                };
        return id == 0 ? programs.type(keyword, name, space) : BtfTypes.of(btf, id, space);
    }

    /** {@return the struct of that name, by name only if nothing more is known of it} */
    ScriptType structOrName(String keyword, String name, AddressSpace space) {
        ScriptType known = tagged(keyword, name, space);
        return known == null ? new Opaque(keyword + " " + name) : known;
    }

    /** {@return a pointer to the struct of that name, or null if there is no such struct} */
    @Nullable Pointer pointerToStruct(String name, AddressSpace space) {
        return tagged("struct", name, space) instanceof Composite struct
                ? new Pointer(space, struct)
                : null;
    }

    /**
     * A constant of an enum.
     *
     * @param type the enum
     * @param value its value
     */
    record Enumerator(ScriptType.Enumeration type, long value) {}

    private @Nullable BtfEnumerator ownEnumerator(String name) {
        Btf own = ownTypes();
        if (own == null) {
            return null;
        }
        for (int id = own.firstId(); id < own.idCount(); id++) {
            if (own.type(id) instanceof BtfType.Enumeration enumeration) {
                for (BtfType.Enumerator enumerator : enumeration.enumerators()) {
                    if (enumerator.name().equals(name)) {
                        return new BtfEnumerator(id, enumerator.value());
                    }
                }
            }
        }
        return null;
    }

    /** {@return the constant of an enum that has that name, or null if there is none} */
    @Nullable Enumerator enumerator(String name) {
        Btf btf = btf();
        BtfEnumerator found = ownEnumerator(name);
        if (found == null && btf != null) {
            found = btf.enumerator(name);
        }
        return btf != null
                        && found != null
                        && BtfTypes.of(btf, found.type(), AddressSpace.KERNEL)
                                instanceof ScriptType.Enumeration type
                ? new Enumerator(type, found.value())
                : null;
    }
}
