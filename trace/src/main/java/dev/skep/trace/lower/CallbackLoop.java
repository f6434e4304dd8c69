package dev.skep.trace.lower;

import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A loop whose body is a function that the kernel calls back, turn by turn. What the body shares
 * with what is around it is in a structure on the stack of the caller, which the kernel passes
 * through: the values of variables, pointers to those that are in memory, the program's context.
 *
 * <p>The body is made first; only then is it known what the structure holds.
 */
final class CallbackLoop implements Loop {
    private static final int WORD = 8;
    private static final int NONE = -1;

    private final Program program;
    private final Routine outer;
    private final Routine inner;
    private final @Nullable CallbackLoop around;

    /** Which parameter of the function points to the structure. */
    private final int structure;

    /** The variables that the body shares, a word of the structure for each. */
    private final List<VariableInfo> shared = new ArrayList<>();

    /** What is in the words of {@link #shared} when a turn begins; null for a pointer. */
    private final List<@Nullable Value> atStart = new ArrayList<>();

    private final Environment outerEnvironment;
    private final @Nullable Place[] outerPlaces;

    /** The numbers of the variables that the body assigns to. */
    private final BitSet assigned = new BitSet();

    /** The words of {@link #shared} that a turn may change. */
    private final BitSet changed = new BitSet();

    private int size;
    private int contextOffset = NONE;
    private @Nullable Value context;
    private int resultOffset = NONE;

    /**
     * Begins the function.
     *
     * @param parameters what the kernel passes in front of the structure
     * @param body what shares variables with what is around it
     */
    CallbackLoop(Program program, Node body, Type... parameters) {
        this.program = program;
        outer = program.routine();
        around = program.callback();
        structure = parameters.length;
        outerEnvironment = program.environment;
        outerPlaces = program.variables.places();
        Type[] types = new Type[structure + 1];
        System.arraycopy(parameters, 0, types, 0, structure);
        types[structure] = Type.pointer(AddressSpace.STACK);
        inner = program.begin(this, types);
        share(body);
    }

    /** {@return the name of the function} */
    String name() {
        return inner.code.name();
    }

    /** {@return what the kernel passes as parameter {@code index}} */
    Value parameter(int index) {
        return inner.code.parameter(index);
    }

    /** {@return a word of the structure, to be filled by the caller before the loop} */
    int newWord() {
        int offset = size;
        size += WORD;
        return offset;
    }

    /** {@return what is in a word of the structure when a turn begins} */
    Value word(int offset) {
        return inner.loadAtEntry(Type.I64, structure, offset);
    }

    private void share(Node body) {
        BitSet mentioned = new BitSet();
        mention(body, mentioned);
        assign(body);
        for (VariableInfo variable : program.probe.variables()) {
            int number = variable.number();
            if (!mentioned.get(number)) {
                continue;
            }
            Value value = outerEnvironment.variable(number);
            Place place = outerPlaces[number];
            if (value != null) {
                Value loaded = inner.loadAtEntry(value.type(), structure, newWord());
                shared.add(variable);
                atStart.add(loaded);
                program.environment.setVariable(number, loaded);
            } else if (place != null) {
                Value pointer = inner.loadAtEntry(place.base().type(), structure, newWord());
                shared.add(variable);
                atStart.add(null);
                program.variables.setPlace(variable, new Place(pointer, 0));
            }
        }
    }

    private void mention(Node node, BitSet mentioned) {
        if (node instanceof Expression.Variable variable) {
            VariableInfo known = program.script.variableOrNull(variable);
            if (known != null) {
                mentioned.set(known.number());
            }
        }
        for (Node part : Parts.of(node)) {
            mention(part, mentioned);
        }
    }

    /**
     * Notes what is assigned to. What is not stays known to the verifier, as what counts the turns
     * of a loop around this one must.
     */
    private void assign(Node node) {
        if (node instanceof Statement.Assign assign) {
            assignTo(assign.target());
        } else if (node instanceof Expression.Increment increment) {
            assignTo(increment.target());
        }
        for (Node part : Parts.of(node)) {
            assign(part);
        }
    }

    private void assignTo(Expression target) {
        if (target instanceof Expression.Variable variable) {
            VariableInfo known = program.script.variableOrNull(variable);
            if (known != null) {
                assigned.set(known.number());
            }
        }
    }

    /** {@return the program's context, as the function finds it} */
    Value context() {
        Value known = context;
        if (known == null) {
            contextOffset = newWord();
            known = inner.loadAtEntry(Type.pointer(AddressSpace.CONTEXT), structure, contextOffset);
            context = known;
        }
        return known;
    }

    @Override
    public void leave() {
        end(1);
    }

    @Override
    public void next() {
        end(0);
    }

    private void end(int result) {
        Value pointer = inner.code.parameter(structure);
        for (int i = 0; i < shared.size(); i++) {
            Value first = atStart.get(i);
            Value last = program.environment.variable(shared.get(i).number());
            boolean isAssigned = assigned.get(shared.get(i).number());
            if (isAssigned && first != null && last != null && last != first) {
                program.code.store(pointer, i * WORD, last);
                changed.set(i);
            }
        }
        program.code.ret(program.integer(result));
    }

    /** Ends the loop and all around it: the program returns a value. */
    void returnFromProgram(Value value) {
        if (resultOffset == NONE) {
            resultOffset = newWord();
            newWord();
        }
        Value pointer = inner.code.parameter(structure);
        program.code.store(pointer, resultOffset, program.integer(1));
        program.code.store(pointer, resultOffset + WORD, value);
        program.code.ret(program.integer(1));
    }

    /**
     * Ends the function, and goes on in the caller.
     *
     * @return the structure, filled, to be passed to the function
     */
    Value call() {
        if (!program.ended()) {
            next();
        }
        program.resume(outer, outerEnvironment, around);
        program.variables.places(outerPlaces);
        outer.frame.needScratch(inner.frame.scratchBytes());
        Place place = outer.frame.stack("variables of a loop", Math.max(size, WORD));
        for (int i = 0; i < shared.size(); i++) {
            program.code.store(place.base(), i * WORD, outerValue(i));
        }
        if (contextOffset != NONE) {
            program.code.store(place.base(), contextOffset, program.context());
        }
        if (resultOffset != NONE) {
            program.code.store(place.base(), resultOffset, program.integer(0));
        }
        return place.base();
    }

    private Value outerValue(int index) {
        int number = shared.get(index).number();
        Place place = outerPlaces[number];
        Value value = outerEnvironment.variable(number);
        if (value != null) {
            return changed.get(index) ? forgotten(value) : value;
        }
        if (place == null) {
            throw new IllegalStateException("a variable is lost on the way");
        }
        return program.address(place);
    }

    /**
     * {@return the same value, of which the verifier knows nothing}
     *
     * <p>Before Linux 6.7 it took what it knew of the stack before the loop to hold in every turn;
     * after, it follows a number that it knows turn by turn, until it has had enough. What has been
     * in a map's value it does not know.
     */
    private Value forgotten(Value value) {
        Frame.Mark mark = program.frame.mark();
        Place scratch = program.frame.scratch(WORD);
        program.store(scratch, WORD, value);
        Value same = program.load(scratch, WORD, false);
        program.frame.release(mark);
        return same;
    }

    /** Goes on behind the loop with what its turns have changed. */
    void after(Value filled) {
        for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
            Value value = program.code.load(Type.I64, filled, i * WORD);
            program.environment.setVariable(shared.get(i).number(), value);
        }
        if (resultOffset != NONE) {
            Value returned = program.code.load(Type.I64, filled, resultOffset);
            Fork fork = Fork.on(program, program.isNotZero(returned));
            program.returnValue(program.code.load(Type.I64, filled, resultOffset + WORD));
            fork.join();
        }
    }
}
