package dev.skep.cli;

/**
 * A use of a command, shown before its options.
 *
 * @param purpose what it is for, in one line
 * @param commandLine what to type
 */
record Example(String purpose, String commandLine) {}
