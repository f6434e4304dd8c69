/**
 * Makes BPF instructions of IR, in this order:
 *
 * <ol>
 *   <li>{@link dev.skep.compiler.codegen.Selector} chooses instructions over any number of virtual
 *       registers, each defined once ({@link dev.skep.compiler.codegen.MachineFunction}).
 *   <li>{@link dev.skep.compiler.codegen.Liveness} finds out where each register is needed next.
 *   <li>{@link dev.skep.compiler.codegen.Allocator} gives them the ten registers of the machine,
 *       and homes in the frame to those that do not fit.
 *   <li>{@link dev.skep.compiler.codegen.Frame} places slots and homes on the stack.
 *   <li>{@link dev.skep.compiler.codegen.Emitter} writes the instructions.
 * </ol>
 *
 * <p>One invariant holds throughout: a register holds an integer of less than 64 bits with zeros
 * above, unless {@link dev.skep.compiler.codegen.DemandedBits} found that nobody looks there.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler.codegen;
