package dev.skep.trace.lower;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.EventSchema;

import java.util.List;

/**
 * A script before code is made of it.
 *
 * @param programs its programs
 * @param maps the maps that they use
 * @param schema what they send and keep
 * @param plan where they go
 */
public record LoweredScript(
        List<LoweredProgram> programs, List<MapSpec> maps, EventSchema schema, AttachPlan plan) {

    public LoweredScript {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
    }
}
