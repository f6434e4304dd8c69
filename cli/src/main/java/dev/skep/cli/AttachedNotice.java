package dev.skep.cli;

import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.run.RecordSink;

/**
 * Tells the program that started the trace when all probes are attached, by a line of its own on
 * standard output, if it asked for that by the variable {@value #VARIABLE}, as test drivers of
 * bpftrace do.
 */
final class AttachedNotice implements RecordSink {

    private static final String VARIABLE = "__BPFTRACE_NOTIFY_PROBES_ATTACHED";

    private final RecordSink renderer;
    private final DataOutput out;

    private AttachedNotice(RecordSink renderer, DataOutput out) {
        this.renderer = renderer;
        this.out = out;
    }

    /** {@return the sink, which gives the notice too if that is wanted} */
    static RecordSink ifWanted(RecordSink renderer, Streams streams) {
        return streams.environment().get(VARIABLE) == null
                ? renderer
                : new AttachedNotice(renderer, streams.out());
    }

    @Override
    public void accept(TraceRecord record) {
        renderer.accept(record);
        if (record instanceof TraceRecord.Attached) {
            renderer.flush();
            out.line(VARIABLE);
            out.flush();
        }
    }

    @Override
    public void flush() {
        renderer.flush();
    }
}
