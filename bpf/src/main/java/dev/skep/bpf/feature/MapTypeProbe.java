package dev.skep.bpf.feature;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.MapFlags;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.Errno;
import dev.skep.sys.MapCreate;

/** Creates the smallest map of a type. */
final class MapTypeProbe {

    /** struct bpf_cgroup_storage_key. */
    private static final int CGROUP_STORAGE_KEY_BYTES = 16;

    /** struct bpf_insn_array_value. */
    private static final int INSTRUCTION_OFFSET_BYTES = 16;

    private final Trial trial;
    private final Verdicts verdicts;

    MapTypeProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(MapTypeFeature feature) {
        MapType type = feature.type();
        return switch (type) {
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    CGROUP_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    DEVMAP,
                    SOCKMAP,
                    CPUMAP,
                    XSKMAP,
                    SOCKHASH,
                    REUSEPORT_SOCKARRAY,
                    DEVMAP_HASH ->
                    verdicts.of(feature, trial.create(type, 4, 4, 1, 0));
            case RHASH ->
                    verdicts.of(feature, trial.create(type, 4, 4, 1, MapFlags.NO_PREALLOCATION));
            case STACK_TRACE -> verdicts.of(feature, trial.create(type, 4, 8, 1, 0));
            case LPM_TRIE ->
                    verdicts.of(feature, trial.create(type, 8, 8, 1, MapFlags.NO_PREALLOCATION));
            case ARRAY_OF_MAPS, HASH_OF_MAPS -> verdicts.of(feature, nested(type));
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE ->
                    verdicts.of(feature, trial.create(type, CGROUP_STORAGE_KEY_BYTES, 8, 0, 0));
            case QUEUE, STACK, BLOOM_FILTER -> verdicts.of(feature, trial.create(type, 0, 4, 1, 0));
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE ->
                    verdicts.of(feature, storage(type));
            case RINGBUF, USER_RINGBUF ->
                    verdicts.of(feature, trial.create(type, 0, 0, trial.target().pageSize(), 0));
            case ARENA -> verdicts.of(feature, trial.create(type, 0, 0, 1, MapFlags.MMAPABLE));
            case INSN_ARRAY ->
                    verdicts.of(feature, trial.create(type, 4, INSTRUCTION_OFFSET_BYTES, 1, 0));
            // The kernel's BTF id 1 is an integer, and so no struct of callbacks.
            case STRUCT_OPS ->
                    verdicts.of(
                            feature,
                            trial.create(
                                    new MapCreate(
                                            type.number(),
                                            4,
                                            4,
                                            1,
                                            0,
                                            "skep_probe",
                                            0,
                                            0,
                                            0,
                                            0,
                                            1,
                                            0)),
                            Errno.ENOTSUPP);
        };
    }

    private Attempt nested(MapType type) {
        Attempt inner = trial.create(MapType.HASH, 4, 4, 1, 0);
        return inner.succeeded()
                ? trial.create(
                        new MapCreate(
                                type.number(),
                                4,
                                4,
                                1,
                                0,
                                "skep_probe",
                                0,
                                0,
                                0,
                                inner.result(),
                                0,
                                0))
                : inner;
    }

    /** Storage that lives with an object must say what it is made of. */
    private Attempt storage(MapType type) {
        BtfBuilder btf = new BtfBuilder();
        int key = btf.integer("int", 4, BtfType.Int.SIGNED);
        int value = btf.integer("long", 8, BtfType.Int.SIGNED);
        Attempt loaded = trial.load(btf);
        return loaded.succeeded()
                ? trial.create(
                        new MapCreate(
                                type.number(),
                                4,
                                8,
                                0,
                                MapFlags.NO_PREALLOCATION,
                                "skep_probe",
                                loaded.result(),
                                key,
                                value))
                : loaded;
    }
}
