/**
 * What turns a function into one that does the same with less. Each {@link
 * dev.skep.compiler.pass.Pass} looks first, notes what it found in a {@link
 * dev.skep.compiler.pass.Rewriter}, and lets that write a new function.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler.pass;
