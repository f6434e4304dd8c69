package dev.skep.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.SourcePosition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IrTextTest {

    /** One of everything. */
    private static final String ALL =
            """
            function i64 "all \\"of\\" it" {
            entry(%0: context*, %1: i64):
              %2 = load i32 %0 + 16
              %3 = load kernel* %0 - 8
              %4 = stack_slot "key", size 16, align 8
              fill %4 + 0, size 16, with -1
              store %4 + 0, %2
              store %4 + 8, i8 -3
              atomic_add %4 + 8, i64 1
              %9 = map_address "counts"
              %10 = call map_value* map_lookup_elem(%9, %4)
              %11 = compare ne %10, map_value* null
              branch %11, found(%10, %1), missing
            found(%12: map_value*, %13: i64):
              %14 = map_value_address ".data.x" + 24
              copy %12 + 0, %14 + 8, size 8
              %16 = pointer_add %12, i64 8
              %17 = reinterpret %16 to i64
              %18 = truncate %17 to i8
              %19 = sign_extend %18 to i32
              %20 = zero_extend %19 to i64
              %21 = udiv %20, %13
              %22 = select %11, %21, i64 7
              %23 = compare slt %22, i64 -5
              branch %23, found(%12, %22), done(%22)
            done(%24: i64):
              %25 = field_offset "0:3:1" + 24, struct 17
              jump end
            end:
              return %24
            missing:
              call void ktime_get_ns()
              %27 = function_address "all \\"of\\" it"
              %28 = call i64 loop(i64 3, %27, stack* null, i64 0)
              %29 = call i64 "all \\"of\\" it"(%0, %28)
              %30 = call typed* kernel "bpf_task_from_pid"(i32 7)
              call void kernel "bpf_task_release"(%30)
              unreachable
            }
            """;

    @Test
    void everythingReadsBackAsItIsWritten() {
        assertThat(IrParser.parseFunction(ALL)).hasToString(ALL);
    }

    @Test
    void modulesHoldFunctionsByName() {
        String two = "function i64 \"a\" {\nentry:\n  return i64 1\n}\n";
        Module module = IrParser.parse(two + "\n" + two.replace("\"a\"", "\"b\""));

        assertThat(module).hasToString(two + "\n" + two.replace("\"a\"", "\"b\""));
        assertThat(module.function("b")).isSameAs(module.functions().get(1));
        assertThat(module.function("c")).isNull();
    }

    @Test
    void constantsAreSignedAndTruthValuesAreNot() {
        assertThat(Constant.of(Type.I8, 0xff)).hasToString("i8 -1");
        assertThat(Constant.of(Type.I1, 1)).hasToString("i1 1");
        assertThat(Constant.of(Type.I8, -1).zeroExtended()).isEqualTo(255);
        assertThatThrownBy(() -> Constant.of(Type.pointer(AddressSpace.MAP), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no constant 4 of type map*");
    }

    @Test
    void anyNamesAndCommentsAreRead() {
        Function function =
                IrParser.parseFunction(
                        """
                        ; a comment
                        function i64 "f" {
                        start(%ctx: context*): ; more
                          %sum = add i64 1, i64 2
                          return %sum }
                        """);

        assertThat(function)
                .hasToString(
                        """
                        function i64 "f" {
                        start(%0: context*):
                          %1 = add i64 1, i64 2
                          return %1
                        }
                        """);
    }

    @Test
    void positionsArePrintedWhereTheyChange() {
        FunctionBuilder builder = new FunctionBuilder("f", Type.I64, Type.I64);
        builder.at(new SourcePosition("stdin", 1, 3, "x + x"));
        Value sum = builder.binary(BinaryOperation.ADD, builder.parameter(0), builder.parameter(0));
        builder.binary(BinaryOperation.SUB, sum, sum);
        builder.at(new SourcePosition("stdin", 2, 1, "exit"));
        builder.ret(sum);

        assertThat(IrPrinter.printWithPositions(builder.build()))
                .isEqualTo(
                        """
                        function i64 "f" {
                        entry(%0: i64):
                          %1 = add %0, %0  ; stdin:1:3
                          %2 = sub %1, %1
                          return %1  ; stdin:2:1
                        }
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return %5|3:10: value %5 is not defined above",
                "%0 = add i64 1, i64 2|3:3: value %0 is defined twice",
                "%1 = frobnicate %0|3:8: there is no operation frobnicate that gives a value",
                "frobnicate %0|3:3: there is no operation frobnicate without a value",
                "%1 = call i64 no_such(%0)|3:17: there is no helper no_such",
                "call void kernel bpf_none()|3:20: expected the kernel function's name in quotes, found 'bpf_none'",
                "jump nowhere }|3:16: there is no block nowhere",
                "return i64 x|3:14: expected a constant, found 'x'",
                "return i65 1|3:10: there is no type i65",
                "%1 = load tree* %0 + 1|3:17: there is no address space tree",
                "%1 = load i8 %0 + 99999999999|3:21: an offset 99999999999 does not fit 32 bits",
                "%1 = compare like %0, %0|3:16: there is no relation like",
                "return i64 1 entry: return i64 1|3:16: there are two blocks entry",
                "%1 = map_address \"x|3:20: the quoted name has no end",
                "%1 = map_address x|3:20: expected the map's name in quotes, found 'x'",
            })
    void errorsSayWhere(String line, String message) {
        String text = "function i64 \"f\" {\nentry(%0: i64):\n  " + line + "\n}";

        assertThatThrownBy(() -> IrParser.parseFunction(text))
                .isInstanceOf(MalformedIrException.class)
                .hasMessage(message);
    }
}
