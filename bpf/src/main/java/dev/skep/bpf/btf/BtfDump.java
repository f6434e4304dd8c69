package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Linkage;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

/** Types as text, as {@code bpftool btf dump file F format raw} prints them. */
public final class BtfDump {
    private final Btf btf;
    private final StringBuilder out;

    /**
     * Creates a dump.
     *
     * @param btf the types
     * @param out receives the text; empty it as often as you like
     */
    public BtfDump(Btf btf, StringBuilder out) {
        this.btf = btf;
        this.out = out;
    }

    /**
     * Appends a type: a line, and one for each of its elements.
     *
     * @param id the type
     */
    public void raw(int id) {
        BtfType type = btf.type(id);
        out.append('[').append(id).append("] ").append(type.kind().name()).append(' ');
        name(type.name());
        switch (type) {
            case BtfType.Int t -> {
                number(" size=", t.size());
                number(" bits_offset=", t.bitOffset());
                number(" nr_bits=", t.bits());
                out.append(" encoding=").append(encoding(t.encoding()));
            }
            case BtfType.Ptr t -> number(" type_id=", t.type());
            case BtfType.Typedef t -> number(" type_id=", t.type());
            case BtfType.Modifier t -> number(" type_id=", t.type());
            case BtfType.Array t -> {
                number(" type_id=", t.element());
                number(" index_type_id=", t.index());
                number(" nr_elems=", t.count());
            }
            case BtfType.Composite t -> composite(t);
            case BtfType.Enum32 t -> enumeration(t, "");
            case BtfType.Enum64 t -> enumeration(t, t.signed() ? "LL" : "ULL");
            case BtfType.Fwd t -> out.append(" fwd_kind=").append(t.union() ? "union" : "struct");
            case BtfType.Func t -> {
                number(" type_id=", t.prototype());
                out.append(" linkage=").append(linkage(t.linkage()));
            }
            case BtfType.FuncProto t -> {
                number(" ret_type_id=", t.result());
                number(" vlen=", t.parameters().size());
                for (Parameter parameter : t.parameters()) {
                    element(parameter.name());
                    number(" type_id=", parameter.type());
                }
            }
            case BtfType.Var t -> {
                number(" type_id=", t.type());
                out.append(", linkage=").append(linkage(t.linkage()));
            }
            case BtfType.DataSec t -> section(t);
            case BtfType.FloatType t -> number(" size=", t.size());
            case BtfType.DeclTag t -> {
                number(" type_id=", t.type());
                number(" component_idx=", t.component());
            }
            case BtfType.Unknown t -> number(" kind=", t.code());
            case BtfType.VoidType t -> {}
        }
        out.append('\n');
    }

    private void composite(BtfType.Composite type) {
        number(" size=", type.size());
        number(" vlen=", type.members().size());
        for (Member member : type.members()) {
            element(member.name());
            number(" type_id=", member.type());
            number(" bits_offset=", member.bitOffset());
            if (member.bitSize() != 0) {
                number(" bitfield_size=", member.bitSize());
            }
        }
    }

    private void enumeration(BtfType.Enumeration type, String suffix) {
        out.append(" encoding=").append(type.signed() ? "SIGNED" : "UNSIGNED");
        number(" size=", type.size());
        number(" vlen=", type.enumerators().size());
        for (Enumerator value : type.enumerators()) {
            element(value.name());
            String number =
                    type.signed()
                            ? Long.toString(value.value())
                            : Long.toUnsignedString(value.value());
            out.append(" val=").append(number).append(suffix);
        }
    }

    private void section(BtfType.DataSec section) {
        number(" size=", section.size());
        number(" vlen=", section.variables().size());
        for (SectionVariable variable : section.variables()) {
            number("\n\ttype_id=", variable.type());
            number(" offset=", variable.offset());
            number(" size=", variable.size());
            out.append(" (").append(btf.kind(variable.type()).name()).append(' ');
            name(btf.name(variable.type()));
            out.append(')');
        }
    }

    private void element(String name) {
        out.append("\n\t");
        name(name);
    }

    private void name(String name) {
        out.append('\'').append(name.isEmpty() ? "(anon)" : name).append('\'');
    }

    private void number(String label, long value) {
        out.append(label).append(value);
    }

    private static String encoding(int encoding) {
        return switch (encoding) {
            case 0 -> "(none)";
            case BtfType.Int.SIGNED -> "SIGNED";
            case BtfType.Int.CHAR -> "CHAR";
            case BtfType.Int.BOOL -> "BOOL";
            default -> "UNKN";
        };
    }

    private static String linkage(Linkage linkage) {
        return switch (linkage) {
            case STATIC -> "static";
            case GLOBAL -> "global";
            case EXTERN -> "extern";
        };
    }
}
