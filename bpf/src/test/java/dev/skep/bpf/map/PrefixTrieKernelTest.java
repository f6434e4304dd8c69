package dev.skep.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;

/** Tries that find the longest prefix. */
@NeedsKernel
@Timeout(60)
class PrefixTrieKernelTest {

    private final MapEntries entries = new MapEntries();

    @AfterEach
    void free() {
        entries.close();
    }

    @Test
    void theLongestPrefixWins() throws Exception {
        byte[] host = InetAddress.getByName("10.1.2.3").getAddress();
        byte[] neighbour = InetAddress.getByName("10.1.9.9").getAddress();
        byte[] stranger = InetAddress.getByName("11.1.2.3").getAddress();
        try (BpfMap map = Loader.create(MapSpec.prefixTrie("t", 4, Layout.U64, 2))) {
            PrefixTrie trie = PrefixTrie.of(map);
            MemorySegment read = entries.space(8);
            trie.put(host, 8, entries.value(map, 8));
            trie.put(host, 24, entries.value(map, 24));
            assertThat(trie.longestMatch(host, read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(24);
            assertThat(trie.longestMatch(neighbour, read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(8);
            assertThat(trie.longestMatch(stranger, read)).isFalse();
            assertThatThrownBy(() -> trie.put(stranger, 32, entries.value(map, 1)))
                    .isInstanceOf(MapFullException.class);
            assertThat(map.count()).isEqualTo(2);
            assertThat(trie.remove(host, 16)).isFalse();
            assertThat(trie.remove(host, 24)).isTrue();
            assertThat(trie.longestMatch(host, read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(8);
            assertThatThrownBy(() -> trie.put(new byte[16], 0, entries.value(map, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4 bytes, not 16");
        }
    }
}
