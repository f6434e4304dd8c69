package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions of one program: the one that the kernel calls, and those that it calls or has
 * called back.
 *
 * @param functions the functions, named uniquely, that of the program first
 */
public record Module(List<Function> functions) {

    /** Takes a copy of the list. */
    public Module {
        functions = List.copyOf(functions);
    }

    /** {@return the module of a function that calls no other} */
    public static Module of(Function main) {
        return new Module(List.of(main));
    }

    /** {@return the function that the kernel calls} */
    public Function main() {
        return functions.getFirst();
    }

    /**
     * {@return the functions that run: the main one and those that are called, or called back, from
     * there, in the order of the module}
     */
    public List<Function> used() {
        Set<String> names = new HashSet<>();
        List<Function> pending = new ArrayList<>();
        names.add(main().name());
        pending.add(main());
        while (!pending.isEmpty()) {
            for (Block block : pending.removeLast().blocks()) {
                for (int i = 0; i < block.operationCount(); i++) {
                    String callee = ModuleChecker.callee(block.operation(i));
                    Function function = callee == null ? null : function(callee);
                    if (function != null && names.add(function.name())) {
                        pending.add(function);
                    }
                }
            }
        }
        List<Function> used = new ArrayList<>(names.size());
        for (Function function : functions) {
            if (names.contains(function.name())) {
                used.add(function);
            }
        }
        return used;
    }

    /** {@return the function of that name, or null} */
    public @Nullable Function function(String name) {
        for (Function function : functions) {
            if (function.name().equals(name)) {
                return function;
            }
        }
        return null;
    }

    /** {@return the text form} */
    @Override
    public String toString() {
        return IrPrinter.print(this);
    }
}
