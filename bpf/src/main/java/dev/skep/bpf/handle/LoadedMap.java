package dev.skep.bpf.handle;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.info.MapInfo;
import dev.skep.bpf.info.ObjectInfoReader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Mapping;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A map behind a descriptor that this owns. */
public final class LoadedMap implements BpfMap {

    /** BPF_ANY. */
    private static final long ANY = 0;

    /** BPF_NOEXIST. */
    private static final long MUST_BE_NEW = 1;

    /** BPF_EXIST. */
    private static final long MUST_EXIST = 2;

    private final Descriptor descriptor;
    private final MapSpec spec;
    private final int possibleCpus;
    private final int pageSize;
    private final Arena mappings = Arena.ofShared();
    private @Nullable MemorySegment memory;

    /** Takes the ownership of a map's descriptor; {@code target} is the kernel it is in. */
    public LoadedMap(Descriptor descriptor, MapSpec spec, Target target) {
        this.descriptor = descriptor;
        this.spec = spec;
        this.possibleCpus = target.possibleCpus().count();
        this.pageSize = target.pageSize();
    }

    @Override
    public MapSpec spec() {
        return spec;
    }

    /** {@return the owned descriptor, and with it the kernel} */
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public int fd() {
        return descriptor.number();
    }

    @Override
    public int valuesPerEntry() {
        return spec.type().perCpu() ? possibleCpus : 1;
    }

    @Override
    public int valueStride() {
        return (spec.valueSize() + 7) & -8;
    }

    @Override
    public int valueBytes() {
        return spec.type().perCpu() ? valueStride() * possibleCpus : spec.valueSize();
    }

    @Override
    public boolean lookup(MemorySegment key, MemorySegment value) {
        require(value, valueBytes(), "value");
        return present(
                descriptor.kernel().mapLookup(descriptor.number(), keyBytes(key), value, 0),
                "reading");
    }

    @Override
    public void update(MemorySegment key, MemorySegment value) {
        check(put(key, value, ANY), "writing");
    }

    @Override
    public boolean insert(MemorySegment key, MemorySegment value) {
        int result = put(key, value, MUST_BE_NEW);
        if (result == -Errno.EEXIST) {
            return false;
        }
        check(result, "writing");
        return true;
    }

    @Override
    public boolean replace(MemorySegment key, MemorySegment value) {
        return present(put(key, value, MUST_EXIST), "writing");
    }

    private int put(MemorySegment key, MemorySegment value, long flags) {
        require(value, valueBytes(), "value");
        return descriptor.kernel().mapUpdate(descriptor.number(), keyBytes(key), value, flags);
    }

    @Override
    public boolean take(MemorySegment key, MemorySegment value) {
        require(value, valueBytes(), "value");
        return present(
                descriptor.kernel().mapLookupAndDelete(descriptor.number(), keyBytes(key), value),
                "taking from");
    }

    @Override
    public boolean delete(MemorySegment key) {
        return present(
                descriptor.kernel().mapDelete(descriptor.number(), keyBytes(key)), "deleting from");
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        long keyBytes = spec.keySize();
        long valueBytes = valueBytes();
        forEachBatch((keys, values, count) -> {
            for (int i = 0; i < count; i++) {
                visitor.visit(
                        keys.asSlice(i * keyBytes, keyBytes),
                        values.asSlice(i * valueBytes, valueBytes));
            }
        });
    }

    @Override
    public void forEachBatch(BatchVisitor visitor) {
        try (MapWalk walk = new MapWalk(this, false)) {
            walk.run(visitor);
        }
    }

    @Override
    public long count() {
        if (spec.type() == MapType.ARRAY || spec.type() == MapType.PERCPU_ARRAY) {
            return spec.maxEntries();
        }
        long[] count = new long[1];
        forEachBatch((keys, values, more) -> count[0] += more);
        return count[0];
    }

    @Override
    public MapInfo info() {
        return new ObjectInfoReader(descriptor.kernel()).map(descriptor.number());
    }

    @Override
    public void clear() {
        try (MapWalk walk = new MapWalk(this, true)) {
            walk.run((keys, values, count) -> {});
        }
    }

    @Override
    public synchronized MemorySegment memory() {
        MemorySegment known = memory;
        if (known == null) {
            long bytes = (long) valueStride() * spec.maxEntries();
            long length = (bytes + pageSize - 1) & -(long) pageSize;
            int[] error = new int[1];
            known =
                    Mapping.map(
                            descriptor.kernel(),
                            descriptor.number(),
                            0,
                            length,
                            spec.frozen() ? Mapping.READ : Mapping.READ_WRITE,
                            mappings,
                            error);
            check(error[0], "mapping");
            memory = known;
        }
        return known;
    }

    private MemorySegment keyBytes(MemorySegment key) {
        return require(key, spec.keySize(), "key");
    }

    private MemorySegment require(MemorySegment bytes, int size, String what) {
        if (bytes.byteSize() < size) {
            throw new IllegalArgumentException(
                    "a "
                            + what
                            + " of map \""
                            + name()
                            + "\" has "
                            + size
                            + " bytes, not "
                            + bytes.byteSize());
        }
        return bytes;
    }

    private boolean present(int result, String verb) {
        return MapErrors.present(spec, verb, result);
    }

    private void check(int result, String verb) {
        MapErrors.check(spec, verb, result);
    }

    @Override
    public synchronized void close() {
        if (!descriptor.isClosed()) {
            descriptor.close();
            mappings.close();
        }
    }

    @Override
    public String toString() {
        return "map \"" + name() + "\"";
    }
}
