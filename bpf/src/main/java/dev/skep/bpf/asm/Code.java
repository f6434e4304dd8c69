package dev.skep.bpf.asm;

import java.util.List;

/**
 * The instructions of one program, main function first, subprograms behind it.
 *
 * @param elements the instructions in order
 */
public record Code(List<CodeElement> elements) {

    public Code {
        elements = List.copyOf(elements);
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
