package dev.skep.bpf.btf.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Linkage;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** What we print; {@link CDumpPeerTest} asks compilers what they think of it. */
@Timeout(60)
class CDumpTest {
    private final BtfBuilder builder = new BtfBuilder();
    private final int integer = builder.integer("int", 4, BtfType.Int.SIGNED);
    private final int character = builder.integer("char", 1, 0);

    private int struct(String name, int size, Member... members) {
        return builder.add(new BtfType.Struct(name, size, true, List.of(members)));
    }

    private static Member member(String name, int type, int bitOffset) {
        return new Member(name, type, bitOffset, 0);
    }

    private static Member bits(String name, int type, int bitOffset, int bitSize) {
        return new Member(name, type, bitOffset, bitSize);
    }

    private int pointer(int type) {
        return builder.add(new BtfType.Ptr(type));
    }

    private int array(int type, int count) {
        return builder.add(new BtfType.Array(type, integer, count));
    }

    private int typedef(String name, int type) {
        return builder.add(new BtfType.Typedef(name, type));
    }

    private int function(int result, Parameter... parameters) {
        return builder.add(new BtfType.FuncProto(result, List.of(parameters)));
    }

    private Btf btf() {
        return Btf.of("made by hand", MemorySegment.ofArray(builder.build()));
    }

    private String defined(int... ids) {
        StringBuilder text = new StringBuilder();
        CDump dump = new CDump(btf(), text);
        for (int id : ids) {
            dump.define(id);
        }
        return text.toString();
    }

    private String declared(int id, String name) {
        return new CDump(btf(), new StringBuilder()).declaration(id, name);
    }

    @Test
    void declaresFromTheInsideOut() {
        int constant = builder.add(new BtfType.Const(character));
        int text = pointer(constant);
        int constantText = builder.add(new BtfType.Const(text));
        int handler = function(integer, new Parameter("", text), new Parameter("", 0));
        assertThat(declared(0, "")).isEqualTo("void");
        assertThat(declared(pointer(0), "p")).isEqualTo("void *p");
        assertThat(declared(text, "s")).isEqualTo("const char *s");
        assertThat(declared(text, "")).isEqualTo("const char *");
        assertThat(declared(constantText, "s")).isEqualTo("const char * const s");
        assertThat(declared(pointer(constantText), "s")).isEqualTo("const char * const *s");
        assertThat(declared(array(array(integer, 3), 2), "m")).isEqualTo("int m[2][3]");
        assertThat(declared(array(text, 4), "a")).isEqualTo("const char *a[4]");
        assertThat(declared(pointer(array(integer, 4)), "p")).isEqualTo("int (*p)[4]");
        assertThat(declared(handler, "f")).isEqualTo("int f(const char *, ...)");
        assertThat(declared(pointer(handler), "f")).isEqualTo("int (*f)(const char *, ...)");
        assertThat(declared(array(pointer(handler), 2), "f"))
                .isEqualTo("int (*f[2])(const char *, ...)");
        assertThat(declared(pointer(function(pointer(function(text)))), "f"))
                .isEqualTo("const char * (* (*f)(void))(void)");
    }

    @Test
    void qualifiersAndTagsStandByWhatTheyQualify() {
        int shared = builder.add(new BtfType.Volatile(integer));
        int both = builder.add(new BtfType.Const(shared));
        int user = builder.add(new BtfType.TypeTag("user", character, false));
        int plain = builder.add(new BtfType.TypeTag("noderef", character, true));
        int tagged = builder.add(new BtfType.TypeTag("rcu", pointer(user), false));
        assertThat(declared(both, "n")).isEqualTo("volatile const int n");
        assertThat(declared(builder.add(new BtfType.Restrict(pointer(both))), "p"))
                .isEqualTo("volatile const int * restrict p");
        assertThat(declared(pointer(user), "p"))
                .isEqualTo("char __attribute__((btf_type_tag(\"user\"))) *p");
        assertThat(declared(pointer(plain), "p")).isEqualTo("char __attribute__((noderef)) *p");
        assertThat(declared(pointer(tagged), "p"))
                .isEqualTo(
                        "char __attribute__((btf_type_tag(\"user\")))"
                                + " * __attribute__((btf_type_tag(\"rcu\"))) *p");
        // GCC says the same about an array and its elements, and of functions that do not return.
        assertThat(declared(builder.add(new BtfType.Const(array(both, 2))), "a"))
                .isEqualTo("volatile const int a[2]");
        assertThat(declared(pointer(builder.add(new BtfType.Volatile(function(0)))), "f"))
                .isEqualTo("void (*f)(void)");
    }

    @Test
    void definesWhatIsEmbeddedFirst() {
        int outer =
                struct(
                        "outer",
                        8,
                        member("count", builder.nextId() + 1, 0),
                        member("inner", builder.nextId() + 2, 32));
        typedef("number_t", integer);
        struct("inner", 4, member("n", integer, 0));
        assertThat(defined(outer))
                .isEqualTo(
                        """
                        typedef int number_t;

                        struct inner {
                        	int n;
                        };

                        struct outer {
                        	number_t count;
                        	struct inner inner;
                        };

                        """);
    }

    @Test
    void declaresWhatIsOnlyPointedTo() {
        int outer = 5;
        int toOuter = pointer(outer);
        int toOther = pointer(6);
        assertThat(struct("outer", 16, member("self", toOuter, 0), member("other", toOther, 64)))
                .isEqualTo(outer);
        struct("other", 16, member("outer", outer, 0));
        assertThat(defined(outer, 6))
                .isEqualTo(
                        """
                        struct other;

                        struct outer {
                        	struct outer *self;
                        	struct other *other;
                        };

                        struct other {
                        	struct outer outer;
                        };

                        """);
    }

    @Test
    void typedefsComeAsEarlyAsTheyCan() {
        int toList = pointer(4);
        assertThat(typedef("list_t", 5)).isEqualTo(4);
        struct("list", 8, member("next", toList, 0));
        assertThat(defined(5))
                .isEqualTo(
                        """
                        struct list;

                        typedef struct list list_t;

                        struct list {
                        	list_t *next;
                        };

                        """);
    }

    @Test
    void anonymousTypesAreDefinedWhereTheyStand() {
        int values =
                builder.add(
                        new BtfType.Enum32(
                                "",
                                4,
                                false,
                                List.of(new Enumerator("NO", 0), new Enumerator("YES", 1))));
        int either =
                builder.add(
                        new BtfType.Union(
                                "",
                                4,
                                true,
                                List.of(member("n", integer, 0), member("e", values, 0))));
        int named =
                typedef("pair_t", struct("", 8, member("", either, 0), member("b", integer, 32)));
        int unused =
                builder.add(new BtfType.Enum32("", 4, true, List.of(new Enumerator("MINUS", -1))));
        assertThat(defined(values, either, named, unused))
                .isEqualTo(
                        """
                        typedef struct {
                        	union {
                        		int n;
                        		enum {
                        			NO = 0,
                        			YES = 1,
                        		} e;
                        	};
                        	int b;
                        } pair_t;

                        enum {
                        	MINUS = -1,
                        };

                        """);
    }

    @Test
    void equalNamesAreNumbered() {
        int first = struct("same", 4, member("a", integer, 0));
        int taken = struct("same___2", 0);
        int second = struct("same", 4, member("b", integer, 0));
        int values =
                builder.add(new BtfType.Enum32("same", 4, false, List.of(new Enumerator("A", 0))));
        int others =
                builder.add(new BtfType.Enum32("other", 4, false, List.of(new Enumerator("A", 1))));
        int typedef = typedef("A", integer);
        int forward = builder.add(new BtfType.Fwd("same", false));
        int wrong = builder.add(new BtfType.Fwd("same", true));
        assertThat(defined(first, taken, second, values, others, typedef, forward, wrong))
                .isEqualTo(
                        """
                        struct same {
                        	int a;
                        };

                        struct same___2 {};

                        struct same___3 {
                        	int b;
                        };

                        enum same___4 {
                        	A = 0,
                        };

                        enum other {
                        	A___2 = 1,
                        };

                        typedef int A___3;

                        struct same;

                        union same___5;

                        """);
    }

    /** Compilers take that only as an extension. */
    @Test
    void membersStandForAStructThatIsEmbeddedWithoutAName() {
        int head = struct("head", 4, member("n", integer, 0));
        int tail = typedef("tail_t", struct("", 1, member("c", character, 0)));
        int both = struct("both", 8, member("", head, 0), member("", tail, 32));
        assertThat(defined(both))
                .endsWith(
                        """
                        struct both {
                        	struct {
                        		int n;
                        	};
                        	struct {
                        		char c;
                        	};
                        };

                        """);
    }

    @Test
    void gapsAreFilled() {
        int wide = builder.integer("long long int", 8, BtfType.Int.SIGNED);
        int gaps =
                struct(
                        "gaps",
                        80,
                        member("a", character, 0),
                        member("natural", integer, 32),
                        member("b", character, 64),
                        member("unnatural", character, 128),
                        member("far", wide, 320),
                        bits("low", integer, 384, 3),
                        bits("high", integer, 390, 2),
                        bits("next", integer, 416, 31));
        assertThat(defined(gaps))
                .isEqualTo(
                        """
                        struct gaps {
                        	char a;
                        	int natural;
                        	char b;
                        	long: 0;
                        	char unnatural;
                        	long: 64;
                        	long: 64;
                        	long long int far;
                        	int low: 3;
                        	char: 3;
                        	int high: 2;
                        	int: 24;
                        	int next: 31;
                        	long: 64;
                        	long: 64;
                        	long: 64;
                        };

                        """);
    }

    @Test
    void packedIsWhatNoCompilerWouldDoByItself() {
        int misaligned = struct("a", 5, member("c", character, 0), member("n", integer, 8));
        int cut = struct("b", 5, member("n", integer, 0), member("c", character, 32));
        int crossing = struct("d", 5, bits("x", integer, 0, 20), bits("y", integer, 20, 20));
        int natural = struct("e", 8, member("c", character, 0), member("n", integer, 32));
        int holds = struct("f", 9, member("c", character, 0), member("e", natural, 8));
        String text = defined(misaligned, cut, crossing, natural, holds);
        for (String packed : List.of("a", "b", "d", "f")) {
            assertThat(text)
                    .containsPattern("struct " + packed + " \\{[^}]*} __attribute__\\(\\(packed");
        }
        assertThat(text).containsPattern("struct e \\{[^}]*};");
    }

    @Test
    void unionsAreAsLargeAsTheyAre() {
        int large = builder.add(new BtfType.Union("u", 16, true, List.of(member("n", integer, 0))));
        int cut =
                builder.add(
                        new BtfType.Union(
                                "v",
                                6,
                                true,
                                List.of(
                                        member("c", array(character, 6), 0),
                                        member("n", integer, 0))));
        assertThat(defined(large, cut))
                .isEqualTo(
                        """
                        union u {
                        	int n;
                        	struct {
                        		long: 64;
                        		long: 64;
                        	};
                        };

                        union v {
                        	char c[6];
                        	int n;
                        } __attribute__((packed));

                        """);
    }

    @Test
    void enumerationsAreAsLargeAsTheyAre() {
        Enumerator one = new Enumerator("ONE", 1);
        Enumerator minus = new Enumerator("MINUS", -1);
        Enumerator many = new Enumerator("MANY", 1L << 40);
        int small = builder.add(new BtfType.Enum32("small", 1, false, List.of(one)));
        int word = builder.add(new BtfType.Enum64("word", 8, true, List.of(minus)));
        int large = builder.add(new BtfType.Enum64("large", 8, false, List.of(many)));
        int elsewhere = builder.add(new BtfType.Enum32("elsewhere", 4, false, List.of()));
        assertThat(defined(small, word, large, elsewhere))
                .isEqualTo(
                        """
                        enum small {
                        	ONE = 1,
                        } __attribute__((mode(byte)));

                        enum word {
                        	MINUS = -1LL,
                        } __attribute__((mode(word)));

                        enum large {
                        	MANY = 1099511627776ULL,
                        };

                        enum elsewhere;

                        """);
    }

    @Test
    void everyCompilerHasItsOwnVaList() {
        int tag = struct("__va_list_tag", 4, member("n", integer, 0));
        int builtin = typedef("__builtin_va_list", array(tag, 1));
        int list = typedef("va_list", builtin);
        int holds =
                struct("holds", 16, member("here", list, 0), member("there", pointer(list), 64));
        assertThat(defined(list, holds))
                .isEqualTo(
                        """
                        struct __va_list_tag {
                        	int n;
                        };

                        typedef __builtin_va_list va_list;

                        struct holds {
                        	struct __va_list_tag here[1];
                        	va_list *there;
                        };

                        """);
    }

    @Test
    void kernelFunctionsAreDeclaredAfterWhatTheyNeed() {
        int task = builder.add(new BtfType.Struct("task", 0, false, List.of()));
        int prototype = function(integer, new Parameter("task", pointer(task)));
        int function = builder.add(new BtfType.Func("bpf_task", prototype, Linkage.STATIC));
        builder.add(new BtfType.DeclTag("bpf_kfunc", function, -1, false));
        int cast = builder.add(new BtfType.Func("bpf_cast", prototype, Linkage.STATIC));
        builder.add(new BtfType.DeclTag("bpf_kfunc", cast, -1, false));
        builder.add(new BtfType.DeclTag("bpf_fastcall", cast, -1, false));
        builder.add(new BtfType.Func("other", prototype, Linkage.STATIC));
        StringBuilder text = new StringBuilder();
        new CDump(btf(), text).kernelFunctions();
        assertThat(text.toString())
                .startsWith("struct task;\n\n#ifndef BPF_NO_KFUNC_PROTOTYPES\n")
                .endsWith(
                        "extern int bpf_task(struct task *task) __weak __ksym;\n"
                                + "extern __bpf_fastcall int bpf_cast(struct task *task)"
                                + " __weak __ksym;\n"
                                + "#endif\n\n")
                .doesNotContain("other");
    }

    @Test
    void whatIsDefinedOnceIsNotDefinedAgain() {
        int struct = struct("once", 4, member("n", integer, 0));
        StringBuilder text = new StringBuilder();
        CDump dump = new CDump(btf(), text);
        dump.define(struct);
        text.setLength(0);
        dump.define(struct);
        assertThat(text).isEmpty();
    }

    @Test
    void circlesHaveAnEnd() {
        int self = struct("self", 4, member("self", builder.nextId(), 0));
        assertThatThrownBy(() -> defined(self))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("made by hand can't be C: type " + self + " contains itself");
        int typedef = typedef("circle", builder.nextId());
        assertThatThrownBy(() -> defined(typedef)).isInstanceOf(MalformedObjectException.class);
        int pointers = pointer(builder.nextId());
        assertThatThrownBy(() -> declared(pointers, "p"))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("more than 200 deep");
    }

    @Test
    void whatContainsItselfManyTimesOverHasAnEnd() {
        int inner = struct("", 0);
        for (int i = 0; i < 60; i++) {
            inner = struct("", 0, member("a", inner, 0), member("b", inner, 0));
        }
        int bomb = struct("bomb", 0, member("all", inner, 0));
        assertThatThrownBy(() -> defined(bomb))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("no end");
        int vast = struct("vast", Integer.MAX_VALUE);
        assertThatThrownBy(() -> defined(vast)).isInstanceOf(MalformedObjectException.class);
    }
}
