package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;

import java.util.List;

/**
 * What the kernel knows of a task, the current one unless another is given, read by the offsets in
 * its BTF.
 */
final class TaskFields {
    /** TASK_COMM_LEN of the kernel. */
    static final int COMM_SIZE = 16;

    private static final String LEADER = "group_leader";

    private final Program program;

    TaskFields(Program program) {
        this.program = program;
    }

    /**
     * {@return whether the current task is the tool itself}
     *
     * <p>To a script, {@code begin}, {@code end} and their like run on the tool's main thread. That
     * thread cannot run Java: the JVM runs {@code main} on another, which must not show.
     */
    boolean isTool() {
        return program.attachPoint.hook() instanceof Hook.OnDemand;
    }

    /** {@return the address of the task that a script sees as the current one} */
    Value shown() {
        return isTool() ? leader() : current();
    }

    /** {@return the number of the parent's process} */
    Value parentId(List<Expression> arguments) {
        return read(parent(arguments), "tgid", 4);
    }

    /** {@return the number of the thread that leads the process} */
    Value leaderId(List<Expression> arguments) {
        return read(leader(arguments), "pid", 4);
    }

    /** Writes the name of the parent. */
    void writeParentName(List<Expression> arguments, Place to) {
        writeName(parent(arguments), to);
    }

    /** Writes the name of the thread that leads the process. */
    void writeLeaderName(List<Expression> arguments, Place to) {
        writeName(leader(arguments), to);
    }

    private Value parent(List<Expression> arguments) {
        return read(task(arguments), "real_parent", 8);
    }

    private Value leader(List<Expression> arguments) {
        return read(task(arguments), LEADER, 8);
    }

    private Value leader() {
        return read(current(), LEADER, 8);
    }

    private Value task(List<Expression> arguments) {
        return arguments.isEmpty() ? current() : program.expressions.scalar(arguments.getFirst());
    }

    /** {@return where a {@code task_struct} has the address of the leader's, in bytes} */
    int leaderOffset() {
        return field(LEADER).offset();
    }

    /** {@return the address of the current {@code task_struct}} */
    Value current() {
        return program.code.call(BpfHelper.GET_CURRENT_TASK, Type.I64);
    }

    /** Writes the name of the task at an address. */
    void writeName(Value task, Place to) {
        program.read(
                BpfHelper.PROBE_READ_KERNEL,
                program.address(to),
                program.code.constant(Type.I32, COMM_SIZE),
                address(task, "comm"));
    }

    private Value read(Value task, String field, int size) {
        Frame.Mark mark = program.frame.mark();
        Place place = program.frame.allocate(field, 8);
        program.read(
                BpfHelper.PROBE_READ_KERNEL,
                program.address(place),
                program.code.constant(Type.I32, size),
                address(task, field));
        Value value = program.load(place, size, false);
        program.frame.release(mark);
        return value;
    }

    private Value address(Value task, String name) {
        BtfField field = field(name);
        Value offset =
                program.tables.isPortable()
                        ? program.code.relocated(
                                CoreRelocation.FIELD_OFFSET, struct(), path(field), field.offset())
                        : program.integer(field.offset());
        return program.code.binary(BinaryOperation.ADD, task, offset);
    }

    /** {@return the way to a member, as CO-RE writes it} */
    private static String path(BtfField field) {
        StringBuilder path = new StringBuilder("0");
        for (int index : field.indexes()) {
            path.append(':').append(index);
        }
        return path.toString();
    }

    private BtfField field(String name) {
        BtfField field = types().field(struct(), name);
        if (field == null) {
            throw new IllegalStateException("task_struct has no " + name);
        }
        return field;
    }

    private int struct() {
        return types().find("task_struct", BtfKind.STRUCT);
    }

    private Btf types() {
        return program.tables.target().btf().orElseThrow();
    }
}
