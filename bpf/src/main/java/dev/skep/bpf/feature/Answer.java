package dev.skep.bpf.feature;

/** What a probe found out. */
public sealed interface Answer {

    /** The kernel has it: it was done, and undone. */
    record Yes() implements Answer {}

    /**
     * The kernel does not have it.
     *
     * @param reason why, as a part of a sentence: {@code this kernel was built without
     *     CONFIG_KPROBE_EVENTS}
     */
    record No(String reason) implements Answer {}

    /**
     * It could not be told, and asking again may tell.
     *
     * @param reason why, as a part of a sentence
     */
    record Unknown(String reason) implements Answer {}

    /** {@return that the kernel has it} */
    static Answer yes() {
        return new Yes();
    }

    /** {@return whether the kernel has it} */
    default boolean isYes() {
        return this instanceof Yes;
    }

    /** {@return whether it is known, and will not change before the next boot} */
    default boolean isConclusive() {
        return !(this instanceof Unknown);
    }
}
