package dev.skep.cli;

/**
 * What a command writes to.
 *
 * @param out data
 * @param err everything else
 * @param calledAs the name the command was called by: {@code skep}, or that of a link to it
 */
record Streams(DataOutput out, Diagnostics err, String calledAs) {}
