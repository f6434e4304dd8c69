package dev.skep.bpf.feature;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelConfig;
import dev.skep.bpf.target.KernelVersion;

import java.util.List;

/**
 * Something that kernels have or not: by their version, by how they were built, and by where they
 * run.
 */
public sealed interface Feature
        permits ProgramTypeFeature,
                MapTypeFeature,
                HelperFeature,
                MapFeature,
                InstructionFeature,
                LoadFeature,
                BtfFeature,
                AttachFeature {

    /** {@return what it is called, as {@code kprobe-multi}; unique within its group} */
    String label();

    /** {@return what kind of thing it is} */
    FeatureGroup group();

    /** {@return the first kernel that has it, as {@code 5.18}} */
    String since();

    /** {@return the options it is built by, with their prefix: {@code CONFIG_FPROBE}} */
    default List<String> kconfig() {
        return List.of();
    }

    /**
     * {@return what it needs beside a kernel with that version and these options, as {@code
     * hardware counters}; empty if nothing}
     */
    default String furtherNeed() {
        return "";
    }

    /**
     * {@return whether a kernel of that version and configuration has it, as far as that decides}
     */
    default boolean isPromised(KernelVersion version, KernelConfig config) {
        return furtherNeed().isEmpty()
                && version.compareTo(KernelVersion.parse(since())) >= 0
                && kconfig().stream().allMatch(config::isSet);
    }

    /** {@return that programs of {@code type} can be loaded} */
    static Feature of(ProgramType type) {
        return new ProgramTypeFeature(type);
    }

    /** {@return that maps of {@code type} can be created} */
    static Feature of(MapType type) {
        return new MapTypeFeature(type);
    }

    /** {@return that programs of {@code type} may call {@code helper}} */
    static Feature of(BpfHelper helper, ProgramType type) {
        return new HelperFeature(helper, type);
    }
}
