package dev.skep.compiler.codegen;

import org.junit.jupiter.api.Test;

class KernelFunctionCallTest {

    @Test
    void valuesOutliveCallsInRegistersThatSurvive() {
        Generated.from(
                        """
                        %n = truncate %x to i32
                        %t = call typed* kernel "bpf_task_from_pid"(%n)
                        %is = compare ne %t, typed* null
                        branch %is, found, out
                        found:
                        %tgid = load i32 %t + 8
                        %r = zero_extend %tgid to i64
                        %z = add %r, %y
                        call void kernel "bpf_task_release"(%t)
                        return %z
                        out:
                        return i64 0
                        """)
                .has(
                        """
                        r1 = r0
                        call kernel void @bpf_task_release(pointer)
                        r0 = r6
                        exit
                        """);
    }

    /** The kernel's functions are C: of an int the upper half is whatever was there. */
    @Test
    void narrowResultsAreCut() {
        Generated.from(
                        """
                        %n = call i32 kernel "bpf_some_count"()
                        %r = zero_extend %n to i64
                        return %r
                        """)
                .has(
                        """
                        call kernel number @bpf_some_count()
                        w0 = w0
                        exit
                        """);
    }

    /** A function may keep where a slot is, and write there at its next call. */
    @Test
    void slotsThatAreHandedOutStayWhereTheyAre() {
        Generated.from(
                        """
                        %it = stack_slot "it", size 8, align 8
                        %other = stack_slot "other", size 8, align 8
                        %n = call i32 kernel "bpf_iter_num_new"(%it, i32 0, i32 3)
                        store %other + 0, %x
                        %v = call i64 kernel "bpf_other"(%other)
                        call void kernel "bpf_iter_num_destroy"(%it)
                        return %v
                        """)
                .has("call kernel number @bpf_iter_num_new(pointer, number, number)\n");
    }
}
