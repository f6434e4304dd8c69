package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.schema.EventFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

class PacketFilesTest {
    private static final byte[] PACKET = {9, 9, 0x45, 0, 0, 20};

    private final MemorySegment record =
            Arena.ofAuto().allocate(EventFormat.Packet.BYTES + PACKET.length);

    PacketFilesTest() {
        record.set(ValueLayout.JAVA_LONG_UNALIGNED, EventFormat.Packet.SKIPPED, 2);
        MemorySegment.copy(
                PACKET, 0, record, ValueLayout.JAVA_BYTE, EventFormat.Packet.BYTES, PACKET.length);
    }

    private String write(PacketFiles files, Path file) {
        return String.valueOf(files.write(file.toString(), record, 0, (int) record.byteSize()));
    }

    @Test
    void writesWhatOthersRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("packets");
        PacketFiles files = new PacketFiles();
        assertThat(write(files, file)).isEqualTo("null");
        assertThat(write(files, file)).isEqualTo("null");
        assertThat(files.end()).isEmpty();

        ByteBuffer written =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(written.remaining()).isEqualTo(24 + 2 * (16 + 4));
        assertThat(written.getInt(0)).isEqualTo(0xa1b2c3d4);
        assertThat(written.getShort(4)).isEqualTo((short) 2);
        assertThat(written.getShort(6)).isEqualTo((short) 4);
        assertThat(written.getInt(20)).isEqualTo(101);
        assertThat(written.getInt(24 + 8)).isEqualTo(4);
        assertThat(written.getInt(24 + 12)).isEqualTo(4);
        assertThat(written.get(24 + 16)).isEqualTo((byte) 0x45);
    }

    @Test
    void saysOnceThatAFileCannotBeWritten(@TempDir Path folder) {
        PacketFiles files = new PacketFiles();
        Path file = folder.resolve("none/packets");

        assertThat(write(files, file)).startsWith("failed to write packets to '" + file + "'");
        assertThat(write(files, file)).isEqualTo("null");
        assertThat(files.end()).isEmpty();
    }

    @Test
    void saysAtTheEndWhatDidNotReachTheDisk(@TempDir Path folder) {
        PacketFiles files = new PacketFiles();
        Path good = folder.resolve("packets");

        assertThat(write(files, Path.of("/dev/full"))).isEqualTo("null");
        assertThat(write(files, good)).isEqualTo("null");
        assertThat(files.end())
                .containsExactly("failed to write packets to '/dev/full': No space left on device");
        assertThat(good).isNotEmptyFile();
    }
}
