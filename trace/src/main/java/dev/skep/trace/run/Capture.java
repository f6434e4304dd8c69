package dev.skep.trace.run;

import dev.skep.trace.record.TraceRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Passes records on, or keeps them for a while. */
final class Capture implements RecordSink {
    private final RecordSink sink;
    private @Nullable List<TraceRecord> kept;

    Capture(RecordSink sink) {
        this.sink = sink;
    }

    /** Keeps records from now on. */
    void begin() {
        kept = new ArrayList<>();
    }

    /** {@return what was kept; from now on records are passed on} */
    List<TraceRecord> end() {
        List<TraceRecord> records = kept;
        kept = null;
        return records == null ? List.of() : records;
    }

    @Override
    public void accept(TraceRecord record) {
        List<TraceRecord> records = kept;
        if (records == null) {
            sink.accept(record);
        } else {
            records.add(record);
        }
    }

    @Override
    public void flush() {
        if (kept == null) {
            sink.flush();
        }
    }
}
