package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The functions of one object.
 *
 * @param functions the functions, named uniquely
 */
public record Module(List<Function> functions) {

    /** Takes a copy of the list. */
    public Module {
        functions = List.copyOf(functions);
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
