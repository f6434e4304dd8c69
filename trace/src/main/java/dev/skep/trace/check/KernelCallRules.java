package dev.skep.trace.check;

import dev.skep.bpf.target.KernelConfig;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The functions that are one of the kernel's helpers, which it offers to few types of programs:
 * {@code override path skboutput socket_cookie write_user}.
 */
final class KernelCallRules {
    private static final String OVERRIDE_OPTION = "CONFIG_BPF_KPROBE_OVERRIDE";
    private static final Shape NONE = new Shape.Fixed(new ScriptType.None());

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    KernelCallRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, Expression.Call call) {
        if (function.isUnsafe() && !analysis.options().unsafe()) {
            problems.error(
                    call.span(),
                    function.text() + "() is unsafe. To use you need the --unsafe flag");
        }
        if (!isHere(function, call) || !isInKernel(function, call)) {
            return null;
        }
        List<Expression> arguments = call.arguments();
        return switch (function) {
            case OVERRIDE -> {
                number(function, call, arguments.getFirst());
                yield NONE;
            }
            case PATH -> path(call);
            case SKBOUTPUT -> packet(call);
            case SOCKET_COOKIE -> cookie(call);
            case WRITE_USER -> {
                address(function, call, arguments.getFirst());
                address(function, call, arguments.get(1));
                number(function, call, arguments.get(2));
                yield NONE;
            }
            default -> throw new IllegalArgumentException("no helper: " + function);
        };
    }

    /** {@return whether the helper can be called wherever the probe attaches} */
    private boolean isHere(Function function, Expression.Call call) {
        for (ResolvedAttachPoint point : typing.current().probe().attachPoints()) {
            if (!fits(function, point.hook())) {
                String provider = Provider.of(point.hook()).text();
                String message =
                        switch (function) {
                            case OVERRIDE -> "override() can only be used inside kprobes";
                            case PATH ->
                                    "The path function can only be used with 'fentry', 'fexit',"
                                            + " 'iter' probes";
                            default ->
                                    function.text()
                                            + " can not be used with \""
                                            + provider
                                            + "\" probes";
                        };
                problems.error(call.span(), message);
                return false;
            }
        }
        return true;
    }

    /** {@return whether the kernel has the helper, as far as its version and options tell} */
    private boolean isInKernel(Function function, Expression.Call call) {
        if (typing.inferring()) {
            return true;
        }
        if (function == Function.OVERRIDE) {
            KernelConfig config = KernelConfig.of(analysis.target()).orElse(null);
            if (config != null && !config.isSet(OVERRIDE_OPTION)) {
                problems.error(
                        call.span(),
                        "override() needs a kernel that was built with " + OVERRIDE_OPTION);
                return false;
            }
        } else if (function == Function.SOCKET_COOKIE
                && !analysis.target().version().isAtLeast(5, 12)) {
            problems.error(call.span(), "socket_cookie() needs Linux 5.12 here");
            return false;
        }
        return true;
    }

    private static boolean fits(Function function, Hook hook) {
        return switch (function) {
            case OVERRIDE -> hook instanceof Hook.Kprobe kprobe && !kprobe.returns();
            case PATH -> hook instanceof Hook.Traced || hook instanceof Hook.Iterator;
            case SKBOUTPUT, SOCKET_COOKIE -> hook instanceof Hook.Traced;
            default -> true;
        };
    }

    private void number(Function function, Expression.Call call, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape != null && shape.number() == null) {
            wrong(function, call, "int", shape);
        }
    }

    private void address(Function function, Expression.Call call, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape != null && shape.number() == null && !(shape.type() instanceof Pointer)) {
            wrong(function, call, "int and pointer", shape);
        }
    }

    private void wrong(Function function, Expression.Call call, String wanted, Shape given) {
        problems.error(
                call.span(),
                function.text()
                        + "() only supports "
                        + wanted
                        + " arguments ("
                        + TypeTexts.kind(given.type())
                        + " provided)");
    }

    /** {@code path(&file.f_path[, size])}: the member itself is taken, which is no pointer. */
    private @Nullable Shape path(Expression.Call call) {
        Shape shape = typing.value(call.arguments().getFirst());
        if (shape == null) {
            return null;
        }
        ScriptType type = shape.type();
        if (type instanceof Pointer(AddressSpace _, ScriptType pointee)) {
            type = pointee;
        }
        if (!(type instanceof ScriptType.Composite struct)
                || !struct.name().equals("path")
                || struct.space() != AddressSpace.TYPED) {
            wrong(Function.PATH, call, "path struct", shape);
            return null;
        }
        int most = analysis.config().maxStrlen();
        if (call.arguments().size() == 1) {
            return new Shape.Text(most);
        }
        Expression size = call.arguments().get(1);
        typing.value(size);
        if (!(analysis.constant(size) instanceof Constant.Int(long value, boolean unsigned))
                || unsigned
                || value < 0) {
            problems.error(call.span(), "path: invalid size value (must be non-negative literal)");
            return null;
        }
        return new Shape.Text(Math.clamp(value, 1, most));
    }

    /** {@code skboutput("file", skb, length, offset)}. */
    private Shape packet(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        Shape file = typing.shape(arguments.getFirst());
        if (!(analysis.constant(arguments.getFirst()) instanceof Constant.Text)) {
            problems.error(
                    call.span(),
                    "skboutput() expects a string literal ("
                            + (file == null ? "none" : TypeTexts.kind(file.type()))
                            + " provided)");
        }
        pointer(Function.SKBOUTPUT, call, arguments.get(1), "sk_buff");
        number(Function.SKBOUTPUT, call, arguments.get(2));
        number(Function.SKBOUTPUT, call, arguments.get(3));
        return Shape.of(ScriptType.Int.UINT32);
    }

    private @Nullable Shape cookie(Expression.Call call) {
        pointer(Function.SOCKET_COOKIE, call, call.arguments().getFirst(), "sock");
        return Shape.of(ScriptType.Int.UINT64);
    }

    /** The verifier must know what the pointer points to. */
    private void pointer(
            Function function, Expression.Call call, Expression argument, String struct) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return;
        }
        boolean fits =
                shape.type() instanceof Pointer(AddressSpace space, ScriptType pointee)
                        && space == AddressSpace.TYPED
                        && pointee instanceof ScriptType.Composite composite
                        && composite.name().equals(struct);
        if (!fits) {
            problems.error(
                    call.span(),
                    function.text()
                            + "() only supports 'struct "
                            + struct
                            + " *' as an argument of the function ("
                            + shape.type().text()
                            + " provided)");
        }
    }
}
