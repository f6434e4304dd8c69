package dev.skep.bpf.feature;

import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what a kernel can do. Answers that are conclusive are kept (traps T33, T34): a probe costs
 * about a millisecond and leaves a trace in the audit log. May be used from any thread.
 */
public final class Features {

    private static final class Running {
        static final Features INSTANCE = new Features(Target.running(), Kernel.running());
    }

    private final Target target;
    private final Probes probes;
    private final Map<Feature, Answer> known = new ConcurrentHashMap<>();

    private Features(Target target, Kernel kernel) {
        this.target = target;
        this.probes = new Probes(target, kernel);
    }

    /** {@return the features of the kernel that this JVM runs on} */
    public static Features running() {
        return Running.INSTANCE;
    }

    /** {@return the features of {@code kernel}, which {@code target} describes} */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public static Features of(Target target, Kernel kernel) {
        return new Features(target, kernel);
    }

    /**
     * {@return all features but those of helpers, of which there are thousands, group by group in
     * the order of their first kernels}
     */
    public static List<Feature> all() {
        List<Feature> all = new ArrayList<>();
        for (ProgramType type : ProgramType.values()) {
            all.add(Feature.of(type));
        }
        for (MapType type : MapType.values()) {
            all.add(Feature.of(type));
        }
        all.addAll(List.of(MapFeature.values()));
        all.addAll(List.of(InstructionFeature.values()));
        all.addAll(List.of(LoadFeature.values()));
        all.addAll(List.of(BtfFeature.values()));
        all.addAll(List.of(AttachFeature.values()));
        return all;
    }

    /** {@return the kernel's description} */
    public Target target() {
        return target;
    }

    /** {@return whether the kernel has the feature, or that it could not be told} */
    public Answer answer(Feature feature) {
        Answer answer = known.get(feature);
        if (answer == null) {
            answer = probes.probe(feature);
            if (answer.isConclusive()) {
                known.put(feature, answer);
            }
        }
        return answer;
    }

    /** {@return whether the kernel surely has the feature} */
    public boolean has(Feature feature) {
        return answer(feature).isYes();
    }

    /**
     * Demands a feature. One that can't be told passes: the kernel will say itself what is wrong.
     *
     * @param feature the feature
     * @param attempted what it is wanted for, as {@code map "seen"}
     * @param advice what to use instead, a sentence, or empty
     * @throws UnsupportedByKernelException if the kernel does not have it
     */
    public void require(Feature feature, String attempted, String advice) {
        if (answer(feature) instanceof Answer.No no) {
            boolean tooOld = Verdicts.isOlderThan(feature, target);
            throw new UnsupportedByKernelException(
                    attempted,
                    named(feature) + (tooOld ? "" : " (" + no.reason() + ")"),
                    tooOld ? feature.since() : "",
                    advice);
        }
    }

    private static String named(Feature feature) {
        return switch (feature) {
            case MapTypeFeature map -> "maps of type " + map.label();
            case ProgramTypeFeature program -> "programs of type " + program.label();
            case HelperFeature helper -> "the helper " + helper.label();
            case MapFeature _, InstructionFeature _, LoadFeature _, BtfFeature _, AttachFeature _ ->
                    feature.label();
        };
    }
}
