/** Compiles IR to BPF. */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler;
