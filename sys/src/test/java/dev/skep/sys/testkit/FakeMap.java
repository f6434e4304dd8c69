package dev.skep.sys.testkit;

import dev.skep.sys.Errno;
import dev.skep.sys.MapBatch;
import dev.skep.sys.MapCreate;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A map of {@link FakeKernel}: hashes that fill up, arrays that are always full, per-CPU values.
 */
final class FakeMap {

    private static final int ARRAY = 2;
    private static final int PERCPU_HASH = 5;
    private static final int PERCPU_ARRAY = 6;

    private static final int ANY = 0;
    private static final int MUST_BE_NEW = 1;
    private static final int MUST_EXIST = 2;

    final MapCreate request;
    private final int valueBytes;
    private final boolean array;
    private final Map<ByteBuffer, byte[]> entries = new LinkedHashMap<>();
    private boolean frozen;

    FakeMap(MapCreate request, int possibleCpus) {
        this.request = request;
        boolean perCpu = request.type() == PERCPU_HASH || request.type() == PERCPU_ARRAY;
        valueBytes = perCpu ? ((request.valueSize() + 7) & -8) * possibleCpus : request.valueSize();
        array = request.type() == ARRAY || request.type() == PERCPU_ARRAY;
        if (array) {
            for (int i = 0; i < request.maxEntries(); i++) {
                byte[] key =
                        ByteBuffer.allocate(4)
                                .order(java.nio.ByteOrder.nativeOrder())
                                .putInt(i)
                                .array();
                entries.put(ByteBuffer.wrap(key), new byte[valueBytes]);
            }
        }
    }

    int lookup(MemorySegment key, MemorySegment value) {
        byte[] found = entries.get(keyOf(key));
        if (found == null) {
            return -Errno.ENOENT;
        }
        MemorySegment.copy(found, 0, value, ValueLayout.JAVA_BYTE, 0, found.length);
        return 0;
    }

    int update(MemorySegment key, MemorySegment value, long flags) {
        if (frozen) {
            return -Errno.EPERM;
        }
        ByteBuffer wanted = keyOf(key);
        boolean present = entries.containsKey(wanted);
        if (flags == MUST_BE_NEW && present) {
            return -Errno.EEXIST;
        }
        if (flags == MUST_EXIST && !present) {
            return -Errno.ENOENT;
        }
        if (flags != ANY && flags != MUST_BE_NEW && flags != MUST_EXIST) {
            return -Errno.EINVAL;
        }
        if (!present && (array || entries.size() >= request.maxEntries())) {
            return -Errno.E2BIG;
        }
        entries.put(wanted, value.asSlice(0, valueBytes).toArray(ValueLayout.JAVA_BYTE));
        return 0;
    }

    int delete(MemorySegment key) {
        if (array) {
            return -Errno.EINVAL;
        }
        return entries.remove(keyOf(key)) == null ? -Errno.ENOENT : 0;
    }

    int nextKey(@Nullable MemorySegment key, MemorySegment next) {
        ByteBuffer after = key == null ? null : keyOf(key);
        boolean take = after == null || !entries.containsKey(after);
        for (ByteBuffer candidate : entries.keySet()) {
            if (take) {
                MemorySegment.copy(
                        MemorySegment.ofBuffer(candidate), 0, next, 0, request.keySize());
                return 0;
            }
            take = candidate.equals(after);
        }
        return -Errno.ENOENT;
    }

    int lookupBatch(MapBatch batch) {
        int from = batch.started() ? batch.cursor.get(ValueLayout.JAVA_INT, 0) : 0;
        List<Map.Entry<ByteBuffer, byte[]>> all = new ArrayList<>(entries.entrySet());
        int count = Math.min(batch.count, all.size() - from);
        for (int i = 0; i < count; i++) {
            Map.Entry<ByteBuffer, byte[]> entry = all.get(from + i);
            MemorySegment key = MemorySegment.ofBuffer(entry.getKey());
            MemorySegment.copy(key, 0, batch.keys, (long) i * request.keySize(), request.keySize());
            MemorySegment.copy(
                    entry.getValue(),
                    0,
                    batch.values,
                    ValueLayout.JAVA_BYTE,
                    (long) i * valueBytes,
                    valueBytes);
            if (batch.delete) {
                entries.remove(entry.getKey());
            }
        }
        batch.count = count;
        batch.cursor.set(ValueLayout.JAVA_INT, 0, batch.delete ? 0 : from + count);
        if (from + count == all.size()) {
            return -Errno.ENOENT;
        }
        batch.advanced();
        return 0;
    }

    int freeze() {
        if (frozen) {
            return -Errno.EBUSY;
        }
        frozen = true;
        return 0;
    }

    private ByteBuffer keyOf(MemorySegment key) {
        return ByteBuffer.wrap(key.asSlice(0, request.keySize()).toArray(ValueLayout.JAVA_BYTE));
    }
}
