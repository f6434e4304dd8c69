/** Running a compiled script. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.run;
