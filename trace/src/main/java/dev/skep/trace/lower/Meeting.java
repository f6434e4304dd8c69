package dev.skep.trace.lower;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * A place that several ways through a program lead to, such as the start of a loop. The variables
 * that are in registers come there from each way with the values that they have on it; the compiler
 * finds out which of them never change.
 */
final class Meeting {
    private final Program program;
    private final Environment before;

    /** The numbers of the variables that travel. */
    private final List<Integer> variables = new ArrayList<>();

    private final int extraCount;
    private final Block block;

    /**
     * Prepares a place for what is known now.
     *
     * @param extra the types of other values that each way brings
     */
    Meeting(Program program, String name, Type... extra) {
        this.program = program;
        before = program.environment.copy();
        extraCount = extra.length;
        List<Type> types = new ArrayList<>(List.of(extra));
        for (int i = 0; i < before.variableCount(); i++) {
            Value value = before.variable(i);
            if (value != null) {
                variables.add(i);
                types.add(value.type());
            }
        }
        block = program.code.block(name, types.toArray(new Type[0]));
    }

    /** Ends the way at hand here. */
    void arrive(Value... extra) {
        List<Value> values = new ArrayList<>(List.of(extra));
        for (int number : variables) {
            Value value = program.environment.variable(number);
            if (value == null) {
                throw new IllegalStateException("a variable is lost on the way");
            }
            values.add(value);
        }
        program.code.jump(block, values.toArray(new Value[0]));
    }

    /** Goes on from here. */
    void enter() {
        Environment after = before.copy();
        for (int i = 0; i < variables.size(); i++) {
            after.setVariable(variables.get(i), block.parameter(extraCount + i));
        }
        program.environment = after;
        program.code.position(block);
    }

    /** {@return what each way brings beside the variables} */
    Value extra(int index) {
        return block.parameter(index);
    }
}
