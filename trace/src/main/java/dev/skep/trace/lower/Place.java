package dev.skep.trace.lower;

import dev.skep.compiler.ir.Value;

/**
 * Bytes in memory that a program may read and write.
 *
 * @param base a pointer
 * @param offset bytes from there
 */
record Place(Value base, int offset) {

    /** {@return the place {@code bytes} further on} */
    Place plus(int bytes) {
        return new Place(base, offset + bytes);
    }
}
