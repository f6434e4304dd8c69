package dev.skep.bpf.map;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;

import java.util.List;

/** Programs that a test runs on a map, attached to nothing. */
final class MapPrograms {

    private MapPrograms() {}

    static ProgramSpec program(String name, Code code) {
        return new ProgramSpec(name, ProgramType.RAW_TRACEPOINT, AttachType.NONE, "", code, 0);
    }

    static BpfObject load(MapSpec map, ProgramSpec... programs) {
        return Loader.load(new ObjectSpec("test", "GPL", List.of(programs), List.of(map)));
    }
}
