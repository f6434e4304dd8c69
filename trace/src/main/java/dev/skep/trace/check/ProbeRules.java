package dev.skep.trace.check;

import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What depends on where a probe attaches: its arguments, its result, its registers, its names. */
final class ProbeRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    ProbeRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /**
     * {@return the type of {@code args}, {@code ctx} or {@code argN}, if there is such a thing
     * wherever the probe attaches}
     */
    @Nullable Shape argument(Function function, Span place) {
        for (ResolvedAttachPoint point : points()) {
            if (!has(point.arguments(), function)) {
                unusable(function, place, point);
                return null;
            }
            int index = function.argumentIndex();
            if (index >= 0
                    && point.arguments() instanceof ProbeArguments.Usdt usdt
                    && !hasArgument(usdt, index, place, point)) {
                return null;
            }
        }
        return function.argumentIndex() < 0
                ? new Shape.Fixed(new ScriptType.Arguments())
                : Shape.of(ScriptType.Int.UINT64);
    }

    private static boolean has(ProbeArguments arguments, Function function) {
        return switch (arguments) {
            case ProbeArguments.None _, ProbeArguments.Result _ -> false;
            case ProbeArguments.Fields _, ProbeArguments.Prototype _ -> function == Function.ARGS;
            case ProbeArguments.Words _ -> function != Function.CTX;
            case ProbeArguments.Registers registers ->
                    function.argumentIndex() >= 0
                            || (function == Function.ARGS && !registers.slots().isEmpty());
            case ProbeArguments.Usdt _ -> function.argumentIndex() >= 0;
            case ProbeArguments.Context _ -> function == Function.CTX;
        };
    }

    private boolean hasArgument(
            ProbeArguments.Usdt usdt, int index, Span place, ResolvedAttachPoint point) {
        int count = usdt.arguments().size();
        if (index >= count) {
            problems.error(
                    place,
                    point.name()
                            + " has "
                            + (count == 0 ? "no arguments" : "only arg0 to arg" + (count - 1)));
            return false;
        }
        if (usdt.arguments().get(index).isUnknown()) {
            problems.error(
                    place,
                    "arg"
                            + index
                            + " of "
                            + point.name()
                            + " can't be read: it is at "
                            + usdt.arguments().get(index).text());
            return false;
        }
        return true;
    }

    private void unusable(Function function, Span place, ResolvedAttachPoint point) {
        Provider provider = Provider.of(point.hook());
        String message =
                switch (function) {
                    case ARGS ->
                            "The args builtin can only be used with tracepoint, rawtracepoint,"
                                    + " fentry/fexit, and uprobe probes ("
                                    + provider.type()
                                    + " used here)";
                    case CTX ->
                            "The ctx builtin can not be used with '" + provider.text() + "' probes";
                    default ->
                            "The "
                                    + function.text()
                                    + " builtin can only be used with 'kprobes', 'uprobes' and"
                                    + " 'usdt' probes";
                };
        String hint =
                switch (point.arguments()) {
                    case ProbeArguments.Prototype _ -> "its arguments have names: args.x";
                    case ProbeArguments.Registers _, ProbeArguments.Usdt _ ->
                            "its arguments are arg0, arg1, …";
                    case ProbeArguments.Context _ -> "what it is run for is ctx";
                    case ProbeArguments.Result _ -> "its result is retval";
                    case ProbeArguments.None _, ProbeArguments.Fields _, ProbeArguments.Words _ ->
                            null;
                };
        if (hint == null) {
            problems.error(place, message);
        } else {
            problems.error(place, message, hint);
        }
    }

    /** {@code retval}: what a function returned. */
    @Nullable Shape result(Span place) {
        Shape joined = null;
        for (ResolvedAttachPoint point : points()) {
            ScriptType type;
            switch (point.arguments()) {
                case ProbeArguments.Result _ -> type = ScriptType.Int.UINT64;
                case ProbeArguments.Prototype prototype when prototype.result() != null ->
                        type = prototype.result();
                case ProbeArguments _ -> {
                    problems.error(
                            place,
                            "The retval builtin can only be used with 'kretprobe' and 'uretprobe'"
                                    + " and 'fentry' probes");
                    return null;
                }
            }
            if (type instanceof ScriptType.Void) {
                problems.error(place, point.name() + " returns nothing");
                return null;
            }
            Shape shape = Shape.of(type);
            joined = joined == null ? shape : joined.join(shape);
            if (joined == null) {
                problems.error(place, "retval is of different types where the probe attaches");
                return null;
            }
        }
        return joined;
    }

    /** {@code func}: the function that a probe is in. */
    @Nullable Shape function(Span place) {
        Shape joined = null;
        for (ResolvedAttachPoint point : points()) {
            String missing = functionMissing(point.hook());
            if (missing != null) {
                problems.error(place, missing, "use probe");
                return null;
            }
            boolean user = point.hook() instanceof Hook.Uprobe;
            Shape shape = new Shape.Fixed(new ScriptType.Symbol(user));
            joined = joined == null ? shape : joined.join(shape);
            if (joined == null) {
                problems.error(
                        place, "func is of different types where the probe attaches", "use probe");
                return null;
            }
        }
        return joined;
    }

    private @Nullable String functionMissing(Hook hook) {
        return switch (hook) {
            case Hook.Kprobe kprobe -> kprobe.returns() ? needs(5, 15) : null;
            case Hook.Uprobe uprobe -> uprobe.returns() ? needs(6, 6) : null;
            case Hook.Traced _ -> needs(5, 15);
            case Hook.KprobeAt _ -> null;
            case Hook.OnDemand _,
                    Hook.PerfEvent _,
                    Hook.Tracepoint _,
                    Hook.RawTracepoint _,
                    Hook.KprobeMulti _,
                    Hook.UprobeMulti _,
                    Hook.Usdt _,
                    Hook.Iterator _ ->
                    "The func builtin can not be used with '"
                            + Provider.of(hook).text()
                            + "' probes";
        };
    }

    private @Nullable String needs(int major, int minor) {
        return analysis.target().version().isAtLeast(major, minor)
                ? null
                : "The func builtin needs Linux " + major + "." + minor + " here";
    }

    /** {@code reg("ip")}. */
    @Nullable Shape register(Span place, Expression argument) {
        typing.shape(argument);
        if (!(analysis.constant(argument) instanceof Constant.Text name)) {
            problems.error(place, "reg() expects a string literal");
            return null;
        }
        for (ResolvedAttachPoint point : points()) {
            if (!hasRegisters(point.hook())) {
                problems.error(
                        place,
                        "reg can not be used with \""
                                + Provider.of(point.hook()).text()
                                + "\" probes");
                return null;
            }
        }
        var registers = analysis.target().arch().registers();
        if (registers.offset(registers.alias(name.text())) < 0) {
            String nearest = NearestName.of(name.text(), registers.names());
            problems.error(
                    place,
                    "'" + name.text() + "' is not a valid register on this architecture (x86_64)",
                    nearest == null
                            ? "the registers are " + String.join(", ", registers.names())
                            : "did you mean " + nearest + "?");
            return null;
        }
        return Shape.of(ScriptType.Int.UINT64);
    }

    private static boolean hasRegisters(Hook hook) {
        return switch (hook) {
            case Hook.KernelProbe _, Hook.UserProbe _, Hook.PerfEvent _ -> true;
            case Hook.OnDemand _,
                    Hook.Tracepoint _,
                    Hook.RawTracepoint _,
                    Hook.Traced _,
                    Hook.Iterator _ ->
                    false;
        };
    }

    /** {@code probetype}: {@code kprobe}, {@code tracepoint}. */
    Shape type() {
        int longest = 0;
        for (ResolvedAttachPoint point : points()) {
            longest = Math.max(longest, Provider.of(point.hook()).type().length());
        }
        return new Shape.Text(longest + 1);
    }

    /** {@code kaddr("symbol")}: known from now on. */
    @Nullable Shape kernelAddress(Expression.Call call) {
        Expression argument = call.arguments().getFirst();
        typing.shape(argument);
        if (!(analysis.constant(argument) instanceof Constant.Text name)) {
            problems.error(argument.span(), "kaddr() expects a string literal");
            return null;
        }
        if (typing.inferring()) {
            // Looked up once, when all else is known.
            return Shape.of(ScriptType.Int.UINT64);
        }
        long address = analysis.target().functions().address(name.text());
        if (address == 0) {
            problems.error(
                    argument.span(),
                    "Failed to resolve kernel symbol: " + name.text(),
                    "/proc/kallsyms has what there is; variables are there with CONFIG_KALLSYMS_ALL,"
                            + " and addresses for root only");
            return null;
        }
        analysis.constant(call, new Constant.Int(address, true));
        return Shape.of(ScriptType.Int.UINT64);
    }

    private List<ResolvedAttachPoint> points() {
        return typing.current().probe().attachPoints();
    }
}
