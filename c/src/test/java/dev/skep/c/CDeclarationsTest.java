package dev.skep.c;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Enumerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

class CDeclarationsTest {

    private static CDeclarations read(String text) {
        return CDeclarations.read(text, null, Map.of());
    }

    private static Btf types(CDeclarations declarations) {
        assertThat(declarations.problems()).isEmpty();
        Btf types = declarations.types();
        if (types == null) {
            throw new AssertionError("no types");
        }
        return types;
    }

    private static List<String> errors(String text) {
        List<String> errors = new ArrayList<>();
        for (CProblem problem : read(text).problems()) {
            errors.add(problem.start() + "-" + problem.end() + ": " + problem.message());
        }
        return errors;
    }

    /** The size of a struct, then the offsets in bits of its members, as a C compiler has them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "struct s { char a; int b; short c; }                     | 12 | 0 32 64",
                "struct s { char a; long b; char c; }                     | 24 | 0 64 128",
                "struct s { char a; int b; } __attribute__((packed))      |  5 | 0 8",
                "struct s { int a; } __attribute__((aligned(16)))         | 16 | 0",
                "struct s { int a : 3; int b : 5; int c : 25; }           |  8 | 0 3 32",
                "struct s { char a; int b : 4; int : 0; int c : 1; }      |  8 | 0 8 32",
                "struct s { unsigned long a : 40; int b : 10; char c; }   |  8 | 0 40 56",
                "struct s { char a[3]; short b[2][2]; void *p; }          | 24 | 0 32 128",
                "struct s { struct { char a; int b; }; union { char c; long d; }; } | 16 | 0 64",
                "union s { char a; int b; long c[2]; }                    | 16 | 0 0 0",
                "struct s { int (*f)(int, char *); char *g[2]; }          | 24 | 0 64",
                "struct s { struct s *next; struct other *o; uint8_t x; } | 24 | 0 64 128",
                "struct s { int n; char flexible[]; }                     |  4 | 0 32",
            })
    void membersArePlacedAsCDoes(String struct, int size, String offsets) {
        Btf types = types(read(struct + ";"));
        int id = types.find("s", BtfKind.STRUCT);
        var found = (BtfType.Composite) types.type(id == 0 ? types.find("s", BtfKind.UNION) : id);
        var placed = new StringBuilder();
        for (BtfType.Member member : found.members()) {
            placed.append(placed.isEmpty() ? "" : " ").append(member.bitOffset());
        }

        assertThat(found.size()).isEqualTo(size);
        assertThat(placed).hasToString(offsets);
    }

    @Test
    void typesBuildOnTheKernels() {
        var builder = new BtfBuilder();
        int number = builder.integer("int", 4, BtfType.Int.SIGNED);
        builder.add(
                new BtfType.Struct(
                        "task", 4, false, List.of(new BtfType.Member("pid", number, 0, 0))));
        builder.add(new BtfType.Typedef("pid_t", number));
        Btf kernel = Btf.of("kernel", MemorySegment.ofArray(builder.build()));

        Btf types =
                types(
                        CDeclarations.read(
                                "struct mine { struct task t; pid_t p; };", kernel, Map.of()));

        int mine = types.find("mine", BtfKind.STRUCT);
        assertThat(types.field(mine, "t.pid"))
                .satisfies(field -> assertThat(field.type()).isEqualTo(number));
        assertThat(types.sizeOf(mine)).isEqualTo(8);
        assertThat(mine).isGreaterThanOrEqualTo(types.firstId());
    }

    @Test
    void enumsCount() {
        Btf types =
                types(
                        read(
                                "#define TWO 2\n"
                                        + "enum e { A, B = TWO * 2, C, D = -1 }; enum w { X = 1 << 40 };"));

        assertThat(types.type(types.find("e", BtfKind.ENUM)))
                .isEqualTo(
                        new BtfType.Enum32(
                                "e",
                                4,
                                true,
                                List.of(
                                        new Enumerator("A", 0),
                                        new Enumerator("B", 4),
                                        new Enumerator("C", 5),
                                        new Enumerator("D", -1))));
        assertThat(types.sizeOf(types.find("w", BtfKind.ENUM64))).isEqualTo(8);
    }

    @Test
    void typedefsAreNames() {
        Btf types =
                types(
                        read(
                                "typedef unsigned long long big, *pointer;"
                                        + " struct s { big a; pointer b; };"));

        assertThat(types.sizeOf(types.find("big", BtfKind.TYPEDEF))).isEqualTo(8);
        assertThat(types.kind(types.resolve(types.find("pointer", BtfKind.TYPEDEF))))
                .isEqualTo(BtfKind.PTR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(1 << 4) + 1              | 17",
                "0x10 + 010 + 'a'          | 121",
                "-7 / 2                    | -3",
                "~0u >> 60                 | 15",
                "1 ? 2 : 3                 | 2",
                "OTHER * 2                 | 10",
                "(A + B)                   | 3",
                "1 == 1 && 2 != 2 ^ !0     | 1",
            })
    void macrosMayBeConstants(String body, long value) {
        CDeclarations declarations =
                read("#define OTHER 5\nenum { A = 1, B };\n#define M " + body + "\n");

        assertThat(declarations.constant("M"))
                .isInstanceOfSatisfying(
                        CConstant.Int.class, i -> assertThat(i.value()).isEqualTo(value));
    }

    @Test
    void macrosMayBeStrings() {
        assertThat(read("#define M \"a\\n\\x41\"\n").constant("M"))
                .isEqualTo(new CConstant.Text("a\nA"));
    }

    @Test
    void macrosThatAreNoConstantsHaveNoValue() {
        CDeclarations declarations =
                read("#define F(x) (x)\n#define E\n#define L L + 1\n#define Z 1 / 0\n");

        for (String name : List.of("F", "E", "L", "Z")) {
            assertThat(declarations.isMacro(name)).isTrue();
            assertThat(declarations.constant(name)).as(name).isNull();
        }
        assertThat(declarations.isMacro("G")).isFalse();
    }

    @Test
    void conditionsChoose() {
        String text =
                """
                #ifdef HAVE
                #define A 1
                # if defined(NOT) || defined NOT
                broken {
                # elif VALUE > 3
                #  define B 2
                # else
                broken {
                # endif
                #else
                #include "nothing"
                #endif
                #ifndef HAVE
                broken {
                #endif
                """;
        CDeclarations declarations =
                CDeclarations.read(text, null, Map.of("HAVE", "1", "VALUE", "4"));

        assertThat(declarations.problems()).isEmpty();
        assertThat(declarations.constant("A")).isEqualTo(new CConstant.Int(1, false));
        assertThat(declarations.constant("B")).isEqualTo(new CConstant.Int(2, false));
    }

    @Test
    void whatIsWrongHasAPlace() {
        assertThat(errors("struct s { int a; nothing b; };"))
                .containsExactly("18-25: unknown type name 'nothing'");
        assertThat(errors("struct s { int a; }; struct s { int b; };"))
                .containsExactly("21-27: struct s is defined twice");
        assertThat(errors("struct s { struct later x; };"))
                .containsExactly("24-25: the size of 'x' is not known or too large");
        assertThat(errors("struct s { char a[-1]; };"))
                .containsExactly("17-18: an array can't have -1 elements");
        assertThat(errors("struct s { int a : 33; };"))
                .containsExactly("17-18: a bit field can't have 33 bits here");
        assertThat(errors("int x; int f(void) { return 1; }"))
                .containsExactly(
                        "4-5: variables can't be declared in the C part of a script",
                        "19-20: functions of C are not supported yet");
        assertThat(errors("#endif\n#bad\n#if\n"))
                .containsExactly(
                        "1-6: #endif without #if",
                        "8-11: unknown directive #bad",
                        "13-15: a number is expected here",
                        "12-13: #endif is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                #define A B B B B B B B B
                #define B C C C C C C C C
                #define C D D D D D D D D
                #define D E E E E E E E E
                #define E F F F F F F F F
                #define F G G G G G G G G
                #define G 1
                struct s { int x[A]; };
                """,
                "struct s { struct s s; };",
                "struct a { int x[1000000][1000000]; };",
                "/* never closed",
                "\"never closed",
                "#define X X\nX",
                "struct s { int a : 1 << 63; };",
            })
    @Timeout(2)
    void anythingEnds(String text) {
        assertThat(read(text)).isNotNull();
    }

    @Test
    @Timeout(30)
    void anyTextGivesTypesOrProblems() {
        String[] pieces = {
            "struct",
            "union",
            "enum",
            "typedef",
            "int",
            "char",
            "unsigned",
            "x",
            "y",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            ";",
            ",",
            ":",
            "*",
            "=",
            "3",
            "0x",
            "\"a\"",
            "'c'",
            "\n#define ",
            "\n#if ",
            "\n#else\n",
            "\n#endif\n",
            "\n#include ",
            "__attribute__",
            "packed",
            "-",
            "<<",
            "/",
            "%",
            "\\\n",
            "/*",
            "*/",
            "//",
            "...",
            "uint8_t",
            "defined"
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                text.append(pieces[random.nextInt(pieces.length)]).append(' ');
            }
            for (CProblem problem : read(text.toString()).problems()) {
                assertThat(problem.start()).isBetween(0, text.length());
                assertThat(problem.end()).isGreaterThan(problem.start());
            }
        }
    }

    @Test
    @Timeout(10)
    void nothingMayBeNestedWithoutEnd() {
        String deep = "(".repeat(100_000);

        assertThat(read("struct s { int x[" + deep + "1]; };").problems()).isNotEmpty();
        assertThat(read("struct s { int " + deep + "x; };").problems()).isNotEmpty();
        assertThat(read("struct s {".repeat(10_000)).problems()).isNotEmpty();
        assertThat(read("int " + "*".repeat(100_000) + "x;").problems()).isNotEmpty();
        assertThat(read("struct s { int a[" + "-".repeat(100_000) + "1]; };").problems())
                .isNotEmpty();
    }
}
