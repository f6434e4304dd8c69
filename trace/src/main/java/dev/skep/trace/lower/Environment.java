package dev.skep.trace.lower;

import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/**
 * What is known at a point of a program: the values of scratch variables that live in registers,
 * and results of helpers that do not change while a program runs.
 */
final class Environment {
    private final @Nullable Value[] variables;

    /** What {@code bpf_get_current_pid_tgid} returned, or null if it was not asked yet. */
    @Nullable Value pidTgid;

    /** What {@code bpf_get_current_uid_gid} returned, or null if it was not asked yet. */
    @Nullable Value uidGid;

    /** What {@code bpf_get_smp_processor_id} returned, or null if it was not asked yet. */
    @Nullable Value cpu;

    /** Where this CPU's scratch memory begins, or null if it was not asked yet. */
    @Nullable Value scratch;

    Environment(int variableCount) {
        variables = new Value[variableCount];
    }

    private Environment(Environment other) {
        variables = other.variables.clone();
        restoreResults(other);
    }

    Environment copy() {
        return new Environment(this);
    }

    /** Forgets the results of helpers that {@code earlier} does not know. */
    void restoreResults(Environment earlier) {
        pidTgid = earlier.pidTgid;
        uidGid = earlier.uidGid;
        cpu = earlier.cpu;
        scratch = earlier.scratch;
    }

    int variableCount() {
        return variables.length;
    }

    /**
     * {@return the value of a variable, or null where it has none: out of its scope, or in memory}
     */
    @Nullable Value variable(int number) {
        return variables[number];
    }

    void setVariable(int number, @Nullable Value value) {
        variables[number] = value;
    }
}
