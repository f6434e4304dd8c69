package dev.skep.trace.lower;

import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.UnaryOperator;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/**
 * The scratch variables of a program. What fits a register is a value of the {@link Environment};
 * strings and tuples have a place in the {@link Frame} while their block runs.
 */
final class Variables {
    private final Program program;
    private final @Nullable Place[] places;

    /** The numbers of the variables whose address is taken, all of which live in memory. */
    private final BitSet addressed = new BitSet();

    /** The numbers of the variables that are computed with. */
    private final BitSet moved = new BitSet();

    Variables(Program program) {
        this.program = program;
        places = new Place[program.probe.variables().size()];
        if (program.script.takesAddresses()) {
            findAddressed(program.probe.syntax());
        }
        for (VariableInfo variable : program.probe.variables()) {
            if (variable.type() instanceof ScriptType.Pointer) {
                findMoved(program.probe.syntax());
                break;
            }
        }
    }

    /** {@return whether a pointer in a variable is computed with} */
    boolean isMoved(VariableInfo variable) {
        return moved.get(variable.number());
    }

    private void findMoved(Node node) {
        switch (node) {
            case Expression.Binary binary when !binary.operator().isComparison() -> {
                noteMoved(binary.left());
                noteMoved(binary.right());
            }
            case Expression.Increment increment -> noteMoved(increment.target());
            case Expression.Cast cast -> noteMoved(cast.operand());
            case Expression.Index index -> noteMoved(index.target());
            case Statement.Assign assign when assign.operator() != null ->
                    noteMoved(assign.target());
            default -> {
                // Nothing is computed here.
            }
        }
        for (Node part : Parts.of(node)) {
            findMoved(part);
        }
    }

    private void noteMoved(Expression expression) {
        VariableInfo known =
                expression instanceof Expression.Variable variable
                        ? program.script.variableOrNull(variable)
                        : null;
        if (known != null) {
            moved.set(known.number());
        }
    }

    private void findAddressed(Node node) {
        if (node instanceof Expression.Unary unary
                && unary.operator() == UnaryOperator.ADDRESS_OF
                && unary.operand() instanceof Expression.Variable variable) {
            VariableInfo known = program.script.variableOrNull(variable);
            if (known != null) {
                addressed.set(known.number());
            }
        }
        for (Node part : Parts.of(node)) {
            findAddressed(part);
        }
    }

    private boolean isInMemory(VariableInfo variable) {
        return addressed.get(variable.number()) || inMemory(variable.type());
    }

    /** What an address leads to stays where it is, and nobody else gets its place. */
    private Place allocate(VariableInfo variable) {
        int size = variable.type().size();
        return addressed.get(variable.number())
                ? program.frame.scratch(Layout.roundUp(size, 8))
                : program.frame.allocate(variable.name(), size);
    }

    /** {@return whether values of a type live in memory} */
    static boolean inMemory(ScriptType type) {
        return type instanceof ScriptType.Text
                || type instanceof ScriptType.Tuple
                || type instanceof ScriptType.Stack
                || type instanceof ScriptType.Buffer
                || type instanceof ScriptType.Resolved
                || (type instanceof ScriptType.Symbol(boolean user) && user)
                || type instanceof ScriptType.NamedTuple
                || type instanceof ScriptType.Composite
                || type instanceof ScriptType.Array;
    }

    /** {@return the value of a variable that fits a register} */
    Value value(VariableInfo variable) {
        if (addressed.get(variable.number())) {
            return program.expressions.load(place(variable), variable.type());
        }
        Value value = program.environment.variable(variable.number());
        if (value == null) {
            throw new IllegalStateException(variable.name() + " is used out of its scope");
        }
        return value;
    }

    /** Gives a value to a variable that fits a register. */
    void set(VariableInfo variable, Value value) {
        if (addressed.get(variable.number())) {
            program.store(place(variable), variable.type().size(), value);
            return;
        }
        program.environment.setVariable(variable.number(), narrowed(variable.type(), value));
    }

    /** {@return the place of a variable that lives in memory} */
    Place place(VariableInfo variable) {
        Place place = places[variable.number()];
        if (place == null) {
            throw new IllegalStateException(variable.name() + " is used out of its scope");
        }
        return place;
    }

    /** Begins a block: its variables are zero. */
    void enterScope(Node scope, List<Statement> statements) {
        for (VariableInfo variable : program.script.variablesIn(scope)) {
            if (isInMemory(variable)) {
                Place place = allocate(variable);
                places[variable.number()] = place;
                if (!isWrittenFirst(variable, statements)) {
                    program.clear(place, variable.type().size());
                }
            } else {
                program.environment.setVariable(variable.number(), program.integer(0));
            }
        }
    }

    /** Ends a block: its variables are gone. */
    void leaveScope(Node scope) {
        for (VariableInfo variable : program.script.variablesIn(scope)) {
            places[variable.number()] = null;
            program.environment.setVariable(variable.number(), null);
        }
    }

    /** Begins the life of a loop's variable, which fits a register. */
    void declare(VariableInfo variable, Value value) {
        if (addressed.get(variable.number())) {
            program.store(declare(variable), variable.type().size(), value);
            return;
        }
        program.environment.setVariable(variable.number(), value);
    }

    /** {@return the place of a loop's variable, which begins its life; its content is undefined} */
    Place declare(VariableInfo variable) {
        Place place = allocate(variable);
        places[variable.number()] = place;
        return place;
    }

    /** {@return by number, the places of the variables that live in memory} */
    @Nullable Place[] places() {
        return places.clone();
    }

    /** Lets variables be where {@link #places()} said. */
    void places(@Nullable Place[] known) {
        System.arraycopy(known, 0, places, 0, places.length);
    }

    /** Lets a variable be at a place from now on. */
    void setPlace(VariableInfo variable, Place place) {
        places[variable.number()] = place;
    }

    /** {@return whether the first thing that happens to a variable is that it is given a value} */
    private boolean isWrittenFirst(VariableInfo variable, List<Statement> statements) {
        for (Statement statement : statements) {
            boolean written =
                    switch (statement) {
                        case Statement.Let let ->
                                let.value() != null && isSame(let.variable(), variable);
                        case Statement.Assign assign ->
                                assign.operator() == null
                                        && assign.target() instanceof Expression.Variable target
                                        && isSame(target, variable);
                        case Statement.Block _,
                                Statement.Evaluate _,
                                Statement.Discard _,
                                Statement.If _,
                                Statement.While _,
                                Statement.Unroll _,
                                Statement.ForEach _,
                                Statement.ForRange _,
                                Statement.Break _,
                                Statement.Continue _,
                                Statement.Return _ ->
                                false;
                    };
            if (written) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(Expression.Variable expression, VariableInfo variable) {
        VariableInfo known = program.script.variableOrNull(expression);
        return known != null && known.number() == variable.number();
    }

    private Value narrowed(ScriptType type, Value value) {
        return switch (type) {
            case ScriptType.Int(int size, boolean signed) -> program.narrow(value, size, signed);
            case ScriptType.Enumeration named ->
                    program.narrow(value, named.size(), named.signed());
            case ScriptType.Bool _,
                    ScriptType.NamedTuple _,
                    ScriptType.Composite _,
                    ScriptType.Pointer _,
                    ScriptType.Text _,
                    ScriptType.Tuple _,
                    ScriptType.Stack _,
                    ScriptType.Symbol _,
                    ScriptType.Buffer _,
                    ScriptType.Resolved _,
                    ScriptType.Array _,
                    ScriptType.None _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    ScriptType.Aggregate _ ->
                    value;
        };
    }
}
