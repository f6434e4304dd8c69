package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.spec.MapType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A map of values by prefixes, as of networks: a lookup gives the value of the longest prefix that
 * matches. Since Linux 4.11.
 *
 * <p>A key is the number of bits that count, then the address, most significant byte first. Made by
 * {@link dev.skep.bpf.spec.MapSpec#prefixTrie}.
 */
public final class PrefixTrie {

    private final BpfMap map;
    private final int addressBytes;

    private PrefixTrie(BpfMap map) {
        this.map = map;
        this.addressBytes = map.spec().keySize() - Integer.BYTES;
    }

    /**
     * {@return the map as a trie}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PrefixTrie of(BpfMap map) {
        return new PrefixTrie(MapViews.require(map, MapType.LPM_TRIE));
    }

    /**
     * Sets the value of a prefix.
     *
     * @param address as {@link java.net.InetAddress#getAddress} gives it
     * @param bits how many bits of it count
     * @throws MapFullException if the map is full
     * @throws dev.skep.bpf.KernelException if the kernel refuses otherwise
     */
    public void put(byte[] address, int bits, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            map.update(key(address, bits, arena), value);
        }
    }

    /**
     * Copies the value of the longest prefix that matches an address.
     *
     * @param value receives it
     * @return whether there is one
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean longestMatch(byte[] address, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            return map.lookup(key(address, addressBytes * Byte.SIZE, arena), value);
        }
    }

    /**
     * Removes a prefix.
     *
     * @return whether there was that very prefix
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean remove(byte[] address, int bits) {
        try (Arena arena = Arena.ofConfined()) {
            return map.delete(key(address, bits, arena));
        }
    }

    private MemorySegment key(byte[] address, int bits, Arena arena) {
        if (address.length != addressBytes) {
            throw new IllegalArgumentException(
                    "an address of "
                            + map
                            + " has "
                            + addressBytes
                            + " bytes, not "
                            + address.length);
        }
        if (bits < 0 || bits > addressBytes * Byte.SIZE) {
            throw new IllegalArgumentException(
                    bits + " bits of an address of " + addressBytes + " bytes");
        }
        MemorySegment key = arena.allocate(map.spec().keySize(), 4);
        key.set(ValueLayout.JAVA_INT, 0, bits);
        MemorySegment.copy(address, 0, key, ValueLayout.JAVA_BYTE, Integer.BYTES, addressBytes);
        return key;
    }
}
