package dev.skep.trace;

import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.syntax.SourceText;

/**
 * A script, compiled.
 *
 * @param source its text
 * @param object the programs and maps
 * @param schema what they send and keep
 * @param plan where they are attached
 */
public record CompiledScript(
        SourceText source, ObjectSpec object, EventSchema schema, AttachPlan plan) {}
