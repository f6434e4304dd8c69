package dev.skep.bpf.asm;

import java.util.List;

/**
 * The instructions of one program, main function first, subprograms behind it.
 *
 * @param elements the instructions in order
 * @param subprograms what is known of the functions behind the main function, in order; empty where
 *     nothing is
 */
public record Code(List<CodeElement> elements, List<Subprogram> subprograms) {

    public Code {
        elements = List.copyOf(elements);
        subprograms = List.copyOf(subprograms);
    }

    /** Makes code of which no subprograms are known. */
    public Code(List<CodeElement> elements) {
        this(elements, List.of());
    }

    /**
     * A function behind the main function.
     *
     * @param name its name
     * @param slot where it starts, in slots of 8 bytes
     * @param parameters what it takes
     */
    public record Subprogram(String name, int slot, List<Parameter> parameters) {
        public Subprogram {
            parameters = List.copyOf(parameters);
        }
    }

    /** What a subprogram takes in a register. */
    public enum Parameter {
        /** A number. */
        NUMBER,
        /** A pointer. */
        POINTER
    }

    /**
     * {@return the length in encoded slots of 8 bytes, which is how the kernel counts instructions}
     */
    public int slots() {
        int slots = 0;
        for (CodeElement element : elements) {
            slots += element.instruction().slots();
        }
        return slots;
    }
}
