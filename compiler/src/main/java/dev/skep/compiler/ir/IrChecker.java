package dev.skep.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks what the rest of the compiler relies on: each value is defined once and where its uses see
 * it, types fit, and every edge passes what its target takes. Tests run it after every pass.
 */
public final class IrChecker {
    private final Function function;
    private final Dominators dominators;
    private final OperationRules rules = new OperationRules();
    private final List<String> problems = new ArrayList<>();

    /**
     * What was met already on the walk in order; by number, so that a value of another function is
     * noticed.
     */
    private final Value[] defined;

    private final int[] definingBlock;

    private IrChecker(Function function) {
        this.function = function;
        this.dominators = Dominators.of(function);
        this.defined = new Value[function.valueCount()];
        this.definingBlock = new int[function.valueCount()];
    }

    /** {@return what is wrong with a function, a sentence each; empty if nothing is} */
    public static List<String> problems(Function function) {
        IrChecker checker = new IrChecker(function);
        checker.run();
        return List.copyOf(checker.problems);
    }

    /**
     * {@return the same function}
     *
     * @throws MalformedIrException if something is wrong with it; the message lists everything
     */
    public static Function check(Function function) {
        List<String> problems = problems(function);
        if (!problems.isEmpty()) {
            throw new MalformedIrException(
                    "function "
                            + function.name()
                            + ":\n  "
                            + String.join("\n  ", problems)
                            + "\n"
                            + function);
        }
        return function;
    }

    private void run() {
        if (function.entry().predecessorCount() > 0) {
            problems.add("the entry block can be jumped to");
        }
        if (function.entry().parameterCount() > Call.MAX_ARGUMENTS) {
            problems.add("a function takes at most 5 parameters");
        }
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.parameterCount(); i++) {
                define(block.parameter(i), block);
                if (block.parameter(i).type() == Type.VOID) {
                    report(block, block.parameter(i).text(), "a parameter of no type");
                }
            }
            for (int i = 0; i < block.operationCount(); i++) {
                operation(block, block.operation(i));
            }
            terminator(block, block.terminator());
        }
    }

    private void operation(Block block, Operation operation) {
        for (int i = 0; i < operation.operandCount(); i++) {
            use(block, operation.operand(i), IrPrinter.print(operation));
        }
        String wrong = operation.accept(rules);
        if (!wrong.isEmpty()) {
            report(block, IrPrinter.print(operation), wrong);
        }
        define(operation, block);
    }

    private void terminator(Block block, Terminator terminator) {
        String text = IrPrinter.print(terminator);
        Value operand = terminator.operand();
        if (operand != null) {
            use(block, operand, text);
            Type expected = terminator instanceof Branch ? Type.I1 : function.result();
            if (!operand.type().equals(expected)) {
                report(block, text, "takes " + expected.text() + ", not " + operand.type().text());
            }
        }
        for (int s = 0; s < terminator.successorCount(); s++) {
            edge(block, terminator.successor(s), text);
        }
    }

    private void edge(Block block, Edge edge, String text) {
        Block target = edge.target();
        if (edge.argumentCount() != target.parameterCount()) {
            report(
                    block,
                    text,
                    target
                            + " takes "
                            + target.parameterCount()
                            + " values, not "
                            + edge.argumentCount());
            return;
        }
        for (int i = 0; i < edge.argumentCount(); i++) {
            use(block, edge.argument(i), text);
            Type expected = target.parameter(i).type();
            Type actual = edge.argument(i).type();
            if (!actual.equals(expected)) {
                report(
                        block,
                        text,
                        target + " takes " + expected.text() + ", not " + actual.text());
            }
        }
    }

    private void define(Value value, Block block) {
        definingBlock[value.id()] = block.index();
        defined[value.id()] = value;
    }

    private void use(Block block, Value value, String text) {
        if (value instanceof Constant) {
            return;
        }
        int id = value.id();
        // The walk meets dominators first: what it has not met can't be seen here.
        if (id >= defined.length
                || defined[id] != value
                || !dominators.dominates(definingBlock[id], block.index())) {
            report(block, text, value.text() + " is not defined on every way here");
        }
    }

    private void report(Block block, String text, String problem) {
        problems.add(block + ": " + text + ": " + problem);
    }
}
