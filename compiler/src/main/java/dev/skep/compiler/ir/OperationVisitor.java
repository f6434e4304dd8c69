package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * An answer for each kind of operation. There is no default on purpose: a new kind must be thought
 * about everywhere.
 *
 * @param <R> what is answered
 */
public interface OperationVisitor<R extends @Nullable Object> {

    /** {@return the answer for an arithmetic operation} */
    R binary(Binary operation);

    /** {@return the answer for a comparison} */
    R compare(Compare operation);

    /** {@return the answer for a conversion} */
    R convert(Convert operation);

    /** {@return the answer for a choice between two values} */
    R select(Select operation);

    /** {@return the answer for a load} */
    R load(Load operation);

    /** {@return the answer for a store} */
    R store(Store operation);

    /** {@return the answer for an atomic addition} */
    R atomicAdd(AtomicAdd operation);

    /** {@return the answer for pointer arithmetic} */
    R pointerAdd(PointerAdd operation);

    /** {@return the answer for a stack slot} */
    R stackSlot(StackSlot operation);

    /** {@return the answer for the address of a map} */
    R mapAddress(MapAddress operation);

    /** {@return the answer for the address of a byte in a data map} */
    R mapValueAddress(MapValueAddress operation);

    /** {@return the answer for the offset of a member} */
    R relocated(Relocated operation);

    /** {@return the answer for a call} */
    R call(Call operation);

    /** {@return the answer for a call of a function of the kernel} */
    R kernelFunctionCall(KernelFunctionCall operation);

    /** {@return the answer for a call of another function of the module} */
    R subprogramCall(SubprogramCall operation);

    /** {@return the answer for the address of another function of the module} */
    R subprogramAddress(SubprogramAddress operation);

    /** {@return the answer for filling memory} */
    R fill(Fill operation);

    /** {@return the answer for copying memory} */
    R copy(Copy operation);
}
