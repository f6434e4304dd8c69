package dev.skep.trace.run;

import dev.skep.bpf.event.RecordHandler;
import dev.skep.sys.Errno;
import dev.skep.sys.LocalTime;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.TraceRecord.Text.Origin;
import dev.skep.trace.record.Value;
import dev.skep.trace.record.ValueText;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.ValueFormat;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the bytes of the ring buffer into records, and does what they ask for. */
final class EventDecoder implements RecordHandler, AutoCloseable {

    /** As much as the language lets {@code time} print. */
    private static final int TIME_BYTES = 64;

    private static final long MILLIS_PER_SECOND = 1_000;

    private final EventSchema schema;
    private final SourceText source;
    private final Map<String, MapReader> maps;
    private final Symbolizer symbols;
    private final RecordSink sink;
    private final PacketFiles packets = new PacketFiles();
    private boolean exited;
    private long failedUpdates;
    private int exitCode;

    /**
     * Creates a decoder.
     *
     * @param maps a reader for each map of the script, by the script's name for it
     * @param symbols gives names to addresses
     */
    EventDecoder(
            EventSchema schema,
            SourceText source,
            Map<String, MapReader> maps,
            Symbolizer symbols,
            RecordSink sink) {
        this.schema = schema;
        this.source = source;
        this.maps = maps;
        this.symbols = symbols;
        this.sink = sink;
    }

    /** {@return whether the script asked to end; what it sent after that is not shown} */
    boolean exited() {
        return exited;
    }

    /** {@return how many updates that full maps refused were told of} */
    long failedUpdates() {
        return failedUpdates;
    }

    /** {@return the code that the script ended with} */
    int exitCode() {
        return exitCode;
    }

    /** Takes records again after the end of the probes, for those of the {@code end} probes. */
    void resume() {
        exited = false;
    }

    /** Takes records again as at the start. */
    void restart() {
        exited = false;
        exitCode = 0;
    }

    /** Handles records that lie one behind the other. */
    void handleAll(byte[] records) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(records.length, 1), 8);
            MemorySegment.copy(records, 0, memory, ValueLayout.JAVA_BYTE, 0, records.length);
            int offset = 0;
            while (offset < records.length) {
                long id = memory.get(ValueLayout.JAVA_LONG, offset);
                int size = schema.formats().get(EventSchema.formatIndex(id)).layout().size();
                handle(memory, offset, size);
                offset += size;
            }
        }
    }

    @Override
    public void handle(MemorySegment memory, long offset, int length) {
        if (exited) {
            return;
        }
        int index = EventSchema.formatIndex(memory.get(ValueLayout.JAVA_LONG, offset));
        switch (schema.formats().get(index)) {
            case EventFormat.Printf printf -> printf(printf, memory, offset);
            case EventFormat.Formatted formatted -> formatted(formatted, memory, offset);
            case EventFormat.Join join -> join(join, memory, offset);
            case EventFormat.PrintValue print ->
                    sink.accept(new TraceRecord.Printed(value(print.value(), memory, offset)));
            case EventFormat.PrintMap(MapSchema map, int top, int div) ->
                    sink.accept(symbols.resolve(reader(map).readForPrint(top, div)));
            case EventFormat.PrintMapEntry entry -> printEntry(entry, memory, offset);
            case EventFormat.ClearMap(MapSchema map) -> reader(map).clear();
            case EventFormat.ZeroMap(MapSchema map) -> reader(map).zero();
            case EventFormat.Time(String format) -> time(format);
            case EventFormat.Exit exit -> {
                exited = true;
                exitCode = (int) integer(value(exit.code(), memory, offset));
            }
            case EventFormat.RuntimeError error -> runtimeError(error, memory, offset);
            case EventFormat.Packet _ ->
                    throw new IllegalStateException("packets come by a buffer of their own");
        }
    }

    /** Writes a packet to its file. */
    void packet(MemorySegment record, long offset, int length) {
        int index = EventSchema.formatIndex(record.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
        if (schema.formats().get(index) instanceof EventFormat.Packet(String file)) {
            String failure = packets.write(file, record, offset, length);
            if (failure != null) {
                sink.accept(new TraceRecord.Failure(failure));
            }
        }
    }

    private MapReader reader(MapSchema map) {
        MapReader reader = maps.get(map.name());
        if (reader == null) {
            throw new IllegalStateException("the schema has no map " + map.name());
        }
        return reader;
    }

    private Value value(EventFormat.Argument argument, MemorySegment memory, long offset) {
        return symbols.resolve(argument.format().decode(memory, offset + argument.offset()));
    }

    private static long integer(Value value) {
        return value instanceof Value.Int(long number, boolean _) ? number : 0;
    }

    private void printf(EventFormat.Printf printf, MemorySegment memory, long offset) {
        List<Value> values = values(printf, memory, offset);
        sink.accept(new TraceRecord.Printf(PrintfText.of(printf.format(), values), values));
    }

    private List<Value> values(EventFormat.Printf printf, MemorySegment memory, long offset) {
        List<Value> values = new ArrayList<>(printf.arguments().size());
        for (EventFormat.Argument argument : printf.arguments()) {
            values.add(value(argument, memory, offset));
        }
        return values;
    }

    private void formatted(EventFormat.Formatted formatted, MemorySegment memory, long offset) {
        EventFormat.Printf printf = formatted.text();
        String text = PrintfText.of(printf.format(), values(printf, memory, offset));
        switch (formatted.purpose()) {
            case ERROR -> sink.accept(new TraceRecord.Message(true, text, place(formatted.span())));
            case WARNING ->
                    sink.accept(new TraceRecord.Message(false, text, place(formatted.span())));
            case COMMAND -> {
                // What was said before comes before what the command says by itself.
                sink.flush();
                sink.accept(Outside.run(text));
            }
            case FILE -> sink.accept(Outside.show(text, formatted.limit()));
        }
    }

    private void join(EventFormat.Join join, MemorySegment memory, long offset) {
        long count = memory.get(ValueLayout.JAVA_LONG, offset + EventFormat.Join.COUNT);
        ValueFormat.Text format = new ValueFormat.Text(EventFormat.Join.CAPACITY, "");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.clamp(count, 0, EventFormat.Join.STRINGS); i++) {
            Value string = format.decode(memory, offset + EventFormat.Join.offset(i));
            text.append(i == 0 ? "" : join.separator());
            ValueText.append(text, string);
        }
        sink.accept(new TraceRecord.Text(Origin.JOIN, text.toString()));
    }

    private void printEntry(EventFormat.PrintMapEntry entry, MemorySegment memory, long offset) {
        int bytes = entry.map().bucketOffset();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(Math.max(bytes, 1), 8);
            MemorySegment.copy(memory, offset + entry.keyOffset(), key, 0, bytes);
            sink.accept(new TraceRecord.Printed(reader(entry.map()).readValue(key)));
        }
    }

    private void time(String format) {
        long seconds = System.currentTimeMillis() / MILLIS_PER_SECOND;
        sink.accept(
                new TraceRecord.Text(
                        TraceRecord.Text.Origin.TIME,
                        LocalTime.format(format, seconds, TIME_BYTES)));
    }

    private void runtimeError(EventFormat.RuntimeError error, MemorySegment memory, long offset) {
        int result =
                memory.get(ValueLayout.JAVA_INT, offset + EventFormat.RuntimeError.RESULT_OFFSET);
        String message = error.message();
        if (-result == Errno.E2BIG) {
            failedUpdates++;
        }
        sink.accept(
                new TraceRecord.RuntimeProblem(
                        place(error.span()),
                        message == null ? Errno.message(-result) : message,
                        result == 0 ? "Success" : Errno.message(-result),
                        error.helper(),
                        result));
    }

    private TraceRecord.Place place(Span span) {
        int line = source.line(span.start());
        int column = source.column(span.start());
        String lineText = source.lineText(span.start());
        int end = Math.min(column + span.end() - span.start(), lineText.length() + 1);
        return new TraceRecord.Place(source.nameAt(span.start()), line, column, end, lineText);
    }

    /** Ends the files that packets were written to. */
    @Override
    public void close() {
        for (String failure : packets.end()) {
            sink.accept(new TraceRecord.Failure(failure));
        }
    }
}
