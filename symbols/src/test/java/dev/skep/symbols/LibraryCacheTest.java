package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

class LibraryCacheTest {
    private record Entry(int flags, String name, String path, long capabilities) {}

    private static final Entry[] ENTRIES = {
        new Entry(LibraryCache.ownFlags(), "libssl.so.3", "/opt/v3/libssl.so.3", 1L << 62),
        new Entry(LibraryCache.ownFlags(), "libssl.so.3", "/lib/libssl.so.3", 0),
        new Entry(LibraryCache.ownFlags(), "libssl.so.1.1", "/lib/libssl.so.1.1", 0),
        new Entry(0x0003, "libc.so.6", "/lib32/libc.so.6", 0),
        new Entry(LibraryCache.ownFlags(), "libc.so.6", "/lib/libc.so.6", 0),
        new Entry(LibraryCache.ownFlags(), "libcrypt.so", "/lib/libcrypt.so", 0),
    };

    static byte[] content(boolean behindOld) {
        int start = behindOld ? 16 + 12 * 2 : 0;
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        int tables = 48 + 24 * ENTRIES.length;
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
        if (behindOld) {
            bytes.put(0, "ld.so-1.7.0\0".getBytes(StandardCharsets.US_ASCII)).putInt(12, 2);
        }
        bytes.put(start, "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(start + 20, ENTRIES.length);
        for (int i = 0; i < ENTRIES.length; i++) {
            int at = start + 48 + 24 * i;
            bytes.putInt(at, ENTRIES[i].flags).putLong(at + 16, ENTRIES[i].capabilities);
            bytes.putInt(at + 4, tables + strings.size());
            strings.writeBytes((ENTRIES[i].name + "\0").getBytes(StandardCharsets.US_ASCII));
            bytes.putInt(at + 8, tables + strings.size());
            strings.writeBytes((ENTRIES[i].path + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        bytes.put(start + tables, strings.toByteArray());
        byte[] content = new byte[start + tables + strings.size()];
        bytes.get(0, content);
        return content;
    }

    @Test
    void namesWithAndWithoutVersions() {
        for (boolean behindOld : new boolean[] {false, true}) {
            LibraryCache cache = LibraryCache.of("cache", content(behindOld));
            assertThat(cache.find("libc")).isEqualTo("/lib/libc.so.6");
            assertThat(cache.find("libc.so.6")).isEqualTo("/lib/libc.so.6");
            assertThat(cache.find("libc.so")).isEqualTo("/lib/libc.so.6");
            assertThat(cache.find("libcrypt")).isEqualTo("/lib/libcrypt.so");
            assertThat(cache.find("libssl")).as("the newest").isEqualTo("/lib/libssl.so.3");
            assertThat(cache.find("libssl.so.1")).isEqualTo("/lib/libssl.so.1.1");
            assertThat(cache.find("libssl.so.1.1")).isEqualTo("/lib/libssl.so.1.1");
            assertThat(cache.find("lib")).isNull();
            assertThat(cache.find("libcry")).isNull();
            assertThat(cache.names()).contains("libssl.so.3", "libc.so.6", "libcrypt.so");
        }
    }

    @Test
    void wrongBytesAreSaidSo() {
        assertThatThrownBy(() -> LibraryCache.of("cache", new byte[10]))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage(
                        "cache is not a cache of libraries: at offset 0, no glibc-ld.so.cache1.1");
        byte[] content = content(true);
        for (long seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] wrong = content.clone();
            for (int i = 0; i < 4; i++) {
                wrong[random.nextInt(200)] = (byte) random.nextInt();
            }
            try {
                LibraryCache cache = LibraryCache.of("cache", wrong);
                cache.find("libc");
                cache.names();
            } catch (MalformedObjectException e) {
                assertThat(e).hasMessageContaining("offset");
            }
        }
    }
}
