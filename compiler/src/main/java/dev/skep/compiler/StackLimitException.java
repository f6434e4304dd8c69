package dev.skep.compiler;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A function keeps more on the stack than the 512 bytes that a BPF program has. */
public final class StackLimitException extends BpfException {
    private static final long serialVersionUID = 1L;

    /** How many bytes of stack a program has, together with the functions that it calls. */
    public static final int LIMIT = 512;

    private final transient List<Use> uses;

    /**
     * What takes part of the stack.
     *
     * @param name what it is for
     * @param bytes how much it takes
     * @param position where in the source that begins, if known
     */
    public record Use(String name, int bytes, @Nullable SourcePosition position) {}

    /**
     * Creates an exception.
     *
     * @param function what needs too much
     * @param uses who uses how much, the largest first
     */
    public StackLimitException(String function, List<Use> uses) {
        super(message(function, uses));
        this.uses = List.copyOf(uses);
    }

    /** {@return who uses how much, the largest first} */
    public List<Use> uses() {
        return uses;
    }

    private static String message(String function, List<Use> uses) {
        int total = 0;
        StringBuilder table = new StringBuilder();
        for (Use use : uses) {
            total += use.bytes();
            table.append("\n  ").append(use.bytes()).append(" bytes: ").append(use.name());
            if (use.position() != null) {
                table.append(" (").append(use.position()).append(')');
            }
        }
        return function
                + " needs "
                + total
                + " bytes of stack, a program has "
                + LIMIT
                + ":"
                + table;
    }
}
