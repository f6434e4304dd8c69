package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

/**
 * A place in the code that a {@link CodeBuilder} makes, which branches name before or after it is
 * bound. Made by {@link CodeBuilder#newLabel()} and of use to that builder only.
 */
public final class Label {

    static final int UNBOUND = -1;

    final CodeBuilder owner;
    private final @Nullable String name;
    private final int number;

    /** The index of the builder's entry that the label stands before. */
    int position = UNBOUND;

    Label(CodeBuilder owner, @Nullable String name, int number) {
        this.owner = owner;
        this.name = name;
        this.number = number;
    }

    /** {@return the name, for messages} */
    @Override
    public String toString() {
        return name == null ? "L" + number : name;
    }
}
