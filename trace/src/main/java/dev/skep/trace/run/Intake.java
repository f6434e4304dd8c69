package dev.skep.trace.run;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.event.PerfBuffer;
import dev.skep.bpf.event.RingBuffer;
import dev.skep.bpf.target.Target;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventSchema;

import org.jspecify.annotations.Nullable;

/** All that programs send: events, packets if there are such, and how many of both were lost. */
final class Intake implements AutoCloseable {

    /** How often loss is looked at while nothing else happens. */
    private static final int QUIET_MILLIS = 1_000;

    /** How often packets are looked at, which wake nobody. */
    private static final int PACKET_MILLIS = 100;

    /** Pages of packets for each CPU. */
    private static final int PACKET_PAGES = 64;

    private final RecordSink sink;
    private final RingBuffer events;
    private final @Nullable PerfBuffer packets;
    private final CpuCounterReader lostEvents;
    private final CpuCounterReader turnedAway;
    private long lostPackets;

    /**
     * Opens the buffers of a loaded script.
     *
     * @param decoder gets what they hold
     * @param sink gets what was lost
     */
    Intake(
            EventSchema schema,
            BpfObject object,
            Target target,
            EventDecoder decoder,
            RecordSink sink) {
        this.sink = sink;
        lostEvents = new CpuCounterReader(schema.lostEvents(), object);
        turnedAway = new CpuCounterReader(schema.turnedAway(), object);
        events = new RingBuffer(object.map(EventSchema.RING_BUFFER), target, decoder);
        try {
            packets =
                    sendsPackets(schema)
                            ? new PerfBuffer(
                                    object.map(EventSchema.PACKETS),
                                    target,
                                    PACKET_PAGES,
                                    decoder::packet,
                                    lost -> lostPackets += lost)
                            : null;
        } catch (Throwable t) {
            events.close();
            throw t;
        }
    }

    private static boolean sendsPackets(EventSchema schema) {
        for (EventFormat format : schema.formats()) {
            if (format instanceof EventFormat.Packet) {
                return true;
            }
        }
        return false;
    }

    /** {@return what to wait on for events} */
    int descriptor() {
        return events.descriptor();
    }

    /** {@return after how long to look again though nothing woke, in ms} */
    int patienceMillis() {
        return packets == null ? QUIET_MILLIS : PACKET_MILLIS;
    }

    /** Hands over what is there, and what was lost since the last time. */
    void drain() {
        events.consume();
        if (packets != null) {
            packets.consume();
            sayLost(lostPackets);
            lostPackets = 0;
        }
        sayLost(lostEvents.grown() + turnedAway.grown());
        sink.flush();
    }

    private void sayLost(long lost) {
        if (lost > 0) {
            sink.accept(new TraceRecord.Lost(lost));
        }
    }

    /** {@return how many events were lost in all; also when it is closed} */
    long lost() {
        return lostEvents.total() + turnedAway.total();
    }

    @Override
    public void close() {
        try {
            if (packets != null) {
                packets.close();
            }
        } finally {
            events.close();
        }
    }
}
