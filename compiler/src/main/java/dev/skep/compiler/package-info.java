/**
 * Compiles IR to BPF. {@link dev.skep.compiler.Compiler} takes a {@link
 * dev.skep.compiler.ir.Function} through its passes and makes {@link dev.skep.bpf.asm.Code}. It is
 * a pure function: no kernel is asked.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler;
