package dev.skep.cli;

/**
 * What a command writes to, and what it is told beside its arguments.
 *
 * @param out data
 * @param err everything else
 * @param calledAs the name the command was called by: {@code skep}, or that of a link to it
 * @param timings where the time goes
 * @param environment the environment variables
 */
record Streams(
        DataOutput out,
        Diagnostics err,
        String calledAs,
        Timings timings,
        Environment environment) {}
