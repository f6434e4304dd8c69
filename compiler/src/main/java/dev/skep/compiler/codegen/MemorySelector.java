package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Width;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

/**
 * Chooses instructions for memory. The verifier insists on aligned access to the stack, on every
 * machine; elsewhere it asks for none on those that Skep runs on, and an offset that is not a
 * multiple of the size is all that is looked at.
 */
final class MemorySelector {
    private final Selection selection;
    private final ArithmeticSelector arithmetic;

    MemorySelector(Selection selection, ArithmeticSelector arithmetic) {
        this.selection = selection;
        this.arithmetic = arithmetic;
    }

    /** Reads memory into {@code result}, with zeros above its width unless it is loaded signed. */
    void load(Load operation, int result) {
        MachineAddress address = selection.address(operation.pointer(), operation.offset());
        int size = operation.loaded().bytes();
        int piece = largestPiece(address, size);
        boolean signed = selection.demanded.isSigned(operation);
        if (piece == size) {
            selection.add(
                    new MachineInstruction.Load(
                            selection.position, MemorySize.ofBytes(size), signed, result, address));
            return;
        }
        int whole = signed ? selection.temporary() : result;
        // The lowest bytes come first in memory; the pieces are put together from there.
        int sum = selection.temporary();
        selection.add(load(MemorySize.ofBytes(piece), sum, address));
        for (int at = piece; at < size; at += piece) {
            int part = selection.temporary();
            int shifted = selection.temporary();
            int next = at + piece == size ? whole : selection.temporary();
            selection.add(load(MemorySize.ofBytes(piece), part, address.plus(at)));
            selection.alu(AluOperation.LSH, Width.W64, shifted, part, new Immediate(8 * at));
            selection.alu(AluOperation.OR, Width.W64, next, shifted, sum);
            sum = next;
        }
        if (signed) {
            arithmetic.signExtend((Type.Int) operation.loaded(), Width.W64, result, whole);
        }
    }

    /** Writes memory. */
    void store(Store operation) {
        MachineAddress address = selection.address(operation.pointer(), operation.offset());
        Value value = operation.value();
        int size = value.type().bytes();
        int piece = largestPiece(address, size);
        if (value instanceof Constant constant) {
            storeNumber(address, size, piece, constant.value());
            return;
        }
        int rest = selection.register(value);
        for (int at = 0; at < size; at += piece) {
            selection.add(store(MemorySize.ofBytes(piece), address.plus(at), rest));
            if (at + piece < size) {
                int shifted = selection.temporary();
                selection.alu(AluOperation.RSH, Width.W64, shifted, rest, new Immediate(8 * piece));
                rest = shifted;
            }
        }
    }

    /** Stores a number in pieces. */
    private void storeNumber(MachineAddress address, int size, int piece, long number) {
        for (int at = 0; at < size; at += piece) {
            // Only the bytes that are stored, as a signed number: so that they fit, and read well.
            int unused = 64 - 8 * piece;
            long rest = number >> (8 * at) << unused >> unused;
            MachineAddress place = address.plus(at);
            if (rest == (int) rest) {
                Immediate immediate = new Immediate((int) rest);
                selection.add(
                        new MachineInstruction.Store(
                                selection.position, MemorySize.ofBytes(piece), place, immediate));
            } else {
                selection.add(store(MemorySize.DOUBLE, place, selection.number(rest)));
            }
        }
    }

    /** Adds to memory atomically. */
    void atomicAdd(AtomicAdd operation) {
        MachineAddress address = selection.address(operation.pointer(), operation.offset());
        MemorySize size = MemorySize.ofBytes(operation.value().type().bytes());
        int value = selection.register(operation.value());
        selection.add(new MachineInstruction.AtomicAdd(selection.position, size, address, value));
    }

    /** Sets bytes, with as few stores as the alignment allows. */
    void fill(Fill operation) {
        MachineAddress address = selection.address(operation.pointer(), operation.offset());
        long pattern = (operation.content() & 0xffL) * 0x0101_0101_0101_0101L;
        int alignment = pieceAlignment(address, operation.pointer());
        for (int at = 0; at < operation.size(); ) {
            int piece = piece(address.offset + at, alignment, operation.size() - at);
            storeNumber(address.plus(at), piece, piece, pattern);
            at += piece;
        }
    }

    /** Copies bytes, with as few loads and stores as the alignments allow. */
    void copy(Copy operation) {
        MachineAddress from = selection.address(operation.source(), operation.sourceOffset());
        MachineAddress to =
                selection.address(operation.destination(), operation.destinationOffset());
        int fromAlignment = pieceAlignment(from, operation.source());
        int toAlignment = pieceAlignment(to, operation.destination());
        for (int at = 0; at < operation.size(); ) {
            int left = operation.size() - at;
            int piece =
                    Math.min(
                            piece(from.offset + at, fromAlignment, left),
                            piece(to.offset + at, toAlignment, left));
            int value = selection.temporary();
            selection.add(load(MemorySize.ofBytes(piece), value, from.plus(at)));
            selection.add(store(MemorySize.ofBytes(piece), to.plus(at), value));
            at += piece;
        }
    }

    /**
     * {@return the most bytes that one instruction may touch there, a power of two up to {@code
     * size}}
     */
    private int largestPiece(MachineAddress address, int size) {
        return address.isFrame() ? piece(address.offset, alignment(address), size) : size;
    }

    /**
     * {@return what the address without its offset is known to be a multiple of, as far as that
     * matters}
     */
    private int pieceAlignment(MachineAddress address, Value pointer) {
        if (address.isFrame()) {
            return alignment(address);
        }
        // A slot plus a number that only run time knows.
        boolean inStack =
                pointer.type() instanceof Type.Pointer type && type.space() == AddressSpace.STACK;
        return inStack ? 1 : 8;
    }

    private int alignment(MachineAddress address) {
        return Frame.alignment(selection.machine.slots.get(address.slot));
    }

    /**
     * {@return the largest power of two that divides offset and alignment and is no more than
     * {@code left}}
     */
    private static int piece(int offset, int alignment, int left) {
        int aligned = Math.min(alignment, offset == 0 ? 8 : Integer.lowestOneBit(offset));
        return Math.min(aligned, Integer.highestOneBit(Math.min(left, 8)));
    }

    private MachineInstruction load(MemorySize size, int result, MachineAddress address) {
        return new MachineInstruction.Load(selection.position, size, false, result, address);
    }

    private MachineInstruction store(MemorySize size, MachineAddress address, int value) {
        return new MachineInstruction.Store(selection.position, size, address, value);
    }
}
