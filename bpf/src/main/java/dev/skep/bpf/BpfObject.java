package dev.skep.bpf;

import java.util.List;

/**
 * The loaded form of an {@link dev.skep.bpf.spec.ObjectSpec}: its maps and programs. Closing it
 * closes them all.
 */
public final class BpfObject implements AutoCloseable {

    private final List<BpfMap> maps;
    private final List<BpfProgram> programs;

    /** Takes the ownership of maps and programs. */
    public BpfObject(List<BpfMap> maps, List<BpfProgram> programs) {
        this.maps = List.copyOf(maps);
        this.programs = List.copyOf(programs);
    }

    /** {@return all maps} */
    public List<BpfMap> maps() {
        return maps;
    }

    /** {@return all programs} */
    public List<BpfProgram> programs() {
        return programs;
    }

    /**
     * {@return the map of that name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public BpfMap map(String name) {
        for (BpfMap map : maps) {
            if (map.name().equals(name)) {
                return map;
            }
        }
        throw new IllegalArgumentException("no map \"" + name + "\" among " + maps);
    }

    /**
     * {@return the program of that name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public BpfProgram program(String name) {
        for (BpfProgram program : programs) {
            if (program.name().equals(name)) {
                return program;
            }
        }
        throw new IllegalArgumentException("no program \"" + name + "\" among " + programs);
    }

    /** Closes programs and maps. What is attached or pinned goes on living in the kernel. */
    @Override
    public void close() {
        for (BpfProgram program : programs) {
            program.close();
        }
        for (BpfMap map : maps) {
            map.close();
        }
    }
}
