package dev.skep.trace.check;

import dev.skep.trace.check.ScriptConfig.Use;
import dev.skep.trace.check.ScriptType.Composite;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions that are about types: {@code sizeof offsetof kptr uptr}; and {@code curtask}. */
final class TypeFunctionRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    TypeFunctionRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@code sizeof(type)} and {@code sizeof(expression)}. */
    @Nullable Shape sizeof(Expression call, Expression argument) {
        ScriptType type = type(argument);
        if (type == null) {
            return null;
        }
        if (type.size() == 0 && !(type instanceof Composite)) {
            problems.error(argument.span(), "the size of '" + type.text() + "' is not known");
            return null;
        }
        analysis.constant(call, new Constant.Int(type.size(), false));
        return Shape.of(ScriptType.Int.UINT64);
    }

    private @Nullable ScriptType type(Expression argument) {
        if (argument instanceof Expression.TypeOperand(Span _, var name)) {
            return typing.casts().named(name, AddressSpace.UNKNOWN);
        }
        Shape shape = typing.value(argument);
        return shape == null ? null : shape.type();
    }

    /** {@code is_str(x)} and its like, which are known once types are. */
    @Nullable Shape is(Function function, Expression call, Expression argument) {
        ScriptType type = operand(argument);
        if (type == null) {
            return null;
        }
        boolean holds =
                switch (function) {
                    case IS_ARRAY -> type instanceof ScriptType.Array;
                    case IS_INTEGER -> ScriptType.integer(type) != null;
                    case IS_LITERAL -> isLiteral(argument);
                    case IS_PTR -> type instanceof Pointer;
                    case IS_STR -> type instanceof ScriptType.Text;
                    case IS_UNSIGNED_INTEGER ->
                            type instanceof ScriptType.Int(int _, boolean signed) && !signed;
                    default -> throw new IllegalArgumentException(function.text());
                };
        Constant known = new Constant.Bool(holds);
        analysis.constant(call, known);
        return Shape.of(known);
    }

    /** {@return whether an expression is made of what stands in the text} */
    private boolean isLiteral(Expression expression) {
        return analysis.constant(expression) != null
                && analysis.enumeration(expression) == null
                && !(expression instanceof Expression.Call);
    }

    /** {@code is_err(p)}: whether a pointer is one of the last 4095, which are errors. */
    @Nullable Shape isError(Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return null;
        }
        if (!OperatorRules.isTruth(shape.type())) {
            problems.error(
                    argument.span(),
                    "Cannot cast from \"" + shape.type().text() + "\" to \"int64\"");
            return null;
        }
        return Shape.of(new ScriptType.Bool());
    }

    /** {@code typeinfo(x)}. */
    @Nullable Shape typeinfo(Expression.Call call) {
        Use allowed = analysis.config().unstable().typeInformation();
        new UnstableFeatures(problems).use(call.span(), "typeinfo", allowed);
        if (allowed == Use.ERROR) {
            return null;
        }
        Expression argument = call.arguments().getFirst();
        ScriptType type = operand(argument);
        if (type == null) {
            return null;
        }
        if (!typing.inferring()) {
            analysis.type(argument, type);
        }
        return TypeInfo.of(type).shape();
    }

    /** {@return what a field of {@code typeinfo(x)} says, or null if it is of something else} */
    @Nullable Constant typeinfo(Expression.FieldAccess access) {
        if (analysis.function(access.target()) != Function.TYPEINFO
                || !(access.target() instanceof Expression.Call call)
                || call.arguments().size() != 1) {
            return null;
        }
        Expression argument = call.arguments().getFirst();
        ScriptType type = operand(argument);
        return type == null ? null : TypeInfo.of(type).field(access.name());
    }

    /** {@return the type of an argument, whose value is not asked for} */
    private @Nullable ScriptType operand(Expression argument) {
        if (argument instanceof Expression.TypeOperand) {
            return type(argument);
        }
        Shape shape = typing.shape(argument);
        return shape == null ? null : shape.type();
    }

    /** {@code offsetof(struct x, a.b)}. */
    @Nullable Shape offsetof(Expression call, List<Expression> arguments) {
        ScriptType type = type(arguments.getFirst());
        if (type == null) {
            return null;
        }
        Long offset = offset(type, arguments.get(1));
        if (offset == null) {
            return null;
        }
        analysis.constant(call, new Constant.Int(offset, false));
        return Shape.of(ScriptType.Int.UINT64);
    }

    /** What a path of members leads to, and how far it is. */
    private record Step(ScriptType type, long offset) {}

    private @Nullable Long offset(ScriptType type, Expression path) {
        Step step = step(type, path);
        return step == null ? null : step.offset;
    }

    private @Nullable Step step(ScriptType outer, Expression path) {
        switch (path) {
            case Expression.Name(Span span, String name) -> {
                return member(new Step(outer, 0), name, span);
            }
            case Expression.FieldAccess access -> {
                Step before = step(outer, access.target());
                return before == null ? null : member(before, access.name(), access.nameSpan());
            }
            case Expression.Index access -> {
                Step before = step(outer, access.target());
                if (before == null) {
                    return null;
                }
                if (before.type instanceof ScriptType.Array(ScriptType element, int _)
                        && access.index() instanceof Expression.IntegerLiteral literal
                        && literal.value() >= 0) {
                    return new Step(element, before.offset + literal.value() * element.size());
                }
            }
            default -> {
                // Said below.
            }
        }
        problems.error(path.span(), "offsetof() takes a member of a struct, such as a.b");
        return null;
    }

    private @Nullable Step member(Step before, String name, Span place) {
        if (!(before.type instanceof Composite struct)) {
            problems.error(
                    place,
                    "Can not access field '"
                            + name
                            + "' on expression of type '"
                            + before.type.text()
                            + "'");
            return null;
        }
        BtfTypes.Member member = BtfTypes.member(struct, name);
        if (member == null) {
            problems.error(
                    place,
                    "Struct/union of type '"
                            + struct.text()
                            + "' does not contain a field named '"
                            + name
                            + "'");
            return null;
        }
        if (member.isBitField()) {
            problems.error(place, "'" + name + "' is a bit field, which has no offset in bytes");
            return null;
        }
        return new Step(member.type(), before.offset + member.offset());
    }

    /** {@code kptr(p)} and {@code uptr(p)}. */
    @Nullable Shape pointer(Function function, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return null;
        }
        AddressSpace space = function == Function.KPTR ? AddressSpace.KERNEL : AddressSpace.USER;
        if (shape.type() instanceof Pointer(AddressSpace _, ScriptType pointee)) {
            ScriptType there = pointee instanceof Composite struct ? struct.in(space) : pointee;
            return Shape.of(new Pointer(space, there));
        }
        if (shape.number() != null) {
            return Shape.of(new Pointer(space, new ScriptType.Void()));
        }
        problems.error(
                argument.span(),
                function.text()
                        + "() only supports integer or pointer arguments ("
                        + TypeTexts.kind(shape.type())
                        + " provided)");
        return null;
    }

    /** The verifier knows what the helper for it returns since Linux 5.11. */
    Shape curtask() {
        AddressSpace space =
                analysis.target().version().isAtLeast(5, 11)
                        ? AddressSpace.TYPED
                        : AddressSpace.KERNEL;
        Pointer task = analysis.namedTypes().pointerToStruct("task_struct", space);
        return Shape.of(task == null ? ScriptType.Int.UINT64 : task);
    }
}
