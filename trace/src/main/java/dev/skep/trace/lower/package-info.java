/**
 * From a checked script to the compiler's IR, one function for each program.
 *
 * <p>{@link dev.skep.trace.lower.ScriptLowering} walks the probes; what all programs of a script
 * share (maps, kinds of records, counters) is in {@link dev.skep.trace.lower.ScriptTables}, what
 * the parts of one program share in {@link dev.skep.trace.lower.Program}. There is a class for each
 * concern of the language: expressions, conditions, strings, maps, aggregates, output, statements.
 *
 * <p>Integers, truth values and pointers live in registers, always as 64 bits extended by the sign
 * of their type; strings and tuples live in memory, at a {@link dev.skep.trace.lower.Place} that
 * the consumer chooses, so that a map's key or a record is built where it is needed. Bytes behind a
 * string's NUL and between the elements of a tuple are zero, so that equal values are equal bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.lower;
