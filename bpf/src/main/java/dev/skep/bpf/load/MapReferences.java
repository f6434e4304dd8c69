package dev.skep.bpf.load;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Value64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the descriptors of created maps in the place of their names. */
final class MapReferences {

    private final Map<String, BpfMap> maps;

    MapReferences(Map<String, BpfMap> maps) {
        this.maps = maps;
    }

    /**
     * {@return the code with every map named in it resolved}
     *
     * @throws IllegalArgumentException if it names a map that the object lacks
     */
    Code resolve(Code code) {
        List<CodeElement> resolved = new ArrayList<>(code.elements().size());
        for (CodeElement element : code.elements()) {
            resolved.add(
                    element.instruction() instanceof Instruction.LoadImmediate64 load
                            ? new CodeElement(
                                    new Instruction.LoadImmediate64(
                                            load.destination(), resolve(load.value())),
                                    element.source())
                            : element);
        }
        return new Code(resolved, code.subprograms());
    }

    private Value64 resolve(Value64 value) {
        return switch (value) {
            case Value64.MapReference(String map) -> new Value64.MapFd(fd(map));
            case Value64.MapValueReference(String map, int offset) ->
                    new Value64.MapValueFd(fd(map), offset);
            case Value64.Number _,
                    Value64.Relocated _,
                    Value64.MapFd _,
                    Value64.MapValueFd _,
                    Value64.BtfId _,
                    Value64.Function _,
                    Value64.MapIndex _,
                    Value64.MapValueIndex _ ->
                    value;
        };
    }

    private int fd(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException(
                    "the code refers to map \"" + name + "\", which the object does not have");
        }
        return map.fd();
    }
}
