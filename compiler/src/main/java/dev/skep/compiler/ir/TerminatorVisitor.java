package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * An answer for each kind of terminator.
 *
 * @param <R> what is answered
 */
public interface TerminatorVisitor<R extends @Nullable Object> {

    /** {@return the answer for an unconditional jump} */
    R jump(Jump terminator);

    /** {@return the answer for a branch} */
    R branch(Branch terminator);

    /** {@return the answer for a return} */
    R ret(Return terminator);

    /** {@return the answer for a place that is never reached} */
    R unreachable(Unreachable terminator);
}
