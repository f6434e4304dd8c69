package dev.skep.trace;

import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.trace.check.ScriptConfig.MissingProbes;
import dev.skep.trace.check.ScriptOption;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import java.util.List;

/**
 * A script that can be run: a value, made without a kernel and a privilege.
 *
 * @param source the script
 * @param object its programs and maps
 * @param schema what the programs send and keep, and how it is read
 * @param plan where the programs go
 * @param printsMapsOnExit whether maps are printed at the end ({@code print_maps_on_exit})
 * @param missingProbes what becomes of probes that can't be attached
 * @param demangles whether names of C++ are shown as they were written
 * @param options the options of the script's own
 * @param warnings what looks wrong in the script
 */
public record CompiledScript(
        SourceText source,
        ObjectSpec object,
        EventSchema schema,
        AttachPlan plan,
        boolean printsMapsOnExit,
        MissingProbes missingProbes,
        boolean demangles,
        List<ScriptOption> options,
        List<Problem> warnings) {

    public CompiledScript {
        options = List.copyOf(options);
        warnings = List.copyOf(warnings);
    }

    /** Makes a script that prints its maps at the end, and about which there is nothing to say. */
    public CompiledScript(
            SourceText source, ObjectSpec object, EventSchema schema, AttachPlan plan) {
        this(source, object, schema, plan, true, MissingProbes.ERROR, true, List.of(), List.of());
    }
}
