package dev.skep.bpf.object;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;

import java.util.ArrayList;
import java.util.List;

/**
 * A function of a program, cut out of the program's code.
 *
 * @param name its name
 * @param start its first slot in the program's code
 * @param elements its instructions
 */
record Function(String name, int start, List<CodeElement> elements) {
    Function {
        elements = List.copyOf(elements);
    }

    /** {@return the slots of 8 bytes that it takes} */
    int slots() {
        return code().slots();
    }

    /** {@return its instructions alone} */
    Code code() {
        return new Code(elements);
    }

    /** {@return the functions of a program, the main one first} */
    static List<Function> of(String program, Code code) {
        List<Function> functions = new ArrayList<>();
        List<CodeElement> elements = new ArrayList<>();
        String name = program;
        int start = 0;
        int slot = 0;
        int next = 0;
        for (CodeElement element : code.elements()) {
            if (next < code.subprograms().size() && code.subprograms().get(next).slot() == slot) {
                functions.add(new Function(name, start, elements));
                elements = new ArrayList<>();
                name = program + "." + code.subprograms().get(next++).name();
                start = slot;
            }
            elements.add(element);
            slot += element.instruction().slots();
        }
        functions.add(new Function(name, start, elements));
        return functions;
    }
}
