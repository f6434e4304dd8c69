package dev.skep.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class IrCheckerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%x = add %n, i32 1|the operands differ in type: i64, i32",
                "%x = add %ctx, %ctx|arithmetic is for integers, not context*",
                "%x = mul %c, %c|an i1 knows only and, or, xor",
                "%x = compare eq %n, i8 1|the operands differ in type: i64, i8",
                "%x = compare slt %ctx, %ctx|pointers have no sign",
                "%x = zero_extend %n to i32|no zero_extend from i64 to i32",
                "%x = sign_extend %ctx to i64|no sign_extend from context* to i64",
                "%x = truncate %c to i8|no truncate from i1 to i8",
                "%x = reinterpret i32 1 to i64|no reinterpret from i32 to i64",
                "%x = select %n, %n, %n|the condition is no i1",
                "%x = select %c, %n, i8 1|the choices differ in type: i64, i8",
                "%x = load i1 %ctx + 0|memory holds no i1",
                "%x = load i8 %n + 0|the pointer is i64",
                "%x = load i8 %user + 0|user memory is reached by helpers only",
                "%x = load i64 %slot + 4|bytes 4 to 12 are not in a slot of 8",
                "store %slot - 1, i8 1|bytes -1 to 0 are not in a slot of 8",
                "atomic_add %slot + 0, i8 1|no atomic addition of i8",
                "%x = byte_swap i8 1|no byte_swap from i8 to i8",
                "%x = byte_swap %ctx|no byte_swap from context* to context*",
                "%x = pointer_add %ctx, i32 1|the offset is no i64 but i32",
                "%x = pointer_add %map, i64 1|a map is for helpers only",
                "%x = stack_slot \"a\", size 0, align 8|a slot of 0 bytes",
                "%x = stack_slot \"a\", size 8, align 3|a slot can't be aligned to 3",
                "%x = map_address \"\"|the map has no name",
                "%x = map_value_address \"m\" - 1|the offset is negative",
                "%x = field_offset \"1:2\" + 8, struct 7|the way to a member starts with 0",
                "%x = field_offset \"0:2\" - 8, struct 7|the offset is negative",
                "call void loop(%n, %n, %n, %n, %n, %n)|a call takes at most 5 arguments",
                "call void ktime_get_ns(%n)|ktime_get_ns takes 0 arguments, not 1",
                "call void trace_printk(%slot)|trace_printk takes 5 arguments, not 1",
                "call void map_delete_elem(%n, %slot)|map_delete_elem takes as argument 1 a map, not i64",
                "call void map_delete_elem(%map, %n)|map_delete_elem takes as argument 2 memory of the program, not i64",
                "call void map_delete_elem(%map, %user)|map_delete_elem takes as argument 2 memory of the program, not user*",
                "call void probe_read_user(%ctx, i32 8, %user)|probe_read_user takes as argument 1 memory of the program, not context*",
                "call void probe_read_user(%slot, %slot, %user)|probe_read_user takes as argument 2 a number, not stack*",
                "call void probe_read_user(%slot, i32 8, %map)|probe_read_user takes as argument 3 an address of the kernel or a process, not map*",
                "call void get_func_ip(%slot)|get_func_ip takes as argument 1 the context, not stack*",
                "call void ringbuf_submit(%slot, i64 0)|ringbuf_submit takes as argument 1 a reserved record, not stack*",
                "call void loop(%n, %n, stack* null, i64 0)|loop takes as argument 2 a function, not i64",
                "call void seq_write(%kernel, %slot, i32 8)|seq_write takes as argument 1 an object of the kernel, not kernel*",
                "%x = call i64 map_lookup_elem(%map, %slot)|map_lookup_elem does not give i64",
                "%x = call stack* ktime_get_ns()|ktime_get_ns does not give stack*",
                "call void skb_vlan_pop(%ctx)|what skb_vlan_pop takes is not known",
                "call void kernel \"\"()|the function has no name",
                "call void kernel \"f\"(%n, %n, %n, %n, %n, %n)|a call takes at most 5 arguments",
                "call void kernel \"bpf_task_from_pid\"()|bpf_task_from_pid takes 1 arguments, not 0",
                "%x = call map_value* kernel \"bpf_task_from_pid\"(%n)|bpf_task_from_pid does not give map_value*",
                "call void kernel \"bpf_task_release\"(%n)|bpf_task_release takes as argument 1 an object of the kernel, not i64",
                "%x = load i64 %kernel + 0|kernel memory of no known type is reached by helpers only",
                "store %typed + 0, i64 1|an object of the kernel is not written",
                "fill %typed + 0, size 8, with 0|an object of the kernel is not written",
                "copy %typed + 0, %slot + 0, size 8|an object of the kernel is not written",
                "atomic_add %typed + 0, i64 1|an object of the kernel is not written",
                "fill %slot + 0, size 0, with 0|0 bytes of memory",
                "copy %slot + 0, %ctx + 0, size 9|bytes 0 to 9 are not in a slot of 8",
                "copy %slot + 0, %map + 0, size 8|a map is for helpers only",
            })
    void operationsAskForFittingTypes(String operation, String problem) {
        Function function =
                IrParser.parseFunction(
                        """
                        function i64 "f" {
                        entry(%ctx: context*, %n: i64, %c: i1, %user: user*):
                          %slot = stack_slot "slot", size 8, align 8
                          %map = map_address "m"
                          %kernel = reinterpret %n to kernel*
                          %typed = load typed* %ctx + 0
                          OPERATION
                          return %n
                        }
                        """
                                .replace("OPERATION", operation));

        List<String> problems = IrChecker.problems(function);

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("entry: ")
                .endsWith(": " + problem);
    }

    @Test
    void aValueMustBeDefinedOnEveryWayToItsUse() {
        Function function =
                IrParser.parseFunction(
                        """
                        function i64 "f" {
                        entry(%c: i1):
                          branch %c, a, b
                        a:
                          %x = add i64 1, i64 2
                          jump end
                        b:
                          jump end
                        end:
                          return %x
                        }
                        """);

        assertThat(IrChecker.problems(function))
                .containsExactly("end: return %1: %1 is not defined on every way here");
    }

    @Test
    void aValueOfAnotherFunctionIsNoticed() {
        Value stranger = new FunctionBuilder("g", Type.I64, Type.I64).parameter(0);
        FunctionBuilder builder = new FunctionBuilder("f", Type.I64, Type.I64);
        builder.ret(stranger);

        assertThat(IrChecker.problems(builder.build()))
                .containsExactly("entry: return %0: %0 is not defined on every way here");
    }

    @Test
    void edgesPassWhatTheirTargetTakes() {
        Function function =
                IrParser.parseFunction(
                        """
                        function i64 "f" {
                        entry(%c: i1):
                          branch %c, a(i64 1, i64 2), a(i32 1)
                        a(%x: i64):
                          return i32 1
                        }
                        """);

        assertThat(IrChecker.problems(function))
                .containsExactly(
                        "entry: branch %0, a(i64 1, i64 2), a(i32 1): a takes 1 values, not 2",
                        "entry: branch %0, a(i64 1, i64 2), a(i32 1): a takes i64, not i32",
                        "a: return i32 1: takes i64, not i32");
    }

    @Test
    void theEntryIsEnteredOnceAndBranchesAskATruthValue() {
        Function function =
                IrParser.parseFunction(
                        """
                        function i64 "f" {
                        entry(%n: i64):
                          branch %n, entry(%n), b
                        b:
                          return i64 0
                        }
                        """);

        assertThatThrownBy(() -> IrChecker.check(function))
                .isInstanceOf(MalformedIrException.class)
                .hasMessageContaining("the entry block can be jumped to")
                .hasMessageContaining("takes i1, not i64");
    }
}
