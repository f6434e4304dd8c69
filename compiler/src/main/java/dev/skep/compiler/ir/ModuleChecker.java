package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with a {@link Module}: with its functions, and between them. */
public final class ModuleChecker {

    /** MAX_CALL_FRAMES of the kernel's verifier. */
    private static final int MAX_FRAMES = 8;

    private final Module module;
    private final List<String> problems = new ArrayList<>();

    private ModuleChecker(Module module) {
        this.module = module;
    }

    /** {@return what is wrong with a module, a sentence each; empty if nothing is} */
    public static List<String> problems(Module module) {
        ModuleChecker checker = new ModuleChecker(module);
        checker.run();
        return List.copyOf(checker.problems);
    }

    private void run() {
        if (module.functions().isEmpty()) {
            problems.add("the module has no function");
            return;
        }
        for (Function function : module.functions()) {
            for (String problem : IrChecker.problems(function)) {
                problems.add(function.name() + ": " + problem);
            }
            if (module.function(function.name()) != function) {
                problems.add("there are two functions " + function.name());
            }
            calls(function);
        }
        if (problems.isEmpty()) {
            depth(module.main(), 1);
        }
    }

    private void calls(Function function) {
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.operationCount(); i++) {
                Operation operation = block.operation(i);
                String wrong = wrong(operation);
                if (!wrong.isEmpty()) {
                    problems.add(
                            function.name() + ": " + IrPrinter.print(operation) + ": " + wrong);
                }
            }
        }
    }

    private String wrong(Operation operation) {
        String name = callee(operation);
        if (name == null) {
            return "";
        }
        Function callee = module.function(name);
        if (callee == null) {
            return "there is no function " + name;
        }
        return operation instanceof SubprogramCall call ? wrong(call, callee) : "";
    }

    private static String wrong(SubprogramCall call, Function callee) {
        Block entry = callee.entry();
        if (!call.type().equals(callee.result())) {
            return callee.name() + " returns " + callee.result().text();
        }
        if (call.operandCount() != entry.parameterCount()) {
            return callee.name()
                    + " takes "
                    + entry.parameterCount()
                    + " values, not "
                    + call.operandCount();
        }
        for (int i = 0; i < call.operandCount(); i++) {
            Type expected = entry.parameter(i).type();
            if (!call.operand(i).type().equals(expected)) {
                return callee.name()
                        + " takes "
                        + expected.text()
                        + ", not "
                        + call.operand(i).type().text();
            }
        }
        return "";
    }

    /** Follows the calls; a function that calls itself in the end is too deep as well. */
    private void depth(Function function, int frames) {
        if (frames > MAX_FRAMES) {
            problems.add(
                    function.name() + " is called over more than " + MAX_FRAMES + " functions");
            return;
        }
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.operationCount() && problems.isEmpty(); i++) {
                String name = callee(block.operation(i));
                Function callee = name == null ? null : module.function(name);
                if (callee != null) {
                    depth(callee, frames + 1);
                }
            }
        }
    }

    /** {@return the function that an operation calls, or has called back; null if none} */
    public static @Nullable String callee(Operation operation) {
        if (operation instanceof SubprogramCall call) {
            return call.function();
        }
        return operation instanceof SubprogramAddress address ? address.function() : null;
    }
}
