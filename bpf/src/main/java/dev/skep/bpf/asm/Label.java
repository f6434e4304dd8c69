package dev.skep.bpf.asm;

/**
 * A place in the code that a {@link CodeBuilder} makes, which branches name before or after it is
 * bound. Made by {@link CodeBuilder#newLabel()} and of use to that builder only.
 */
public final class Label {

    static final int UNBOUND = -1;

    final CodeBuilder owner;
    private final String name;

    /** The index of the builder's entry that the label stands before. */
    int position = UNBOUND;

    Label(CodeBuilder owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    /** {@return the name, for messages} */
    @Override
    public String toString() {
        return name;
    }
}
