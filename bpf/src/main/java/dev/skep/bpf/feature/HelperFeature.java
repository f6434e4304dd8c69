package dev.skep.bpf.feature;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelConfig;
import dev.skep.bpf.target.KernelVersion;

import java.util.List;

/**
 * That programs of a type may call a helper, loaded as {@code GPL}. Which attach types of {@link
 * ProgramType#TRACING} may is not told apart: one that may is enough.
 *
 * @param helper the helper
 * @param type the type of program
 */
public record HelperFeature(BpfHelper helper, ProgramType type) implements Feature {

    @Override
    public String label() {
        return helper.kernelName() + " in " + type.kernelName();
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.HELPER;
    }

    /**
     * {@return the first kernel that has the helper; this type of program may have got it later}
     */
    @Override
    public String since() {
        return helper.since();
    }

    @Override
    public List<String> kconfig() {
        return new ProgramTypeFeature(type).kconfig();
    }

    /** {@return false: which types got a helper when is written down nowhere} */
    @Override
    public boolean isPromised(KernelVersion version, KernelConfig config) {
        return false;
    }
}
