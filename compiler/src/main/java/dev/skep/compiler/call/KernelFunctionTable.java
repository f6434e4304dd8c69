package dev.skep.compiler.call;

import static dev.skep.compiler.call.HelperArgument.NUMBER;
import static dev.skep.compiler.call.HelperArgument.OBJECT;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The functions of the kernel that Skep itself calls, after {@code kernel/bpf/helpers.c} of Linux
 * 6.18. What any other takes is in the Target's BTF; that one of its arguments must be an object
 * that was acquired, or that its result has to be released or may be null, is not: the flags of a
 * function ({@code KF_ACQUIRE} and its like) are in no BTF, and are the verifier's to check.
 */
public final class KernelFunctionTable {

    /**
     * {@code struct task_struct *bpf_task_from_pid(s32 pid)}: the task of that number in the first
     * namespace, or null. It is to be released.
     */
    public static final KernelFunction TASK_FROM_PID =
            new KernelFunction(
                    "bpf_task_from_pid",
                    "6.2",
                    new HelperSignature(
                            HelperScope.ALL,
                            HelperEffect.NONE,
                            HelperResult.OBJECT,
                            List.of(NUMBER)));

    /** {@code void bpf_task_release(struct task_struct *p)}: gives back what was acquired. */
    public static final KernelFunction TASK_RELEASE =
            new KernelFunction(
                    "bpf_task_release",
                    "6.2",
                    new HelperSignature(
                            HelperScope.ALL,
                            HelperEffect.ANYTHING,
                            HelperResult.NUMBER,
                            List.of(OBJECT)));

    private static final List<KernelFunction> ALL = List.of(TASK_FROM_PID, TASK_RELEASE);

    private KernelFunctionTable() {}

    /** {@return the function of that name, or null if it is none that Skep itself calls} */
    public static @Nullable KernelFunction find(String name) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name().equals(name)) {
                return ALL.get(i);
            }
        }
        return null;
    }
}
