package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;

import java.util.List;

class BtfSubsetTest {
    /** outer → (pointer) inner → (pointer) innermost; outer contains part. */
    private final Btf nested =
            Fixtures.btf(
                    new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32),
                    new BtfType.Struct("innermost", 4, false, List.of(new Member("deep", 1, 0, 0))),
                    new BtfType.Ptr(2),
                    new BtfType.Struct(
                            "inner", 8, false, List.of(new Member("innermost", 3, 0, 0))),
                    new BtfType.Const(4),
                    new BtfType.Ptr(5),
                    new BtfType.Struct("part", 4, false, List.of(new Member("own", 1, 0, 0))),
                    new BtfType.FuncProto(1, List.of(new BtfType.Parameter("p", 3))),
                    new BtfType.Ptr(8),
                    new BtfType.Struct("unrelated", 4, false, List.of(new Member("own", 1, 0, 0))),
                    new BtfType.Struct(
                            "outer",
                            24,
                            false,
                            List.of(
                                    new Member("inner", 6, 0, 0),
                                    new Member("part", 7, 64, 0),
                                    new Member("call", 9, 128, 0))));

    private Btf subset(int pointers) {
        return Fixtures.btf(
                new BtfSubset(nested).add(nested.find("outer", BtfKind.STRUCT), pointers).build());
    }

    @Test
    void namesOnlyWhatIsBehindPointers() {
        Btf subset = subset(0);
        assertThat(subset.find("part", BtfKind.STRUCT)).isPositive();
        assertThat(subset.find("inner", BtfKind.STRUCT)).isZero();
        assertThat(subset.find("inner", BtfKind.FWD)).isPositive();
        assertThat(subset.find("innermost", BtfKind.FWD)).isZero();
        assertThat(subset.find("unrelated", BtfKind.STRUCT)).isZero();
        int outer = subset.find("outer", BtfKind.STRUCT);
        BtfType.Ptr inner =
                (BtfType.Ptr) subset.type(requireNonNull(subset.field(outer, "inner")).type());
        assertThat(subset.type(subset.skipModifiers(inner.type())))
                .isEqualTo(new BtfType.Fwd("inner", false));
        assertThat(subset.type(requireNonNull(subset.field(outer, "call")).type()))
                .isEqualTo(new BtfType.Ptr(0));
    }

    @Test
    void followsSoManyPointers() {
        Btf one = subset(1);
        assertThat(one.find("inner", BtfKind.STRUCT)).isPositive();
        assertThat(one.find("innermost", BtfKind.FWD)).isPositive();
        Btf two = subset(2);
        assertThat(two.find("innermost", BtfKind.STRUCT)).isPositive();
        assertThat(two.find("innermost", BtfKind.FWD)).isZero();
    }

    @Test
    void growsWhenMoreIsAdded() {
        BtfSubset subset = new BtfSubset(nested).add(nested.find("outer", BtfKind.STRUCT), 0);
        subset.add(nested.find("inner", BtfKind.STRUCT), 0)
                .add(nested.find("inner", BtfKind.STRUCT), 0);
        Btf btf = Fixtures.btf(subset.build());
        assertThat(btf.find("inner", BtfKind.STRUCT)).isPositive();
        assertThat(btf.find("inner", BtfKind.FWD)).isZero();
    }

    @Test
    void ofAllTypesIsTheOriginal() {
        byte[] bytes = Fixtures.bytes(Fixtures.EVERY_KIND);
        Btf btf = Fixtures.btf(bytes);
        BtfSubset subset = new BtfSubset(btf);
        for (int id = 1; id < btf.idCount(); id++) {
            subset.add(id, 1);
        }
        assertThat(subset.build()).isEqualTo(bytes);
    }

    @Test
    void keepsLayoutsOfAKernel() {
        Btf kernel = StoredTargets.linux618().btf().orElseThrow();
        int task = kernel.find("task_struct", BtfKind.STRUCT);
        Btf small = Fixtures.btf(new BtfSubset(kernel).add(task, 0).build());
        int copy = small.find("task_struct", BtfKind.STRUCT);
        assertThat(small.idCount()).isLessThan(kernel.idCount() / 4);
        assertThat(small.sizeOf(copy)).isEqualTo(kernel.sizeOf(task));
        for (String path :
                List.of("pid", "comm", "se.exec_start", "thread.sp", "signal", "real_parent")) {
            BtfField expected = requireNonNull(kernel.field(task, path));
            BtfField actual = requireNonNull(small.field(copy, path));
            assertThat(actual.bitOffset()).as(path).isEqualTo(expected.bitOffset());
            assertThat(small.sizeOf(actual.type())).isEqualTo(kernel.sizeOf(expected.type()));
        }
    }

    @Test
    void pointersAreCountedFromZero() {
        assertThatThrownBy(() -> new BtfSubset(nested).add(1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BtfSubset(nested).add(1, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
