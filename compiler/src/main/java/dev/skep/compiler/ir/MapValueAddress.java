package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** The address of a byte in the one value of a data map. Since Linux 5.2. */
public final class MapValueAddress extends Operation {
    private final String map;
    private final int offset;

    MapValueAddress(String map, int offset, @Nullable SourcePosition position) {
        super(Type.pointer(AddressSpace.MAP_VALUE), position);
        this.map = map;
        this.offset = offset;
    }

    /** {@return the name of the map in its object} */
    public String map() {
        return map;
    }

    /** {@return bytes from the start of the value} */
    public int offset() {
        return offset;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.mapValueAddress(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new MapValueAddress(map, offset, position());
    }
}
