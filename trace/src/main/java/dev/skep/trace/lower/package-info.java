/** From a checked script to the compiler's IR. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.lower;
