/**
 * What {@code ./skep} does to the jars when it builds itself, so that the command starts fast.
 * Nothing here runs with a command.
 *
 * <p>A pattern switch, and {@code equals} and {@code hashCode} of a record, are compiled to {@code
 * invokedynamic}: the first time each is reached, the JDK spins a class for it, which costs about a
 * millisecond, and the JVM's cache (JDK 25) does not keep these classes as it keeps those of
 * lambdas. Compiling the shortest script passes dozens of them. {@link
 * dev.skep.cli.launch.StartupJars} replaces them by what a person would have written by hand.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.cli.launch;
