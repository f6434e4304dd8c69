package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

@Timeout(30)
class BtfFieldTest {
    private final Btf every = Fixtures.btf(Fixtures.bytes(Fixtures.EVERY_KIND));
    private final int outer = every.find("outer", BtfKind.STRUCT);

    @Test
    void isFoundByItsName() {
        BtfField first = requireNonNull(every.field(outer, "first"));
        assertThat(first.type()).isEqualTo(1);
        assertThat(first.offset()).isZero();
        assertThat(first.isBitField()).isFalse();
        assertThat(first.path()).containsExactly(new Member("first", 1, 0, 0));
        assertThat(every.field(outer, "nosuch")).isNull();
        assertThat(every.field(outer, "firs")).isNull();
    }

    @Test
    void isFoundThroughAnonymousUnions() {
        BtfField pointer = requireNonNull(every.field(outer, "pointer"));
        assertThat(pointer.offset()).isEqualTo(8);
        assertThat(pointer.type()).isEqualTo(5);
        assertThat(pointer.path()).extracting(Member::name).containsExactly("", "pointer");
    }

    @Test
    void mayBeABitField() {
        BtfField high = requireNonNull(every.field(outer, "high"));
        assertThat(high.bitOffset()).isEqualTo(35);
        assertThat(high.bitSize()).isEqualTo(29);
        assertThat(high.offset()).isEqualTo(4);
        assertThat(high.isBitField()).isTrue();
    }

    /** Before kind_flag, members of bit fields had integer types that told offset and size. */
    @Test
    void mayBeABitFieldOfAnOldCompiler() {
        Btf btf =
                Fixtures.btf(
                        new BtfType.Int("unsigned int", 4, 0, 3, 5),
                        new BtfType.Struct("s", 4, false, List.of(new Member("f", 1, 32, 0))));
        BtfField field = requireNonNull(btf.field(2, "f"));
        assertThat(field.bitOffset()).isEqualTo(35);
        assertThat(field.bitSize()).isEqualTo(5);
    }

    @Test
    void isNotFoundInWhatHasNoMembersOrByAnEmptyName() {
        assertThat(every.field(1, "first")).isNull();
        assertThat(every.field(0, "first")).isNull();
        for (String path :
                List.of("", ".", "first.", ".first", "first.x", "next.first", "first..x")) {
            assertThat(every.field(outer, path)).as(path).isNull();
        }
    }

    @Test
    void isFoundByPathInAKernel() {
        Btf btf = StoredTargets.linux618().btf().orElseThrow();
        int task = btf.find("task_struct", BtfKind.STRUCT);
        BtfField start = requireNonNull(btf.field(task, "se.exec_start"));
        BtfField se = requireNonNull(btf.field(task, "se"));
        BtfField inner = requireNonNull(btf.field(se.type(), "exec_start"));
        assertThat(start.bitOffset()).isEqualTo(se.bitOffset() + inner.bitOffset());
        assertThat(start.path()).extracting(Member::name).containsExactly("se", "exec_start");
        assertThat(btf.sizeOf(start.type())).isEqualTo(8);
        // The same as by looking through the decoded members.
        BtfType.Struct struct = (BtfType.Struct) btf.type(task);
        int named = 0;
        for (Member member : struct.members()) {
            if (!member.name().isEmpty()) {
                named++;
                assertThat(requireNonNull(btf.field(task, member.name())).path())
                        .containsExactly(member);
            }
        }
        assertThat(named).isGreaterThan(100);
    }

    @Test
    void isLookedForThroughATypedef() {
        Btf btf =
                Fixtures.btf(
                        new BtfType.Struct("", 4, false, List.of(new Member("f", 3, 0, 0))),
                        new BtfType.Typedef("t", 4),
                        new BtfType.Int("int", 4, 1, 0, 32),
                        new BtfType.Const(1));
        assertThat(requireNonNull(btf.field(2, "f")).type()).isEqualTo(3);
    }

    @Test
    void isNotLookedForWithoutEnd() {
        Member self = new Member("", 1, 0, 0);
        Btf btf = Fixtures.btf(new BtfType.Struct("s", 4, false, List.of(self, self, self)));
        assertThatThrownBy(() -> btf.field(1, "f"))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("without end");
    }
}
