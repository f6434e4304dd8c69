package dev.skep.bpf.feature;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.MapFlags;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.MapBatch;
import dev.skep.sys.MapCreate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Creates a map and does with it what is in question. */
final class MapProbe {

    /** MAX_BPF_STACK was the limit. */
    private static final int LONG_KEY_BYTES = 513;

    private final Trial trial;
    private final Verdicts verdicts;

    MapProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(MapFeature feature) {
        return switch (feature) {
            case TYPED -> verdicts.of(feature, typed());
            case READ_ONLY_FOR_PROGRAMS -> verdicts.of(feature, array(MapFlags.READ_ONLY_PROGRAM));
            case FREEZE -> verdicts.of(feature, frozen());
            case MMAPABLE -> verdicts.of(feature, array(MapFlags.MMAPABLE));
            // An empty map has no batch.
            case BATCH -> verdicts.of(feature, batch(), Errno.ENOENT);
            case INNER_ARRAY_SIZE -> verdicts.of(feature, array(MapFlags.INNER_MAP));
            case LONG_KEY ->
                    verdicts.of(feature, trial.create(MapType.HASH, LONG_KEY_BYTES, 4, 1, 0));
            case TAKE -> verdicts.of(feature, taken());
            case OVERWRITING_RING_BUFFER ->
                    verdicts.of(
                            feature,
                            trial.create(
                                    MapType.RINGBUF,
                                    0,
                                    0,
                                    trial.target().pageSize(),
                                    MapFlags.OVERWRITING_RING_BUFFER));
        };
    }

    private Attempt array(int flags) {
        return trial.create(MapType.ARRAY, 4, 4, 1, flags);
    }

    private Attempt typed() {
        BtfBuilder btf = new BtfBuilder();
        int number = btf.integer("int", 4, BtfType.Int.SIGNED);
        Attempt loaded = trial.load(btf);
        return loaded.succeeded()
                ? trial.create(
                        new MapCreate(
                                MapType.ARRAY.number(),
                                4,
                                4,
                                1,
                                0,
                                "skep_probe",
                                loaded.result(),
                                number,
                                number))
                : loaded;
    }

    private Attempt frozen() {
        Attempt map = array(0);
        return map.succeeded() ? Attempt.of(trial.kernel().mapFreeze(map.result())) : map;
    }

    private Attempt batch() {
        Attempt map = trial.create(MapType.HASH, 4, 4, 1, 0);
        if (!map.succeeded()) {
            return map;
        }
        Arena arena = trial.arena();
        MapBatch batch =
                new MapBatch(
                        map.result(),
                        arena.allocate(4, 4),
                        arena.allocate(4, 4),
                        arena.allocate(4, 4),
                        false);
        batch.count = 1;
        return Attempt.of(trial.kernel().mapLookupBatch(batch));
    }

    private Attempt taken() {
        Attempt map = trial.create(MapType.HASH, 4, 4, 1, 0);
        if (!map.succeeded()) {
            return map;
        }
        Kernel kernel = trial.kernel();
        MemorySegment key = trial.arena().allocate(4, 4);
        MemorySegment value = trial.arena().allocate(4, 4);
        int put = kernel.mapUpdate(map.result(), key, value, 0);
        return Attempt.of(put < 0 ? put : kernel.mapLookupAndDelete(map.result(), key, value));
    }
}
