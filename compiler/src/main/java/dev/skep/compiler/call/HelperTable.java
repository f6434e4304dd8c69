package dev.skep.compiler.call;

import static dev.skep.compiler.call.HelperArgument.ADDRESS;
import static dev.skep.compiler.call.HelperArgument.CLOSURE;
import static dev.skep.compiler.call.HelperArgument.CONTEXT;
import static dev.skep.compiler.call.HelperArgument.FUNCTION;
import static dev.skep.compiler.call.HelperArgument.MAP;
import static dev.skep.compiler.call.HelperArgument.NUMBER;
import static dev.skep.compiler.call.HelperArgument.OBJECT;
import static dev.skep.compiler.call.HelperArgument.READ;
import static dev.skep.compiler.call.HelperArgument.READ_OR_NULL;
import static dev.skep.compiler.call.HelperArgument.RECORD;
import static dev.skep.compiler.call.HelperArgument.REWRITTEN;
import static dev.skep.compiler.call.HelperArgument.WRITTEN;
import static dev.skep.compiler.call.HelperArgument.WRITTEN_WHOLE;

import dev.skep.bpf.asm.BpfHelper;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The signatures of the kernel's helpers, after {@code kernel/bpf/helpers.c} and {@code
 * kernel/trace/bpf_trace.c} of Linux 6.18. What nothing in Skep calls is added when something does.
 */
public final class HelperTable {
    private static final @Nullable HelperSignature[] BY_NUMBER =
            new HelperSignature[BpfHelper.CGRP_STORAGE_DELETE.number() + 1];

    static {
        add(BpfHelper.MAP_LOOKUP_ELEM, gives(HelperResult.MAP_VALUE, MAP, READ));
        add(BpfHelper.MAP_LOOKUP_PERCPU_ELEM, gives(HelperResult.MAP_VALUE, MAP, READ, NUMBER));
        add(BpfHelper.MAP_UPDATE_ELEM, changesMaps(MAP, READ, READ, NUMBER));
        add(BpfHelper.MAP_DELETE_ELEM, changesMaps(MAP, READ));
        add(BpfHelper.MAP_PUSH_ELEM, changesMaps(MAP, READ, NUMBER));
        add(BpfHelper.MAP_POP_ELEM, changesMaps(MAP, WRITTEN));
        add(BpfHelper.MAP_PEEK_ELEM, anywhere(HelperEffect.NONE, MAP, WRITTEN));
        add(BpfHelper.KTIME_GET_NS, anywhere(HelperEffect.NONE));
        add(BpfHelper.KTIME_GET_BOOT_NS, anywhere(HelperEffect.NONE));
        add(BpfHelper.KTIME_GET_COARSE_NS, anywhere(HelperEffect.NONE));
        add(BpfHelper.KTIME_GET_TAI_NS, anywhere(HelperEffect.NONE));
        add(BpfHelper.JIFFIES64, anywhere(HelperEffect.NONE));
        add(BpfHelper.GET_PRANDOM_U32, anywhere(HelperEffect.NONE));
        add(BpfHelper.GET_SMP_PROCESSOR_ID, anywhere(HelperEffect.CONSTANT));
        add(BpfHelper.GET_NUMA_NODE_ID, anywhere(HelperEffect.CONSTANT));
        add(BpfHelper.GET_CURRENT_TASK, anywhere(HelperEffect.CONSTANT));
        add(
                BpfHelper.GET_CURRENT_TASK_BTF,
                new HelperSignature(
                        HelperScope.ALL, HelperEffect.CONSTANT, HelperResult.OBJECT, List.of()));
        add(
                BpfHelper.TASK_PT_REGS,
                new HelperSignature(
                        HelperScope.ALL,
                        HelperEffect.CONSTANT,
                        HelperResult.OBJECT,
                        List.of(OBJECT)));
        add(
                BpfHelper.TRACE_PRINTK,
                anywhere(HelperEffect.NONE, READ, NUMBER, NUMBER, NUMBER, NUMBER));
        add(
                BpfHelper.TRACE_VPRINTK,
                anywhere(HelperEffect.NONE, READ, NUMBER, READ_OR_NULL, NUMBER));
        add(
                BpfHelper.SNPRINTF,
                anywhere(HelperEffect.NONE, REWRITTEN, NUMBER, READ, READ_OR_NULL, NUMBER));
        add(BpfHelper.STRNCMP, anywhere(HelperEffect.NONE, READ, NUMBER, READ));
        add(
                BpfHelper.PROBE_READ_KERNEL,
                anywhere(HelperEffect.NONE, WRITTEN_WHOLE, NUMBER, ADDRESS));
        add(BpfHelper.PROBE_READ_USER, anywhere(HelperEffect.NONE, WRITTEN_WHOLE, NUMBER, ADDRESS));
        add(BpfHelper.PROBE_READ_KERNEL_STR, anywhere(HelperEffect.NONE, WRITTEN, NUMBER, ADDRESS));
        add(BpfHelper.PROBE_READ_USER_STR, anywhere(HelperEffect.NONE, WRITTEN, NUMBER, ADDRESS));
        add(BpfHelper.RINGBUF_OUTPUT, anywhere(HelperEffect.NONE, MAP, READ, NUMBER, NUMBER));
        add(BpfHelper.RINGBUF_RESERVE, gives(HelperResult.RECORD, MAP, NUMBER, NUMBER));
        add(BpfHelper.RINGBUF_SUBMIT, anywhere(HelperEffect.ANYTHING, RECORD, NUMBER));
        add(BpfHelper.RINGBUF_DISCARD, anywhere(HelperEffect.ANYTHING, RECORD, NUMBER));
        add(BpfHelper.RINGBUF_QUERY, anywhere(HelperEffect.NONE, MAP, NUMBER));
        add(BpfHelper.LOOP, anywhere(HelperEffect.ANYTHING, NUMBER, FUNCTION, CLOSURE, NUMBER));
        add(
                BpfHelper.FOR_EACH_MAP_ELEM,
                anywhere(HelperEffect.ANYTHING, MAP, FUNCTION, CLOSURE, NUMBER));
        add(BpfHelper.TAIL_CALL, anywhere(HelperEffect.ANYTHING, CONTEXT, MAP, NUMBER));
        add(BpfHelper.GET_CURRENT_PID_TGID, forTasks(HelperEffect.CONSTANT));
        add(BpfHelper.GET_CURRENT_UID_GID, forTasks(HelperEffect.CONSTANT));
        add(BpfHelper.GET_CURRENT_CGROUP_ID, forTasks(HelperEffect.CONSTANT));
        add(BpfHelper.GET_CURRENT_ANCESTOR_CGROUP_ID, forTasks(HelperEffect.CONSTANT, NUMBER));
        // Linux 6.1 does not write what is behind the NUL.
        add(BpfHelper.GET_CURRENT_COMM, forTasks(HelperEffect.NONE, WRITTEN, NUMBER));
        add(
                BpfHelper.GET_NS_CURRENT_PID_TGID,
                forTasks(HelperEffect.NONE, NUMBER, NUMBER, WRITTEN_WHOLE, NUMBER));
        add(BpfHelper.CURRENT_TASK_UNDER_CGROUP, tracing(HelperEffect.NONE, MAP, NUMBER));
        add(BpfHelper.PROBE_READ, tracing(HelperEffect.NONE, WRITTEN_WHOLE, NUMBER, ADDRESS));
        add(BpfHelper.PROBE_READ_STR, tracing(HelperEffect.NONE, WRITTEN, NUMBER, ADDRESS));
        add(BpfHelper.PROBE_WRITE_USER, tracing(HelperEffect.NONE, ADDRESS, READ, NUMBER));
        add(BpfHelper.SEND_SIGNAL, tracing(HelperEffect.NONE, NUMBER));
        add(BpfHelper.SEND_SIGNAL_THREAD, tracing(HelperEffect.NONE, NUMBER));
        add(BpfHelper.PERF_EVENT_READ, tracing(HelperEffect.NONE, MAP, NUMBER));
        add(
                BpfHelper.PERF_EVENT_READ_VALUE,
                tracing(HelperEffect.NONE, MAP, NUMBER, WRITTEN_WHOLE, NUMBER));
        add(
                BpfHelper.PERF_EVENT_OUTPUT,
                anywhere(HelperEffect.NONE, CONTEXT, MAP, NUMBER, READ, NUMBER));
        add(BpfHelper.GET_STACK, tracing(HelperEffect.NONE, CONTEXT, REWRITTEN, NUMBER, NUMBER));
        add(
                BpfHelper.GET_TASK_STACK,
                tracing(HelperEffect.NONE, OBJECT, WRITTEN_WHOLE, NUMBER, NUMBER));
        add(BpfHelper.GET_STACKID, tracing(HelperEffect.NONE, CONTEXT, MAP, NUMBER));
        add(BpfHelper.GET_ATTACH_COOKIE, tracing(HelperEffect.CONSTANT, CONTEXT));
        add(
                BpfHelper.GET_FUNC_IP,
                number(HelperScope.FUNCTIONS, HelperEffect.CONSTANT, List.of(CONTEXT)));
        add(
                BpfHelper.GET_FUNC_ARG_CNT,
                number(HelperScope.TYPED, HelperEffect.CONSTANT, List.of(CONTEXT)));
        add(
                BpfHelper.OVERRIDE_RETURN,
                number(HelperScope.KPROBE, HelperEffect.ANYTHING, List.of(CONTEXT, NUMBER)));
        add(
                BpfHelper.SEQ_WRITE,
                number(HelperScope.TYPED, HelperEffect.NONE, List.of(OBJECT, READ, NUMBER)));
        add(
                BpfHelper.SEQ_PRINTF,
                number(
                        HelperScope.TYPED,
                        HelperEffect.NONE,
                        List.of(OBJECT, READ, NUMBER, READ_OR_NULL, NUMBER)));
        add(
                BpfHelper.D_PATH,
                number(HelperScope.TYPED, HelperEffect.NONE, List.of(OBJECT, REWRITTEN, NUMBER)));
        add(
                BpfHelper.SKB_OUTPUT,
                number(
                        HelperScope.TYPED,
                        HelperEffect.NONE,
                        List.of(OBJECT, MAP, NUMBER, READ, NUMBER)));
        add(
                BpfHelper.XDP_OUTPUT,
                number(
                        HelperScope.TYPED,
                        HelperEffect.NONE,
                        List.of(OBJECT, MAP, NUMBER, READ, NUMBER)));
    }

    private HelperTable() {}

    /** {@return what a helper takes, gives and changes; null if the compiler does not know} */
    public static @Nullable HelperSignature signature(BpfHelper helper) {
        return BY_NUMBER[helper.number()];
    }

    private static void add(BpfHelper helper, HelperSignature signature) {
        BY_NUMBER[helper.number()] = signature;
    }

    private static HelperSignature gives(HelperResult result, HelperArgument... arguments) {
        return new HelperSignature(HelperScope.ALL, HelperEffect.NONE, result, List.of(arguments));
    }

    private static HelperSignature anywhere(HelperEffect effect, HelperArgument... arguments) {
        return number(HelperScope.ALL, effect, List.of(arguments));
    }

    private static HelperSignature changesMaps(HelperArgument... arguments) {
        return number(HelperScope.ALL, HelperEffect.MAPS, List.of(arguments));
    }

    private static HelperSignature forTasks(HelperEffect effect, HelperArgument... arguments) {
        return number(HelperScope.TASK, effect, List.of(arguments));
    }

    private static HelperSignature tracing(HelperEffect effect, HelperArgument... arguments) {
        return number(HelperScope.TRACING, effect, List.of(arguments));
    }

    private static HelperSignature number(
            HelperScope scope, HelperEffect effect, List<HelperArgument> arguments) {
        return new HelperSignature(scope, effect, HelperResult.NUMBER, arguments);
    }
}
