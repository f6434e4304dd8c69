/**
 * Running a compiled script. {@link dev.skep.trace.run.Session} loads and attaches it; what its
 * programs send comes in through one place, is decoded by the script's {@link
 * dev.skep.trace.schema.EventSchema} into {@link dev.skep.trace.record.TraceRecord}s, and goes to a
 * {@link dev.skep.trace.run.RecordSink}. Nothing here prints.
 *
 * <p>Maps are read when a program asks for it and at the end: values of several CPUs are folded
 * into one, addresses get their names, and entries their order.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.run;
