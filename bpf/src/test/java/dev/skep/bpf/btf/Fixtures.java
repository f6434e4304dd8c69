package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Linkage;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/** BTF made by hand. */
final class Fixtures {
    /** One type of every kind and then some, by id from 1. */
    static final List<BtfType> EVERY_KIND =
            List.of(
                    new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32),
                    new BtfType.Int("_Bool", 1, BtfType.Int.BOOL, 0, 8),
                    new BtfType.Int("bit field of an old compiler", 4, 0, 3, 5),
                    new BtfType.Ptr(7),
                    new BtfType.Ptr(0),
                    new BtfType.Array(1, 1, 16),
                    new BtfType.Struct(
                            "outer",
                            80,
                            true,
                            List.of(
                                    new Member("first", 1, 0, 0),
                                    new Member("low", 1, 32, 3),
                                    new Member("high", 1, 35, 29),
                                    new Member("", 8, 64, 0),
                                    new Member("next", 4, 128, 0))),
                    new BtfType.Union(
                            "",
                            8,
                            false,
                            List.of(new Member("number", 1, 0, 0), new Member("pointer", 5, 0, 0))),
                    new BtfType.Enum32(
                            "plain",
                            4,
                            false,
                            List.of(
                                    new Enumerator("ZERO", 0),
                                    new Enumerator("TOP", 0xFFFF_FFFFL))),
                    new BtfType.Enum32("signed", 4, true, List.of(new Enumerator("MINUS", -1))),
                    new BtfType.Fwd("elsewhere", false),
                    new BtfType.Fwd("elsewhere_union", true),
                    new BtfType.Typedef("number_t", 14),
                    new BtfType.Volatile(15),
                    new BtfType.Const(1),
                    new BtfType.Restrict(4),
                    new BtfType.FuncProto(1, List.of(new Parameter("a", 4), new Parameter("", 0))),
                    new BtfType.FuncProto(0, List.of()),
                    new BtfType.Func("function", 17, Linkage.GLOBAL),
                    new BtfType.Func("kfunc", 18, Linkage.EXTERN),
                    new BtfType.Var("variable", 6, Linkage.STATIC),
                    new BtfType.DataSec(".data", 64, List.of(new SectionVariable(21, 0, 64))),
                    new BtfType.FloatType("double", 8),
                    new BtfType.DeclTag("tag of a member", 7, 1, false),
                    new BtfType.DeclTag("tag of all", 7, -1, true),
                    new BtfType.TypeTag("user", 1, false),
                    new BtfType.TypeTag("preserve_access_index", 7, true),
                    new BtfType.Enum64(
                            "large",
                            8,
                            false,
                            List.of(new Enumerator("MANY", -1), new Enumerator("SOME", 1L << 40))),
                    new BtfType.Enum64(
                            "large_signed",
                            8,
                            true,
                            List.of(new Enumerator("LEAST", Long.MIN_VALUE))),
                    new BtfType.Struct("", 0, false, List.of()));

    private Fixtures() {}

    /** {@return BTF of the types in this machine's byte order} */
    static byte[] bytes(List<BtfType> types) {
        return bytes(types, ByteOrder.nativeOrder());
    }

    static byte[] bytes(List<BtfType> types, ByteOrder order) {
        BtfBuilder builder = new BtfBuilder(order);
        for (BtfType type : types) {
            builder.add(type);
        }
        return builder.build();
    }

    static Btf btf(BtfType... types) {
        return btf(bytes(List.of(types)));
    }

    static Btf btf(byte[] bytes) {
        return Btf.of("made by hand", MemorySegment.ofArray(bytes));
    }
}
