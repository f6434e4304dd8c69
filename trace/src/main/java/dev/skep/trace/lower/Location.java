package dev.skep.trace.lower;

import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;

import java.util.List;

/** Where a value is. */
sealed interface Location {

    /**
     * Memory of the program.
     *
     * @param place where
     */
    record Local(Place place) implements Location {
        Local plus(int bytes) {
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
        Remote plus(int bytes) {
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
        Typed plus(int bytes) {
            return new Typed(pointer, offset + bytes);
        }

        /** {@return the same as memory that helpers read; at 0 if the pointer is null} */
        Remote remote(Program program) {
            // The verifier lets nobody add to a pointer that may be null.
            Fork fork = Fork.on(program, program.isNotNull(pointer));
            Value start =
                    program.code.binary(
                            BinaryOperation.ADD,
                            program.code.reinterpret(pointer, Type.I64),
                            program.integer(offset));
            fork.otherwise();
            return new Remote(fork.joinValue(start, program.integer(0)), 0, AddressSpace.KERNEL);
        }
    }

    /**
     * A member of a struct of the kernel, whose offset a loader finds by the member's name.
     *
     * @param address where the struct is, as a number
     * @param struct its id in the types of the Target
     * @param path the way to the member, as CO-RE writes it
     * @param bytes from the start of the struct, in the Target
     * @param space whose memory it is
     */
    record Relocated(Value address, int struct, String path, int bytes, AddressSpace space)
            implements Location {

        /** {@return what is further in: a member of a member, an element of an array} */
        Relocated step(List<Integer> indexes, int further) {
            StringBuilder way = new StringBuilder(path);
            for (int index : indexes) {
                way.append(':').append(index);
            }
            return new Relocated(address, struct, way.toString(), bytes + further, space);
        }

        /** {@return the same as memory at an address} */
        Remote remote(Program program) {
            Value offset = program.code.relocated(CoreRelocation.FIELD_OFFSET, struct, path, bytes);
            Value start = program.code.binary(BinaryOperation.ADD, address, offset);
            return new Remote(start, 0, space);
        }
    }
}
