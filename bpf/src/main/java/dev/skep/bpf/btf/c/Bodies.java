package dev.skep.bpf.btf.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Composite;
import dev.skep.bpf.btf.BtfType.Enumeration;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;

/**
 * What stands between the braces of structs, unions and enumerations, and the attributes behind.
 */
final class Bodies {
    private final Btf btf;
    private final CNames names;
    private final Declarations declarations;
    private final CLayout layout;
    private final Bound bound;

    Bodies(Btf btf, CNames names, Declarations declarations, Bound bound) {
        this.btf = btf;
        this.names = names;
        this.declarations = declarations;
        this.bound = bound;
        layout = new CLayout(btf, bound);
    }

    /**
     * Appends {@code struct NAME { … }}.
     *
     * @param level how deep it is indented
     */
    void composite(StringBuilder out, int id, Composite type, int level) {
        composite(
                out,
                type.name().isEmpty() ? CNames.word(type) : names.tag(id, type),
                id,
                type,
                level);
    }

    private void composite(StringBuilder out, String start, int id, Composite type, int level) {
        out.append(start).append(" {");
        boolean packed = layout.isPacked(id, type);
        int empty = out.length();
        switch (type) {
            case BtfType.Struct t -> members(out, id, t, packed, level + 1);
            case BtfType.Union t -> alternatives(out, id, t, level + 1);
        }
        if (out.length() > empty) {
            out.append('\n').repeat('\t', level);
        }
        out.append('}');
        if (packed) {
            out.append(" __attribute__((packed))");
        }
    }

    private void members(
            StringBuilder out, int id, BtfType.Struct type, boolean packed, int level) {
        Padding padding = new Padding(out, level);
        long at = 0;
        boolean bitField = false;
        for (Member member : type.members()) {
            long wanted = member.bitOffset();
            boolean between = bitField && member.bitSize() != 0;
            if (at < wanted && (between || layout.place(at, member, packed) != wanted)) {
                bound.work(id, wanted - at);
                padding.fill(at, wanted, packed, between);
            }
            member(out, member, level);
            at = layout.end(member);
            bitField = member.bitSize() != 0;
        }
        long end = type.size() * 8L;
        if (at < end && CLayout.roundUp(at, layout.alignment(id) * 8L) != end) {
            bound.work(id, end - at);
            padding.fill(at, end, packed, false);
        }
    }

    private void alternatives(StringBuilder out, int id, BtfType.Union type, int level) {
        long largest = 0;
        for (Member member : type.members()) {
            member(out, member, level);
            largest = Math.max(largest, layout.end(member));
        }
        long end = type.size() * 8L;
        if (largest < end && CLayout.roundUp(largest, layout.alignment(id) * 8L) != end) {
            bound.work(id, end);
            out.append('\n').repeat('\t', level).append("struct {");
            new Padding(out, level + 1).fill(0, end, true, false);
            out.append('\n').repeat('\t', level).append("};");
        }
    }

    private void member(StringBuilder out, Member member, int level) {
        out.append('\n').repeat('\t', level);
        int target = member.name().isEmpty() ? btf.resolve(member.type()) : 0;
        boolean anonymous =
                btf.name(target).isEmpty() && btf.skipModifiers(member.type()) == target;
        if (!anonymous && btf.type(target) instanceof Composite type) {
            // Newer kernels embed structs that have a name without giving the member one, which
            // compilers take only with -fms-extensions. The struct's members stand for it.
            composite(out, CNames.word(type), target, type, level);
        } else {
            declarations.append(out, withoutVaList(member.type()), member.name(), level);
        }
        if (member.bitSize() != 0) {
            out.append(": ").append(member.bitSize());
        }
        out.append(';');
    }

    /**
     * {@return what a compiler's {@code __builtin_va_list} was when the types were made, if it is
     * that; it differs from machine to machine}
     */
    private int withoutVaList(int id) {
        int at = id;
        while (btf.type(at) instanceof BtfType.Typedef t) {
            bound.work(at, 1);
            at = t.type();
            if (t.name().equals("__builtin_va_list")) {
                return at;
            }
        }
        return id;
    }

    /** Appends {@code enum NAME { … }}. */
    void enumeration(StringBuilder out, int id, Enumeration type, int level) {
        out.append(type.name().isEmpty() ? "enum" : names.tag(id, type));
        if (type.enumerators().isEmpty()) {
            return;
        }
        out.append(" {");
        String suffix = "";
        if (type instanceof BtfType.Enum64) {
            suffix = type.signed() ? "LL" : "ULL";
        }
        for (Enumerator value : type.enumerators()) {
            bound.work(id, value.name().length());
            out.append('\n').repeat('\t', level + 1);
            out.append(names.enumerator(value.name())).append(" = ");
            out.append(
                    type.signed()
                            ? Long.toString(value.value())
                            : Long.toUnsignedString(value.value()));
            out.append(suffix).append(',');
        }
        out.append('\n').repeat('\t', level).append('}');
        if (type.size() != naturalSize(type)) {
            switch (type.size()) {
                case 1 -> out.append(" __attribute__((mode(byte)))");
                case 2 -> out.append(" __attribute__((mode(HI)))");
                case 8 -> out.append(" __attribute__((mode(word)))");
                default -> {}
            }
        }
    }

    /**
     * {@return the bytes that a compiler takes without being told: 4, or 8 if the values need it}
     */
    private static int naturalSize(Enumeration type) {
        boolean anyNegative = false;
        boolean allInt = true;
        boolean allUnsigned = true;
        for (Enumerator value : type.enumerators()) {
            long v = value.value();
            anyNegative |= type.signed() && v < 0;
            allInt &= v == (int) v;
            allUnsigned &= v >>> 32 == 0;
        }
        return (anyNegative ? allInt : allUnsigned) ? 4 : 8;
    }
}
