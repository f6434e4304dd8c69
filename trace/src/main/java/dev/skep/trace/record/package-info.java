/** What a running script says, as values. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.record;
