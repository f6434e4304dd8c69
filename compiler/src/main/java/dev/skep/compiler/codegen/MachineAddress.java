package dev.skep.compiler.codegen;

/** A place in memory: an offset from a virtual register, or in a slot of the frame. */
final class MachineAddress {
    private static final int[] NO_USES = {};

    /** The slot, or {@link MachineInstruction#NONE}. */
    final int slot;

    /** The register, or {@link MachineInstruction#NONE} if there is a slot. */
    final int base;

    final int offset;

    private MachineAddress(int slot, int base, int offset) {
        this.slot = slot;
        this.base = base;
        this.offset = offset;
    }

    /** {@return the place {@code offset} bytes from what a register points to} */
    static MachineAddress register(int base, int offset) {
        return new MachineAddress(MachineInstruction.NONE, base, offset);
    }

    /** {@return the byte at {@code offset} of a slot} */
    static MachineAddress frame(int slot, int offset) {
        return new MachineAddress(slot, MachineInstruction.NONE, offset);
    }

    /** {@return whether the place is in the frame} */
    boolean isFrame() {
        return slot != MachineInstruction.NONE;
    }

    /** {@return the place that many bytes farther on} */
    MachineAddress plus(int bytes) {
        return new MachineAddress(slot, base, offset + bytes);
    }

    /** {@return the register that the place needs, if any} */
    int[] uses() {
        return isFrame() ? NO_USES : new int[] {base};
    }

    /** {@return the register that the place needs, if any, and then {@code value}} */
    int[] uses(int value) {
        return isFrame() ? new int[] {value} : new int[] {base, value};
    }
}
