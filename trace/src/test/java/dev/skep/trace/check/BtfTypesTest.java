package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.trace.check.ScriptType.Composite;
import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.check.ScriptType.Opaque;
import dev.skep.trace.check.ScriptType.Pointer;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Types of C as the language sees them. */
class BtfTypesTest {
    private static final Btf BTF = btf();

    /**
     * <pre>
     * struct node {
     *     struct node *next;
     *     const char name[6];
     *     union { int i; unsigned char bytes[4]; };
     *     char __user *text;
     *     enum color color : 3;
     *     struct hidden *hidden;
     *     void *any;
     *     __int128 wide;
     *     struct node __percpu *each;
     * };
     * </pre>
     */
    private static Btf btf() {
        var btf = new BtfBuilder();
        int character = btf.integer("char", 1, BtfType.Int.SIGNED);
        int uchar = btf.integer("unsigned char", 1, 0);
        int number = btf.integer("int", 4, BtfType.Int.SIGNED);
        int wide = btf.integer("__int128", 16, BtfType.Int.SIGNED);
        int constant = btf.add(new BtfType.Const(character));
        int name = btf.add(new BtfType.Array(constant, number, 6));
        int bytes = btf.add(new BtfType.Array(uchar, number, 4));
        int union =
                btf.add(
                        new BtfType.Union(
                                "",
                                4,
                                false,
                                List.of(
                                        new Member("i", number, 0, 0),
                                        new Member("bytes", bytes, 0, 0))));
        int user = btf.add(new BtfType.TypeTag("user", character, false));
        int text = btf.add(new BtfType.Ptr(user));
        int color =
                btf.add(
                        new BtfType.Enum32(
                                "color",
                                4,
                                false,
                                List.of(new Enumerator("RED", 0), new Enumerator("BLUE", 7))));
        int hidden = btf.add(new BtfType.Ptr(btf.add(new BtfType.Fwd("hidden", false))));
        int any = btf.add(new BtfType.Ptr(0));
        int node = btf.nextId() + 3;
        int next = btf.add(new BtfType.Ptr(node));
        int percpu = btf.add(new BtfType.TypeTag("percpu", node, false));
        int each = btf.add(new BtfType.Ptr(percpu));
        btf.add(
                new BtfType.Struct(
                        "node",
                        80,
                        true,
                        List.of(
                                new Member("next", next, 0, 0),
                                new Member("name", name, 64, 0),
                                new Member("", union, 128, 0),
                                new Member("text", text, 192, 0),
                                new Member("color", color, 261, 3),
                                new Member("hidden", hidden, 320, 0),
                                new Member("any", any, 384, 0),
                                new Member("wide", wide, 448, 0),
                                new Member("each", each, 576, 0))));
        return Btf.of("test", MemorySegment.ofArray(btf.build()));
    }

    private static Composite node(AddressSpace space) {
        int id = BTF.find("node", BtfKind.STRUCT);
        return (Composite) BtfTypes.of(BTF, id, space);
    }

    private static BtfTypes.Member member(Composite struct, String name) {
        BtfTypes.Member member = BtfTypes.member(struct, name);
        if (member == null) {
            throw new AssertionError("no member " + name);
        }
        return member;
    }

    private static BtfTypes.Member member(String name) {
        return member(node(AddressSpace.KERNEL), name);
    }

    @Test
    void structsAreLookedIntoWhenAsked() {
        assertThat(node(AddressSpace.KERNEL).text()).isEqualTo("struct node");
        assertThat(member("next").type())
                .isEqualTo(new Pointer(AddressSpace.KERNEL, node(AddressSpace.KERNEL)));
        assertThat(BtfTypes.member(node(AddressSpace.KERNEL), "nothing")).isNull();
        assertThat(BtfTypes.member(node(AddressSpace.KERNEL), "next.next")).isNull();
    }

    @Test
    void anArrayOfCharIsAString() {
        // Six characters, and a NUL behind them should they fill it.
        assertThat(member("name").type()).isEqualTo(new ScriptType.Text(7));
        assertThat(member("bytes").type()).isEqualTo(new ScriptType.Array(new Int(1, false), 4));
    }

    @Test
    void membersOfAnonymousMembersAreTheStructsOwn() {
        assertThat(member("bytes").offset()).isEqualTo(16);
        assertThat(BtfTypes.members(node(AddressSpace.KERNEL)))
                .extracting(BtfTypes.Member::name)
                .containsExactly(
                        "next", "name", "i", "bytes", "text", "color", "hidden", "any", "wide",
                        "each");
    }

    @Test
    void aBitFieldSaysWhichBits() {
        BtfTypes.Member color = member("color");
        assertThat(color.isBitField()).isTrue();
        assertThat(color.bitOffset()).isEqualTo(261);
        assertThat(color.bitSize()).isEqualTo(3);
        assertThat(color.type().text()).isEqualTo("enum color");
        assertThat(color.type().size()).isEqualTo(4);
    }

    @Test
    void tagsSayWherePointersPoint() {
        assertThat(member("text").type())
                .isEqualTo(new Pointer(AddressSpace.USER, new Int(1, true)));
        Composite typed = node(AddressSpace.TYPED);
        assertThat(member(typed, "next").type()).isEqualTo(new Pointer(AddressSpace.TYPED, typed));
        assertThat(member(typed, "each").type())
                .isEqualTo(new Pointer(AddressSpace.KERNEL, node(AddressSpace.KERNEL)));
        // The verifier takes a pointer to anything but a struct for a number.
        assertThat(member(typed, "any").type())
                .isEqualTo(new Pointer(AddressSpace.KERNEL, new ScriptType.Void()));
    }

    @Test
    void whatTheLanguageHasNoTypeForIsKnownByName() {
        assertThat(member("hidden").type())
                .isEqualTo(new Pointer(AddressSpace.KERNEL, new Opaque("struct hidden")));
        assertThat(member("wide").type()).isEqualTo(new Opaque("__int128"));
    }
}
