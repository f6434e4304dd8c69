package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Finds the rules of a function, and checks what all functions have in common: how many arguments
 * there are.
 */
final class FunctionRules {
    private final Analysis analysis;
    private final Problems problems;
    private final BuiltinRules builtins;
    private final AggregationRules aggregations;
    private final MapFunctionRules maps;
    private final OutputRules output;
    private final StringRules strings;
    private final StringFunctionRules texts;
    private final ResolvedRules resolved;
    private final ActionRules actions;
    private final TypeFunctionRules types;
    private final StackRules stacks;
    private final ProbeRules probes;
    private final AddressRules addresses;
    private final KernelCallRules kernelCalls;

    FunctionRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.builtins = new BuiltinRules(analysis, typing);
        this.aggregations = new AggregationRules(analysis, typing);
        this.maps = new MapFunctionRules(analysis, typing);
        this.output = new OutputRules(analysis, typing);
        this.strings = new StringRules(analysis, typing);
        this.texts = new StringFunctionRules(analysis, typing);
        this.resolved = new ResolvedRules(analysis, typing);
        this.actions = new ActionRules(analysis, typing);
        this.types = new TypeFunctionRules(analysis, typing);
        this.stacks = new StackRules(analysis, typing);
        this.probes = new ProbeRules(analysis, typing);
        this.addresses = new AddressRules(analysis, typing);
        this.kernelCalls = new KernelCallRules(analysis, typing);
    }

    TypeFunctionRules types() {
        return types;
    }

    /** {@return whether an expression is a call that fills the map that it is assigned to} */
    boolean isAggregation(Expression expression) {
        Function function = analysis.function(expression);
        return function != null && function.isAggregation();
    }

    /** {@return what a call that is assigned to a map makes of it} */
    @Nullable Shape aggregation(Expression.Call call) {
        Function function = analysis.function(call);
        if (function == null || !hasArguments(function, call, call.arguments())) {
            return null;
        }
        return aggregations.shape(function, call);
    }

    /** {@return what a builtin or call gives} */
    @Nullable Shape shape(Expression expression, List<Expression> arguments) {
        Function function = analysis.function(expression);
        if (function == null) {
            return null;
        }
        if (function.isAggregation()) {
            problems.error(
                    expression.span(), function.text() + "() must be assigned directly to a map");
            return null;
        }
        if (!hasArguments(function, expression, arguments)) {
            return null;
        }
        return switch (function) {
            case ARGS, ARG0, ARG1, ARG2, ARG3, ARG4, ARG5, ARG6, ARG7, ARG8, ARG9 ->
                    probes.argument(function, expression.span());
            case CTX -> probes.argument(function, expression.span());
            case FUNC -> probes.function(expression.span());
            case RETVAL -> probes.result(expression.span());
            case LEN -> stacks.length(arguments.getFirst());
            case PROBETYPE -> probes.type();
            case REG -> probes.register(expression.span(), arguments.getFirst());
            case PERCPU_KADDR -> addresses.perCpu((Expression.Call) expression);
            case UADDR -> addresses.user((Expression.Call) expression);
            case OVERRIDE, PATH, SKBOUTPUT, SOCKET_COOKIE, WRITE_USER ->
                    kernelCalls.shape(function, (Expression.Call) expression);
            case KADDR -> probes.kernelAddress((Expression.Call) expression);
            case CGROUP,
                    COMM,
                    CPID,
                    CPU,
                    ELAPSED,
                    GID,
                    HAS_CPID,
                    JIFFIES,
                    LEADER_COMM,
                    LEADER_TID,
                    NCPUS,
                    NSECS,
                    NUMAID,
                    PCOMM,
                    PID,
                    PPID,
                    PROBE,
                    RAND,
                    TID,
                    UID,
                    USERMODE ->
                    builtins.shape(function, expression.span(), arguments);
            case BSWAP,
                    MEMCMP,
                    SIGNAL_NAME,
                    STRCAP,
                    STRCONTAINS,
                    STRERROR,
                    STRLEN,
                    STRNCMP,
                    STRSTR,
                    SYSCALL_NAME ->
                    texts.shape(function, arguments);
            case BUF, CGROUP_PATH, MACADDR, NTOP, PTON, STRFTIME, USERNAME ->
                    resolved.shape(function, expression.span(), arguments);
            case ASSERT, FAIL, JOIN, SIGNAL, SIGNAL_THREAD, STATIC_ASSERT ->
                    actions.shape(function, expression, arguments);
            case CAT, DEBUGF, ERRORF, SYSTEM, WARNF ->
                    output.formatted(function, (Expression.Call) expression);
            case FIND -> maps.find(expression.span(), arguments);
            // What they give is known, or was found to be wrong, when names were resolved.
            case CGROUPID, GETOPT, KFUNC_ALLOWED, KFUNC_EXIST -> {
                Constant known = analysis.constant(expression);
                yield known == null ? null : Shape.of(known);
            }
            case CLEAR, ZERO -> maps.whole(function, arguments.getFirst());
            case DELETE -> maps.delete(expression.span(), arguments);
            case HAS_KEY -> maps.hasKey(expression.span(), arguments);
            case PRINT -> output.print(expression.span(), arguments);
            case PRINTF -> output.printf((Expression.Call) expression);
            case TIME -> output.time(expression.span(), arguments);
            case EXIT -> output.exit(expression.span(), arguments);
            case CURTASK -> types.curtask();
            case KPTR, UPTR -> types.pointer(function, arguments.getFirst());
            case SIZEOF -> types.sizeof(expression, arguments.getFirst());
            case OFFSETOF -> types.offsetof(expression, arguments);
            case IS_ARRAY, IS_INTEGER, IS_LITERAL, IS_PTR, IS_STR, IS_UNSIGNED_INTEGER ->
                    types.is(function, expression, arguments.getFirst());
            case IS_ERR -> types.isError(arguments.getFirst());
            case TYPEINFO -> types.typeinfo((Expression.Call) expression);
            case STR_CONCAT -> texts.concatenation(arguments);
            case STR -> strings.str(arguments);
            case KSTACK, USTACK -> stacks.stack(function, expression.span(), arguments);
            case KSYM, USYM -> stacks.symbol(function, arguments.getFirst());
            case AVG, COUNT, HIST, LHIST, MAX, MIN, STATS, SUM, TSERIES ->
                    throw new IllegalStateException("refused before");
        };
    }

    private boolean hasArguments(
            Function function, Expression expression, List<Expression> arguments) {
        int given = arguments.size();
        int fewest = function.fewest();
        int most = function.most();
        String wanted;
        if (given >= fewest && given <= most) {
            return true;
        } else if (function.isMacro()) {
            problems.error(
                    expression.span(),
                    "Call to "
                            + function.text()
                            + "() has arguments that do not match any definition.",
                    function.text() + "() takes " + range(fewest, most));
            return false;
        } else if (fewest == most) {
            wanted = "requires " + count(fewest);
        } else if (given < fewest) {
            wanted = "requires at least " + count(fewest);
        } else {
            wanted = "takes up to " + count(most);
        }
        Span place = expression.span();
        problems.error(place, function.text() + "() " + wanted + " (" + given + " provided)");
        return false;
    }

    private static String range(int fewest, int most) {
        return fewest == most ? count(most) : count(fewest) + " to " + count(most);
    }

    private static String count(int arguments) {
        return switch (arguments) {
            case 0 -> "no arguments";
            case 1 -> "one argument";
            default -> arguments + " arguments";
        };
    }
}
