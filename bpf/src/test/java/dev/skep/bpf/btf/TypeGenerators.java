package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Linkage;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import dev.skep.bpf.testkit.Choices;
import dev.skep.bpf.testkit.Generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Types of every kind that refer to each other at random. */
final class TypeGenerators {
    private TypeGenerators() {}

    /** {@return lists of types in which every id exists} */
    static Generator<List<BtfType>> types() {
        return choices -> {
            int count = 1 + choices.below(20);
            List<BtfType> types = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                types.add(type(choices, count + 1));
            }
            return types;
        };
    }

    private static BtfType type(Choices c, int ids) {
        BtfKind kind = c.of(BtfKind.values());
        return switch (kind) {
            // void is not stored, unknown kinds are not written
            case VOID, UNKNOWN, PTR -> new BtfType.Ptr(c.below(ids));
            case INT -> {
                int size = 1 << c.below(5);
                int bits = c.below(Math.min(size * 8, 255) + 1);
                yield new BtfType.Int(
                        name(c),
                        size,
                        c.below(5),
                        c.below(Math.min(size * 8 - bits, 255) + 1),
                        bits);
            }
            case ARRAY -> new BtfType.Array(c.below(ids), c.below(ids), c.any32() & 0xFFFF_FFFFL);
            case STRUCT -> {
                boolean bitSizes = c.flip();
                yield new BtfType.Struct(
                        name(c), size(c), bitSizes, list(c, () -> member(c, ids, bitSizes)));
            }
            case UNION -> {
                boolean bitSizes = c.flip();
                yield new BtfType.Union(
                        name(c), size(c), bitSizes, list(c, () -> member(c, ids, bitSizes)));
            }
            case ENUM -> {
                boolean signed = c.flip();
                yield new BtfType.Enum32(
                        name(c),
                        1 << c.below(4),
                        signed,
                        list(
                                c,
                                () ->
                                        new Enumerator(
                                                name(c),
                                                signed ? c.any32() : c.any32() & 0xFFFF_FFFFL)));
            }
            case ENUM64 ->
                    new BtfType.Enum64(
                            name(c),
                            1 << c.below(4),
                            c.flip(),
                            list(c, () -> new Enumerator(name(c), c.any64())));
            case FWD -> new BtfType.Fwd(name(c), c.flip());
            case TYPEDEF -> new BtfType.Typedef(name(c), c.below(ids));
            case VOLATILE -> new BtfType.Volatile(c.below(ids));
            case CONST -> new BtfType.Const(c.below(ids));
            case RESTRICT -> new BtfType.Restrict(c.below(ids));
            case FUNC -> new BtfType.Func(name(c), c.below(ids), c.of(Linkage.values()));
            case FUNC_PROTO ->
                    new BtfType.FuncProto(
                            c.below(ids), list(c, () -> new Parameter(name(c), c.below(ids))));
            case VAR -> new BtfType.Var(name(c), c.below(ids), c.of(Linkage.values()));
            case DATASEC ->
                    new BtfType.DataSec(
                            name(c),
                            size(c),
                            list(c, () -> new SectionVariable(c.below(ids), size(c), size(c))));
            case FLOAT -> new BtfType.FloatType(name(c), 1 << c.below(5));
            case DECL_TAG -> new BtfType.DeclTag(name(c), c.below(ids), c.below(4) - 1, c.flip());
            case TYPE_TAG -> new BtfType.TypeTag(name(c), c.below(ids), c.flip());
        };
    }

    private static Member member(Choices c, int ids, boolean bitSizes) {
        return bitSizes
                ? new Member(name(c), c.below(ids), c.any32() & 0xFF_FFFF, c.below(256))
                : new Member(name(c), c.below(ids), size(c), 0);
    }

    private static int size(Choices c) {
        return c.any32() & Integer.MAX_VALUE;
    }

    private static String name(Choices c) {
        return c.of("", "a", "b", "task_struct", "ünïcode");
    }

    private static <T> List<T> list(Choices c, Supplier<T> element) {
        List<T> all = new ArrayList<>();
        for (int count = c.below(4); count > 0; count--) {
            all.add(element.get());
        }
        return all;
    }
}
