/**
 * The test kit: interpreters of IR and of BPF code, and random programs to run in both. A program
 * is generated from a list of choices, so that shrinking the list shrinks the program.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler.testing;
