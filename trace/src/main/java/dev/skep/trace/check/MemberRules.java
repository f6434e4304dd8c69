package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Composite;
import dev.skep.trace.check.ScriptType.Opaque;
import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The types of what is reached through others: members, elements, what pointers point to. */
final class MemberRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    MemberRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@code target.name} and {@code target->name}, which mean the same. */
    @Nullable Shape field(Expression.FieldAccess access) {
        Shape target = typing.value(access.target());
        if (target == null) {
            return null;
        }
        if (target instanceof Shape.NamedTuple record) {
            Constant known = typing.functions().types().typeinfo(access);
            if (known != null) {
                analysis.constant(access, known);
            }
            return value(access, record);
        }
        if (target.type() instanceof Composite struct) {
            return member(access, struct);
        }
        if (target.type() instanceof Pointer(AddressSpace space, ScriptType pointee)) {
            if (pointee instanceof Composite struct) {
                return member(access, struct.in(space));
            }
            if (pointed(target, pointee) instanceof Shape.NamedTuple record) {
                return value(access, record);
            }
            if (pointee instanceof Opaque(String name)) {
                problems.error(
                        access.span(),
                        "Can not access field '"
                                + access.name()
                                + "': the members of '"
                                + name
                                + "' are not known",
                        "the types of the kernel have no more than its name");
                return null;
            }
        }
        problems.error(
                access.span(),
                "Can not access field '"
                        + access.name()
                        + "' on expression of type '"
                        + target.type().text()
                        + "'");
        return null;
    }

    private @Nullable Shape value(Expression.FieldAccess access, Shape.NamedTuple record) {
        int index = record.names().indexOf(access.name());
        if (index < 0) {
            noField(access, record.type(), record.names());
            return null;
        }
        return record.values().get(index);
    }

    /** {@return the shape of what a pointer points to, which may be a variable} */
    private @Nullable Shape pointed(Shape pointer, ScriptType pointee) {
        return pointer instanceof Shape.Address(Slot variable)
                ? variable.read(typing.current())
                : Shape.of(pointee);
    }

    private @Nullable Shape member(Expression.FieldAccess access, Composite struct) {
        BtfTypes.Member member = BtfTypes.member(struct, access.name());
        if (member == null) {
            List<String> names = new ArrayList<>();
            for (BtfTypes.Member other : BtfTypes.members(struct)) {
                names.add(other.name());
            }
            noField(access, struct, names);
            return null;
        }
        return Shape.of(member.type());
    }

    private void noField(Expression.FieldAccess access, ScriptType type, List<String> names) {
        String message =
                type instanceof Composite
                        ? "Struct/union of type '"
                                + type.text()
                                + "' does not contain a field named '"
                                + access.name()
                                + "'"
                        : "Record does not contain a field named '" + access.name() + "'";
        String nearest = NearestName.of(access.name(), names);
        if (nearest == null) {
            problems.error(access.span(), message);
        } else {
            problems.error(access.span(), message, "did you mean " + nearest + "?");
        }
    }

    /** {@code target[index]} of an array, a string, a pointer, a tuple. */
    @Nullable Shape index(Expression.Index access) {
        Shape target = typing.value(access.target());
        Shape index = typing.value(access.index());
        if (target == null || index == null) {
            return null;
        }
        boolean behind = !(target.type() instanceof Pointer) && isNegative(access.index());
        if (index.number() == null || behind) {
            problems.error(
                    access.span(),
                    "The array index operator [] only accepts non-negative integer indices. Got: "
                            + index.type().text());
            return null;
        }
        if (target instanceof Shape.Tuple(List<Shape> elements)) {
            return element(access, elements);
        }
        return switch (target.type()) {
            case ScriptType.Array(ScriptType element, int length) -> {
                checkBounds(access, length, length > 0);
                yield Shape.of(element);
            }
            case ScriptType.Text(int capacity) -> {
                checkBounds(access, capacity, true);
                yield Shape.of(new ScriptType.Int(1, true));
            }
            case Pointer(AddressSpace space, ScriptType pointee) ->
                    pointed(access, space, pointee, "index");
            case ScriptType type -> {
                problems.error(
                        access.span(),
                        "The array index operator [] can only be used on arrays, pointers,"
                                + " and tuples, found "
                                + type.text()
                                + ".");
                yield null;
            }
        };
    }

    private boolean isNegative(Expression index) {
        return analysis.constant(index) instanceof Constant.Int(long value, boolean unsigned)
                && value < 0
                && !unsigned;
    }

    private @Nullable Shape element(Expression.Index access, List<Shape> elements) {
        if (!(analysis.constant(access.index()) instanceof Constant.Int(long index, boolean _))) {
            problems.error(
                    access.span(), "Array-style access for tuples only valid for integer literals");
            return null;
        }
        if (index < 0 || index >= elements.size()) {
            problems.error(
                    access.span(),
                    "Invalid tuple index: "
                            + index
                            + ". Found "
                            + elements.size()
                            + " elements in tuple.");
            return null;
        }
        return elements.get((int) index);
    }

    /** Flexible arrays, whose length is 0, have as many elements as there may be. */
    private void checkBounds(Expression.Index access, int length, boolean known) {
        if (analysis.constant(access.index()) instanceof Constant.Int(long index, boolean unsigned)
                && (unsigned || index < 0 || (known && index >= length))) {
            problems.error(
                    access.span(),
                    "the index "
                            + (unsigned ? Long.toUnsignedString(index) : Long.toString(index))
                            + " is out of bounds for array of size "
                            + length);
        }
    }

    /** {@code *pointer}. */
    @Nullable Shape dereference(Expression.Unary unary) {
        Shape operand = typing.value(unary.operand());
        if (operand == null) {
            return null;
        }
        if (operand instanceof Shape.Address(Slot variable)) {
            return variable.read(typing.current());
        }
        if (operand.type() instanceof Pointer(AddressSpace space, ScriptType pointee)) {
            return pointed(unary, space, pointee, "dereference");
        }
        problems.error(
                unary.span(),
                "Can not dereference expression of type '"
                        + operand.type().text()
                        + "'. It is not a pointer.");
        return null;
    }

    private @Nullable Shape pointed(
            Expression place, AddressSpace space, ScriptType pointee, String what) {
        if (pointee instanceof Composite struct) {
            return Shape.of(struct.in(space));
        }
        if (pointee instanceof ScriptType.Void && what.equals("index")) {
            problems.error(
                    place.span(),
                    "The array index operator [] cannot be used on a pointer to an unsized type"
                            + " (void *).");
            return null;
        }
        if (pointee.size() == 0) {
            problems.error(
                    place.span(),
                    "Can not "
                            + what
                            + " a pointer to '"
                            + pointee.text()
                            + "', whose size is not known");
            return null;
        }
        return Shape.of(pointee);
    }
}
