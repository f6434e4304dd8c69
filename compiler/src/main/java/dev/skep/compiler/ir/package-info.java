/**
 * The intermediate representation: typed values in SSA form, in blocks that take parameters instead
 * of phi nodes.
 *
 * <p>{@link dev.skep.compiler.ir.FunctionBuilder} makes a {@link dev.skep.compiler.ir.Function},
 * which never changes; a pass makes another one. {@link dev.skep.compiler.ir.IrPrinter} writes one
 * as text, {@link dev.skep.compiler.ir.IrParser} reads it back, {@link
 * dev.skep.compiler.ir.IrChecker} says what is wrong with it.
 *
 * <p>Every operation is defined for all operands, as the BPF machine defines it: there is no
 * undefined behaviour that a pass could exploit, apart from memory that is read before it is
 * written and from {@link dev.skep.compiler.ir.Unreachable}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler.ir;
