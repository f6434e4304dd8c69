package dev.skep.bpf.spec;

import java.util.List;
import java.util.Optional;

/**
 * Programs and maps as a value: a pure function of a file, or of a text and a target. Nothing in it
 * depends on the kernel that will load it.
 *
 * @param name a short name for the whole
 * @param license decides which helpers its programs may call
 * @param programs the programs
 * @param maps the maps
 */
public record ObjectSpec(
        String name, String license, List<ProgramSpec> programs, List<MapSpec> maps) {

    public ObjectSpec {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
    }

    /** {@return the program of that name} */
    public Optional<ProgramSpec> program(String programName) {
        return programs.stream().filter(p -> p.name().equals(programName)).findFirst();
    }

    /** {@return the map of that name} */
    public Optional<MapSpec> map(String mapName) {
        return maps.stream().filter(m -> m.name().equals(mapName)).findFirst();
    }
}
