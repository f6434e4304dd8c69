package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.trace.check.ScriptType.Composite;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Opaque;
import dev.skep.trace.check.ScriptType.Pointer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The types of the language that types of C are, as BTF describes them. Typedefs and qualifiers are
 * looked through; arrays of {@code char} are strings; what the language has no type for is {@link
 * Opaque}.
 */
public final class BtfTypes {
    /** Types of C are not that deep; types in broken BTF may contain themselves. */
    private static final int MAX_DEPTH = 32;

    private BtfTypes() {}

    /**
     * A member of a struct or union.
     *
     * @param name its name
     * @param type its type; that of a bit field as declared
     * @param bitOffset bits from the start of the struct, those of anonymous structs included
     * @param bitSize bits of a bit field; 0 for another member
     */
    public record Member(String name, ScriptType type, int bitOffset, int bitSize) {

        /** {@return whole bytes from the start of the struct} */
        public int offset() {
            return bitOffset >>> 3;
        }

        /** {@return whether it is a bit field} */
        public boolean isBitField() {
            return bitSize != 0;
        }
    }

    /**
     * {@return the type of values of a type of BTF}
     *
     * @param btf the types, of a kernel, a module or a script
     * @param id which
     * @param space where pointers point to, unless they are tagged {@code __user}; {@link
     *     AddressSpace#TYPED} for what the verifier knows
     */
    public static ScriptType of(Btf btf, int id, AddressSpace space) {
        return of(btf, id, space, 0);
    }

    private static ScriptType of(Btf btf, int id, AddressSpace space, int depth) {
        int resolved = btf.resolve(id);
        if (depth > MAX_DEPTH) {
            return new Opaque(btf.name(resolved));
        }
        return switch (btf.type(resolved)) {
            case BtfType.VoidType _ -> new ScriptType.Void();
            case BtfType.Int integer -> integer(integer);
            case BtfType.Enumeration type ->
                    new ScriptType.Enumeration(
                            btf, resolved, type.name(), type.size(), type.signed());
            case BtfType.Ptr(int target) -> pointer(btf, target, space, depth);
            case BtfType.Array array -> array(btf, array, space, depth);
            case BtfType.Composite type ->
                    new Composite(
                            space,
                            btf,
                            resolved,
                            type.name(),
                            type.kind() == BtfKind.UNION,
                            type.size());
            case BtfType.Fwd fwd -> new Opaque((fwd.union() ? "union " : "struct ") + fwd.name());
            case BtfType.FuncProto _ -> new Opaque("function");
            case BtfType other -> new Opaque(other.name());
        };
    }

    private static ScriptType integer(BtfType.Int integer) {
        if (integer.bool() && integer.size() == 1) {
            return new ScriptType.Bool();
        }
        return switch (integer.size()) {
            case 1, 2, 4, 8 -> new Int(integer.size(), integer.signed());
            default -> new Opaque(integer.name());
        };
    }

    private static ScriptType pointer(Btf btf, int target, AddressSpace space, int depth) {
        AddressSpace pointed = taggedSpace(btf, target, space);
        ScriptType pointee = of(btf, target, pointed, depth + 1);
        // The verifier follows pointers to structs only.
        return pointee instanceof Composite
                ? new Pointer(pointed, pointee)
                : new Pointer(pointed.untyped(), pointee);
    }

    /** The tags {@code __user} and {@code __percpu}, which BTF has since Linux 5.17. */
    private static AddressSpace taggedSpace(Btf btf, int target, AddressSpace space) {
        int at = target;
        while (btf.type(at) instanceof BtfType.Modifier modifier) {
            if (modifier instanceof BtfType.TypeTag(String tag, int _, boolean attribute)
                    && !attribute) {
                switch (tag) {
                    case "user" -> {
                        return AddressSpace.USER;
                    }
                    case "percpu" -> {
                        return space.untyped();
                    }
                    default -> {
                        // Says nothing about where it is.
                    }
                }
            }
            at = modifier.type();
        }
        return space;
    }

    private static ScriptType array(Btf btf, BtfType.Array array, AddressSpace space, int depth) {
        ScriptType element = of(btf, array.element(), space, depth + 1);
        if (element.size() == 0 && !(element instanceof Composite)) {
            return new Opaque(element.text() + "[]");
        }
        long size = array.count() * Math.max(element.size(), 1);
        if (size > Integer.MAX_VALUE) {
            return new Opaque(element.text() + "[]");
        }
        int count = (int) array.count();
        if (count == 0 || !isCharacter(btf, array.element())) {
            return new ScriptType.Array(element, count);
        }
        // There is room for a NUL behind characters that fill all of a member; elements of arrays
        // lie where they lie.
        return new ScriptType.Text(depth == 0 ? count + 1 : count);
    }

    /** {@code char} itself; {@code signed char} and {@code unsigned char} are numbers. */
    private static boolean isCharacter(Btf btf, int id) {
        return btf.type(btf.resolve(id)) instanceof BtfType.Int integer
                && integer.size() == 1
                && integer.name().equals("char");
    }

    /** {@return the member of that name, found in anonymous members too, or null} */
    public static @Nullable Member member(Composite struct, String name) {
        if (name.indexOf('.') >= 0) {
            return null;
        }
        BtfField field = struct.btf().field(struct.id(), name);
        return field == null
                ? null
                : new Member(
                        name,
                        of(struct.btf(), field.type(), struct.space()),
                        field.bitOffset(),
                        field.bitSize());
    }

    /** {@return all members that have a name, those of anonymous members in their places} */
    public static List<Member> members(Composite struct) {
        List<Member> members = new ArrayList<>();
        addMembers(members, struct.btf(), struct.id(), struct.space(), 0, 0);
        return members;
    }

    private static void addMembers(
            List<Member> members, Btf btf, int id, AddressSpace space, int bits, int depth) {
        if (depth > MAX_DEPTH || !(btf.type(id) instanceof BtfType.Composite struct)) {
            return;
        }
        for (BtfType.Member member : struct.members()) {
            int at = bits + member.bitOffset();
            if (member.name().isEmpty()) {
                addMembers(members, btf, btf.resolve(member.type()), space, at, depth + 1);
                continue;
            }
            int bitSize = member.bitSize();
            if (!struct.bitSizes()
                    && btf.type(btf.resolve(member.type())) instanceof BtfType.Int old
                    && old.bits() != old.size() * 8) {
                // Before kind_flag the integer told which of its bits are the field.
                at += old.bitOffset();
                bitSize = old.bits();
            }
            members.add(new Member(member.name(), of(btf, member.type(), space), at, bitSize));
        }
    }
}
