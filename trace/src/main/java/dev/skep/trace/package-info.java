/** The tracing language: compile a script, run it, read its records. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace;
