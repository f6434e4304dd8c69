package dev.skep.cli;

/** A command of {@code skep}. */
interface Command {

    /** {@return what it is called and what it takes} */
    CommandSpec spec();

    /**
     * Runs it.
     *
     * @return the number the process ends with
     */
    int run(Arguments arguments, Streams streams);
}
