package dev.skep.trace.run;

import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.system.WallClock;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of packets, in the format of libpcap (draft-ietf-opsawg-pcap) as {@code tcpdump} reads it:
 * packets begin with their IP header.
 */
final class PacketFiles {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int VERSION = 4 << 16 | 2;
    private static final int MOST_BYTES = 65_535;
    private static final int LINKTYPE_RAW = 101;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Map<String, OutputStream> files = new HashMap<>();

    /** Those of which it was said that they can't be written. */
    private final Set<String> broken = new HashSet<>();

    /**
     * Writes a packet.
     *
     * @param length bytes of the record, what pads it included
     * @return what went wrong with the file, said once; else null
     */
    @Nullable String write(String file, MemorySegment record, long offset, int length) {
        if (broken.contains(file)) {
            return null;
        }
        long skipped =
                record.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + EventFormat.Packet.SKIPPED);
        long start = EventFormat.Packet.BYTES + Math.max(0, skipped);
        int bytes = Math.clamp(length - start, 0, MOST_BYTES);
        long time =
                WallClock.ahead()
                        + record.get(
                                ValueLayout.JAVA_LONG_UNALIGNED, offset + EventFormat.Packet.TIME);
        ByteBuffer packet =
                ByteBuffer.allocate(PACKET_HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt((int) (time / NANOS_PER_SECOND));
        packet.putInt((int) (time % NANOS_PER_SECOND / 1_000));
        packet.putInt(bytes);
        packet.putInt(bytes);
        for (int i = 0; i < bytes; i++) {
            packet.put(record.get(ValueLayout.JAVA_BYTE, offset + start + i));
        }
        try {
            open(file).write(packet.array());
            return null;
        } catch (IOException | InvalidPathException e) {
            broken.add(file);
            return failure(file, e);
        }
    }

    private static String failure(String file, Exception e) {
        return "failed to write packets to '" + file + "': " + e.getMessage();
    }

    private OutputStream open(String file) throws IOException {
        OutputStream known = files.get(file);
        if (known == null) {
            known = new BufferedOutputStream(Files.newOutputStream(Path.of(file)));
            files.put(file, known);
            ByteBuffer header = ByteBuffer.allocate(FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(MAGIC).putInt(VERSION).putInt(0).putInt(0);
            header.putInt(MOST_BYTES).putInt(LINKTYPE_RAW);
            known.write(header.array());
        }
        return known;
    }

    /**
     * {@return what went wrong when all files were ended, but with those that were named before}
     */
    List<String> end() {
        List<String> failures = new ArrayList<>();
        for (Map.Entry<String, OutputStream> file : files.entrySet()) {
            try {
                file.getValue().close();
            } catch (IOException e) {
                if (broken.add(file.getKey())) {
                    failures.add(failure(file.getKey(), e));
                }
            }
        }
        files.clear();
        return failures;
    }
}
