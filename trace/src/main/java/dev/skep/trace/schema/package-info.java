/**
 * What a compiled script sends and keeps, so that it can be read without knowing the script.
 *
 * <p>A script talks to user space through one ring buffer, {@link
 * dev.skep.trace.schema.EventSchema#RING_BUFFER}, and through maps. Every record of the ring buffer
 * starts with a u64 whose low 32 bits index {@link dev.skep.trace.schema.EventSchema#formats()};
 * what follows is laid out by that {@link dev.skep.trace.schema.EventFormat}. A {@link
 * dev.skep.trace.schema.MapSchema} says the same of a map's keys and values. {@link
 * dev.skep.trace.schema.ValueFormat} turns bytes into {@link dev.skep.trace.record.Value}s; {@link
 * dev.skep.trace.schema.AttachPlan} says which program goes where.
 *
 * <p>All of it is immutable, and a pure function of the script and the target it was compiled for.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.schema;
