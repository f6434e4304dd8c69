package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.target.PidNamespace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.syntax.Expression;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The builtins and functions whose result is a number. */
final class Builtins {
    private final Program program;

    Builtins(Program program) {
        this.program = program;
    }

    /** {@return the result of a builtin or function that gives a number} */
    Value scalar(Expression call, List<Expression> arguments) {
        Function function = program.script.functionOf(call);
        return switch (function) {
            case PID -> upper(pidTgid());
            case TID -> lower(pidTgid());
            case UID -> lower(uidGid());
            case GID -> upper(uidGid());
            case CPU -> program.cpu();
            case NSECS -> nsecs();
            case ELAPSED -> elapsed();
            case ARG0, ARG1, ARG2, ARG3, ARG4, ARG5, ARG6, ARG7, ARG8, ARG9 ->
                    program.arguments.word(function.argumentIndex());
            case CURTASK -> program.code.call(BpfHelper.GET_CURRENT_TASK, Type.I64);
            case KPTR, UPTR -> program.expressions.scalar(arguments.getFirst());
            case ARGS, CTX -> program.code.reinterpret(program.context(), Type.I64);
            case FUNC -> program.arguments.function();
            case RETVAL -> program.arguments.result(program.script.typeOf(call));
            case REG -> program.arguments.register(registerName(arguments.getFirst()));
            case KSYM -> program.expressions.scalar(arguments.getFirst());
            case HAS_KEY -> program.maps.hasKey(arguments);
            case DELETE -> program.maps.delete(arguments);
            case AVG,
                    CLEAR,
                    COMM,
                    COUNT,
                    EXIT,
                    HIST,
                    KADDR,
                    KSTACK,
                    LHIST,
                    MAX,
                    MIN,
                    PRINT,
                    PRINTF,
                    PROBE,
                    OFFSETOF,
                    SIZEOF,
                    PROBETYPE,
                    STATS,
                    STR,
                    SUM,
                    TIME,
                    USTACK,
                    USYM,
                    ZERO ->
                    throw Expressions.unexpected(call);
        };
    }

    private String registerName(Expression expression) {
        if (program.script.constantOf(expression) instanceof Constant.Text(String characters)) {
            return characters;
        }
        throw Expressions.unexpected(expression);
    }

    /** {@return the text of the builtin {@code probe}, its bytes as characters} */
    String probeName() {
        String given = program.probe.syntax().name();
        String name = given == null ? program.facts.name() : given;
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** {@return the number of the process that runs, in the tool's pid namespace} */
    Value processId() {
        return upper(pidTgid());
    }

    /** {@return nanoseconds since boot, time asleep included} */
    private Value nsecs() {
        return program.code.call(BpfHelper.KTIME_GET_BOOT_NS, Type.I64);
    }

    private Value elapsed() {
        Value start =
                program.code.load(
                        Type.I64,
                        program.code.mapValueAddress(
                                ScriptTables.GLOBALS, program.tables.useStartTime()),
                        0);
        return program.code.binary(BinaryOperation.SUB, nsecs(), start);
    }

    /**
     * {@return process in the upper half, thread in the lower, as the tool's own processes see
     * them}
     */
    private Value pidTgid() {
        Value value = program.environment.pidTgid;
        if (value == null) {
            PidNamespace namespace = program.tables.target().pidNamespace();
            value =
                    namespace.isInitial()
                            ? program.code.call(BpfHelper.GET_CURRENT_PID_TGID, Type.I64)
                            : pidTgidIn(namespace);
            program.environment.pidTgid = value;
        }
        return value;
    }

    /** Processes that the namespace does not have are all 0, as the helper leaves it. */
    private Value pidTgidIn(PidNamespace namespace) {
        Frame.Mark mark = program.frame.mark();
        // struct bpf_pidns_info { u32 pid; u32 tgid; }: read as one u64, it has the order of
        // bpf_get_current_pid_tgid.
        Place place = program.frame.allocate("pid", 8);
        program.code.call(
                BpfHelper.GET_NS_CURRENT_PID_TGID,
                Type.VOID,
                program.integer(namespace.device()),
                program.integer(namespace.inode()),
                program.address(place),
                program.code.constant(Type.I32, 8));
        Value value = program.load(place, 8, false);
        program.frame.release(mark);
        return value;
    }

    private Value uidGid() {
        Value value = program.environment.uidGid;
        if (value == null) {
            value = program.code.call(BpfHelper.GET_CURRENT_UID_GID, Type.I64);
            program.environment.uidGid = value;
        }
        return value;
    }

    private Value upper(Value value) {
        return program.code.binary(BinaryOperation.LSHR, value, program.integer(32));
    }

    private Value lower(Value value) {
        return program.narrow(value, 4, false);
    }
}
