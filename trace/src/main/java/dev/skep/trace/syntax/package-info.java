/** The text of a script and its syntax tree. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.syntax;
