package dev.skep.bpf.feature;

import dev.skep.bpf.spec.MapType;

import java.util.List;

/**
 * That maps of a type can be created.
 *
 * @param type the type
 */
public record MapTypeFeature(MapType type) implements Feature {

    @Override
    public String label() {
        return type.kernelName();
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.MAP_TYPE;
    }

    @Override
    public String since() {
        return type.since();
    }

    /** By the conditions in {@code include/linux/bpf_types.h}. */
    @Override
    public List<String> kconfig() {
        return switch (type) {
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    CPUMAP,
                    QUEUE,
                    STACK,
                    RINGBUF,
                    BLOOM_FILTER,
                    USER_RINGBUF,
                    ARENA,
                    INSN_ARRAY,
                    RHASH ->
                    List.of();
            case STACK_TRACE -> List.of("CONFIG_PERF_EVENTS");
            case CGROUP_ARRAY, CGRP_STORAGE -> List.of("CONFIG_CGROUPS");
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> List.of("CONFIG_CGROUP_BPF");
            case DEVMAP, DEVMAP_HASH, SK_STORAGE -> List.of("CONFIG_NET");
            // Kernels before 5.13 demand the stream parser too (pitfall P33).
            case SOCKMAP, SOCKHASH -> List.of("CONFIG_INET", "CONFIG_BPF_STREAM_PARSER");
            case REUSEPORT_SOCKARRAY -> List.of("CONFIG_INET");
            case XSKMAP -> List.of("CONFIG_XDP_SOCKETS");
            // Of tasks without it since 5.12, which only makes the promise weaker.
            case INODE_STORAGE, TASK_STORAGE -> List.of("CONFIG_BPF_LSM");
            case STRUCT_OPS -> List.of("CONFIG_BPF_JIT", "CONFIG_DEBUG_INFO_BTF");
        };
    }
}
