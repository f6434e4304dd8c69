package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.target.PidNamespace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.syntax.Expression;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The builtins and functions whose result is a number. */
final class Builtins {
    /** include/linux/err.h. */
    private static final long MAX_ERRNO = 4095;

    private final Program program;

    Builtins(Program program) {
        this.program = program;
    }

    /** {@return the result of a builtin or function that gives a number} */
    Value scalar(Expression call, List<Expression> arguments) {
        Function function = program.script.functionOf(call);
        return switch (function) {
            case PID -> upper(pidTgid(arguments));
            case TID ->
                    program.task.isTool() ? upper(pidTgid(arguments)) : lower(pidTgid(arguments));
            case USERMODE -> program.kernelCalls.userMode();
            case SKBOUTPUT -> program.kernelCalls.packet(call, arguments);
            case SOCKET_COOKIE -> program.kernelCalls.socketCookie(arguments);
            case PERCPU_KADDR -> program.kernelCalls.perCpuAddress(arguments);
            case UADDR -> program.kernelCalls.userAddress(arguments);
            case UID -> lower(uidGid());
            case GID -> upper(uidGid());
            case CPU -> program.cpu();
            case NSECS -> nsecs(arguments);
            case ELAPSED -> elapsed();
            case ARG0, ARG1, ARG2, ARG3, ARG4, ARG5, ARG6, ARG7, ARG8, ARG9 ->
                    program.arguments.word(function.argumentIndex());
            case CURTASK -> program.task.shown();
            case KPTR, UPTR -> program.expressions.scalar(arguments.getFirst());
            case ARGS, CTX -> program.code.reinterpret(program.context(), Type.I64);
            case FUNC -> program.arguments.function();
            case RETVAL -> program.arguments.result(program.script.typeOf(call));
            case REG -> program.arguments.register(registerName(arguments.getFirst()));
            case KSYM -> program.expressions.scalar(arguments.getFirst());
            case RAND ->
                    program.extend(program.code.call(BpfHelper.GET_PRANDOM_U32, Type.I32), false);
            case NUMAID ->
                    program.extend(program.code.call(BpfHelper.GET_NUMA_NODE_ID, Type.I32), false);
            case NCPUS -> program.integer(program.tables.target().possibleCpus().count());
            case JIFFIES -> program.code.call(BpfHelper.JIFFIES64, Type.I64);
            case CGROUP -> program.code.call(BpfHelper.GET_CURRENT_CGROUP_ID, Type.I64);
            case CPID -> child();
            case HAS_CPID -> program.code.zeroExtend(program.isNotZero(child()), Type.I64);
            case PPID -> program.task.parentId(arguments);
            case LEADER_TID -> program.task.leaderId(arguments);
            case STRCAP -> program.integer(program.script.typeOf(arguments.getFirst()).size());
            case LEN -> program.stacks.length(arguments.getFirst());
            case STRLEN -> program.search.length(arguments.getFirst());
            case STRNCMP ->
                    program.search.compare(
                            arguments.getFirst(), arguments.get(1), arguments.get(2));
            case MEMCMP ->
                    program.search.compareBytes(
                            arguments.getFirst(), arguments.get(1), arguments.get(2));
            case IS_ERR -> isError(arguments.getFirst());
            case STRSTR -> program.search.find(arguments.getFirst(), arguments.get(1));
            case STRCONTAINS -> contains(arguments);
            case BSWAP ->
                    program.arithmetic.swapBytes(
                            program.expressions.scalar(arguments.getFirst()),
                            program.script.typeOf(call).size());
            case FIND -> program.maps.find(arguments);
            case HAS_KEY -> program.maps.hasKey(arguments);
            case DELETE -> program.maps.delete(arguments);
            // All others have no number for a value, and the checker knows.
            default -> throw Expressions.unexpected(call);
        };
    }

    private String registerName(Expression expression) {
        if (program.script.constantOf(expression) instanceof Constant.Text(String characters)) {
            return characters;
        }
        throw Expressions.unexpected(expression);
    }

    /** The last 4095 addresses are no addresses but errors (include/linux/err.h). */
    private Value isError(Expression pointer) {
        Value address = program.expressions.scalar(pointer);
        Value isError = program.code.compare(Predicate.UGE, address, program.integer(-MAX_ERRNO));
        return program.code.zeroExtend(isError, Type.I64);
    }

    /** {@return the text of the builtin {@code probe}, its bytes as characters} */
    String probeName() {
        String name = program.facts.name();
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** {@return the number of the process that runs, in the tool's pid namespace} */
    Value processId() {
        return upper(pidTgid());
    }

    /** {@return the number of the user} */
    Value userId() {
        return lower(uidGid());
    }

    private Value nsecs(List<Expression> arguments) {
        String clock =
                !arguments.isEmpty() && arguments.getFirst() instanceof Expression.Name mode
                        ? mode.name()
                        : "boot";
        return switch (clock) {
            case "monotonic" -> program.code.call(BpfHelper.KTIME_GET_NS, Type.I64);
            case "tai" -> program.code.call(BpfHelper.KTIME_GET_TAI_NS, Type.I64);
            case "sw_tai" ->
                    program.code.binary(
                            BinaryOperation.ADD, nsecs(), global(ScriptTables.TAI_OFFSET));
            default -> nsecs();
        };
    }

    /** {@return nanoseconds since boot, time asleep included} */
    private Value nsecs() {
        return program.code.call(BpfHelper.KTIME_GET_BOOT_NS, Type.I64);
    }

    /** {@return nanoseconds since 1970, UTC} */
    Value wallTime() {
        return program.code.binary(BinaryOperation.ADD, nsecs(), global(ScriptTables.WALL_OFFSET));
    }

    private Value child() {
        return global(ScriptTables.CHILD);
    }

    /** {@return what user space wrote before any program ran} */
    private Value global(int offset) {
        program.tables.useGlobal(offset);
        return program.code.load(
                Type.I64, program.code.mapValueAddress(ScriptTables.GLOBALS, offset), 0);
    }

    private Value contains(List<Expression> arguments) {
        Value found = program.search.find(arguments.getFirst(), arguments.get(1));
        return program.code.zeroExtend(
                program.code.compare(Predicate.SGE, found, program.integer(0)), Type.I64);
    }

    private Value elapsed() {
        return program.code.binary(BinaryOperation.SUB, nsecs(), global(ScriptTables.START_TIME));
    }

    /** {@return the same as the initial namespace sees them, if an argument says so} */
    private Value pidTgid(List<Expression> arguments) {
        return !arguments.isEmpty()
                        && arguments.getFirst() instanceof Expression.Name mode
                        && mode.name().equals("init")
                ? program.code.call(BpfHelper.GET_CURRENT_PID_TGID, Type.I64)
                : pidTgid();
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
