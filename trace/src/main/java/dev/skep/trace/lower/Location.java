package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;

/** Where a value is. */
sealed interface Location {

    /** {@return the location {@code bytes} further on} */
    Location plus(int bytes);

    /**
     * Memory of the program.
     *
     * @param place where
     */
    record Local(Place place) implements Location {
        @Override
        public Location plus(int bytes) {
            return new Local(place.plus(bytes));
        }
    }

    /**
     * Memory that only helpers read.
     *
     * @param address an address, as a number
     * @param offset bytes from there
     * @param space whose memory it is
     */
    record Remote(Value address, int offset, AddressSpace space) implements Location {
        @Override
        public Location plus(int bytes) {
            return new Remote(address, offset + bytes, space);
        }

        /** {@return its address} */
        Value start(Program program) {
            return offset == 0
                    ? address
                    : program.code.binary(BinaryOperation.ADD, address, program.integer(offset));
        }
    }

    /**
     * Memory of the kernel that the program may load from, since the verifier knows what is there.
     *
     * @param pointer a pointer to a struct, possibly null
     * @param offset bytes from there
     */
    record Typed(Value pointer, int offset) implements Location {
        @Override
        public Location plus(int bytes) {
            return new Typed(pointer, offset + bytes);
        }

        /** {@return the same as memory that helpers read} */
        Remote remote(Program program) {
            return new Remote(
                    program.code.reinterpret(pointer, Type.I64), offset, AddressSpace.KERNEL);
        }
    }
}
