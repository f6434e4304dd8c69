package dev.skep.bpf.btf.c;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;

import java.util.HashSet;
import java.util.Set;

/**
 * Types as definitions of C, as {@code bpftool btf dump file F format c unsorted} prints them. What
 * is laid out otherwise than a compiler would do by itself gets padding, {@code packed} or {@code
 * aligned}, so that sizes and offsets are those of the types wherever C can say it.
 *
 * <p>A type is defined once: each call appends only what the calls before did not. Of types of one
 * name the second becomes {@code name___2}.
 */
public final class CDump {
    private static final String BEFORE_FUNCTIONS =
            """
            #ifndef BPF_NO_KFUNC_PROTOTYPES
            #ifndef __ksym
            #define __ksym __attribute__((section(".ksyms")))
            #endif

            #ifndef __weak
            #define __weak __attribute__((weak))
            #endif

            #ifndef __bpf_fastcall
            #if __has_attribute(bpf_fastcall)
            #define __bpf_fastcall __attribute__((bpf_fastcall))
            #else
            #define __bpf_fastcall
            #endif
            #endif

            """;

    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final Btf btf;
    private final StringBuilder out;
    private final Bound bound;
    private final CNames names;
    private final Declarations declarations;
    private final DefinitionOrder order;

    /** By id: whether its definition is being, or was, appended. */
    private final byte[] states;

    /** By id: whether it was declared without being defined. */
    private final boolean[] declared;

    /**
     * Creates a dump of which nothing is written yet.
     *
     * @param btf the types
     * @param out receives the text; empty it as often as you like
     */
    public CDump(Btf btf, StringBuilder out) {
        this.btf = btf;
        this.out = out;
        bound = new Bound(btf);
        names = new CNames(btf.idCount());
        declarations = new Declarations(btf, names, bound);
        order = new DefinitionOrder(btf, bound);
        states = new byte[btf.idCount()];
        declared = new boolean[btf.idCount()];
    }

    /**
     * Appends the definition of a type after those of all that it needs. What has no definition of
     * its own, such as pointers, functions and anonymous structs, is not appended, only what it
     * needs.
     *
     * @throws IndexOutOfBoundsException if there is no such id
     * @throws MalformedObjectException if it can't be a type of C; this dump is then of no more use
     */
    public void define(int id) {
        bound.start();
        for (int next : order.of(id)) {
            emit(next);
        }
    }

    /**
     * {@return the declaration of a variable, parameter or member: {@code char comm[16]}} What it
     * is made of is not defined by that, except for what is anonymous.
     *
     * @param id its type, or a function prototype
     * @param name its name, which may be empty
     * @throws IndexOutOfBoundsException if there is no such id
     * @throws MalformedObjectException if it can't be a type of C
     */
    public String declaration(int id, String name) {
        bound.start();
        StringBuilder text = new StringBuilder();
        declarations.append(text, id, name, 0);
        return text.toString();
    }

    /**
     * Appends declarations of the functions that BPF programs may call, those of decl tag {@code
     * bpf_kfunc} (pahole 1.27 and newer), after what they need. Nothing if there are none. Those of
     * decl tag {@code bpf_fastcall} (Linux 6.13) leave registers alone, of which a compiler that
     * knows the attribute makes use.
     *
     * @throws MalformedObjectException if one of them can't be a function of C
     */
    public void kernelFunctions() {
        bound.start();
        Set<Integer> fast = tagged("bpf_fastcall");
        StringBuilder functions = new StringBuilder();
        for (int tag : btf.findAll("bpf_kfunc", BtfKind.DECL_TAG)) {
            if (btf.type(tag) instanceof BtfType.DeclTag t
                    && t.component() == -1
                    && btf.type(t.type()) instanceof BtfType.Func function) {
                for (int next : order.of(function.prototype())) {
                    emit(next);
                }
                mention(function.prototype(), 0);
                functions.append(fast.contains(t.type()) ? "extern __bpf_fastcall " : "extern ");
                declarations.append(functions, function.prototype(), function.name(), 0);
                functions.append(" __weak __ksym;\n");
            }
        }
        if (!functions.isEmpty()) {
            out.append(BEFORE_FUNCTIONS).append(functions).append("#endif\n\n");
        }
    }

    private Set<Integer> tagged(String name) {
        Set<Integer> types = new HashSet<>();
        for (int tag : btf.findAll(name, BtfKind.DECL_TAG)) {
            if (btf.type(tag) instanceof BtfType.DeclTag t && t.component() == -1) {
                types.add(t.type());
            }
        }
        return types;
    }

    private void emit(int id) {
        if (states[id] == DONE) {
            return;
        }
        bound.enter(id);
        BtfType type = btf.type(id);
        switch (type) {
            case BtfType.Composite t -> {
                states[id] = OPEN;
                for (Member member : t.members()) {
                    mention(member.type(), id);
                }
                declarations.bodies().composite(out, id, t, 0);
                end();
            }
            case BtfType.Enumeration t -> {
                declarations.bodies().enumeration(out, id, t, 0);
                end();
            }
            case BtfType.Fwd t -> {
                out.append(names.tag(id, t));
                end();
            }
            case BtfType.Typedef t -> {
                states[id] = OPEN;
                mention(t.type(), id);
                typedef(id, t);
            }
            case BtfType.VoidType _,
                    BtfType.Int _,
                    BtfType.FloatType _,
                    BtfType.Ptr _,
                    BtfType.Array _,
                    BtfType.Modifier _,
                    BtfType.Func _,
                    BtfType.FuncProto _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.Unknown _ ->
                    throw new IllegalStateException(type + " has no definition");
        }
        states[id] = DONE;
        bound.leave(1);
    }

    /**
     * Appends what must be known before a type can be mentioned: forward declarations, and typedefs
     * that were not defined before because they need no more than that.
     *
     * @param inside the struct, union or typedef that mentions it; it need not be declared to
     *     itself
     */
    private void mention(int id, int inside) {
        if (states[id] == DONE) {
            return;
        }
        bound.enter(id);
        BtfType type = btf.type(id);
        switch (type) {
            case BtfType.Int t -> {
                alias(t);
                states[id] = DONE;
            }
            case BtfType.Ptr t -> mention(t.type(), inside);
            case BtfType.Array t -> mention(t.element(), inside);
            case BtfType.Modifier t -> mention(t.type(), inside);
            case BtfType.FuncProto t -> {
                mention(t.result(), inside);
                for (Parameter parameter : t.parameters()) {
                    mention(parameter.type(), inside);
                }
            }
            case BtfType.Composite t -> {
                if (t.name().isEmpty()) {
                    for (Member member : t.members()) {
                        mention(member.type(), inside);
                    }
                } else if (!declared[id] && id != inside) {
                    out.append(names.tag(id, t));
                    end();
                    declared[id] = true;
                }
            }
            case BtfType.Fwd _ -> emit(id);
            case BtfType.Typedef _ -> {
                if (states[id] != OPEN) {
                    emit(id);
                }
            }
            case BtfType.Enumeration _,
                    BtfType.VoidType _,
                    BtfType.FloatType _,
                    BtfType.Func _,
                    BtfType.Var _,
                    BtfType.DataSec _,
                    BtfType.DeclTag _,
                    BtfType.Unknown _ -> {}
        }
        bound.leave(1);
    }

    private void typedef(int id, BtfType.Typedef type) {
        if (type.name().equals("__builtin_va_list")) {
            return; // every compiler knows it, and each has its own
        }
        if (type.name().equals("__gnuc_va_list") && btf.kind(type.type()) == BtfKind.VOID) {
            out.append("typedef __builtin_va_list __gnuc_va_list"); // old GCCs lost its type
        } else {
            out.append("typedef ");
            declarations.append(out, type.type(), names.typedef(id, type), 0);
        }
        end();
    }

    /** Defines the integers that GCC has for vectors of arm64 and clang has not. */
    private void alias(BtfType.Int type) {
        String alias =
                switch (type.name()) {
                    case "__Poly8_t" -> "unsigned char";
                    case "__Poly16_t" -> "unsigned short";
                    case "__Poly64_t" -> "unsigned long long";
                    case "__Poly128_t" -> "unsigned __int128";
                    default -> "";
                };
        if (!alias.isEmpty()) {
            out.append("typedef ").append(alias).append(' ').append(type.name());
            end();
        }
    }

    private void end() {
        out.append(";\n\n");
    }
}
