package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** The address of a map, for helpers. */
public final class MapAddress extends Operation {
    private final String map;

    MapAddress(String map, @Nullable SourcePosition position) {
        super(Type.pointer(AddressSpace.MAP), position);
        this.map = map;
    }

    /** {@return the name of the map in its object} */
    public String map() {
        return map;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.mapAddress(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new MapAddress(map, position());
    }
}
