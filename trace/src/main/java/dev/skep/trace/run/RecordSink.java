package dev.skep.trace.run;

import dev.skep.trace.record.TraceRecord;

/** Takes what a running script says, on the thread that runs the session. */
@FunctionalInterface
public interface RecordSink {

    /** Takes one record. */
    void accept(TraceRecord record);

    /** Called when there are no more records for the moment: a good time to flush. */
    default void flush() {}
}
