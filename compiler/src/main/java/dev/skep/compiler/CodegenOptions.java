package dev.skep.compiler;

import dev.skep.bpf.feature.Feature;
import dev.skep.bpf.feature.InstructionFeature;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;

/**
 * What code is made for.
 *
 * @param level which instructions the kernel knows
 * @param safeDivision whether signed division gives the least number where that is divided by -1,
 *     as RFC 9669 says, rather than stopping the machine; {@link InstructionFeature#SAFE_DIVISION}.
 *     Matters from {@link IsaLevel#V4} on only.
 */
public record CodegenOptions(IsaLevel level, boolean safeDivision) {

    /** What every kernel from Linux 5.10 takes. */
    public static final CodegenOptions DEFAULT = new CodegenOptions(IsaLevel.V3, false);

    /**
     * {@return what a Target's kernel takes} A Target says nothing of instructions but its version;
     * that every kernel of a version has them is what the probes of these features are held
     * against.
     */
    public static CodegenOptions of(Target target) {
        return new CodegenOptions(
                has(target, InstructionFeature.ISA_V4) ? IsaLevel.V4 : IsaLevel.V3,
                has(target, InstructionFeature.SAFE_DIVISION));
    }

    private static boolean has(Target target, Feature feature) {
        return target.version().compareTo(KernelVersion.parse(feature.since())) >= 0;
    }
}
