/** What a script means: types, maps, probes. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.check;
