package dev.skep.sys.testkit.kernel;

import dev.skep.sys.Kernel;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test that is data says it needs, in the words of {@link NeedsKernel}: {@code 5.17}, {@code
 * before:6.3}, {@code CONFIG_KPROBES}, {@code KPROBE}.
 */
public final class WrittenNeeds {

    private static @Nullable KernelNeeds running;

    private WrittenNeeds() {}

    /**
     * {@return what the running kernel lacks, in a few words; null if it lacks nothing}
     *
     * @param words separated by blanks; empty where any kernel will do
     */
    public static synchronized @Nullable String missing(String words) {
        if (words.isBlank()) {
            return null;
        }
        KernelNeeds needs = running;
        if (needs == null) {
            Path root = Path.of("/");
            FeatureTrial trial = new FeatureTrial(Kernel.running(), root);
            needs = new KernelNeeds(KernelFacts.read(root), trial::attempt);
            running = needs;
        }
        return missing(needs, words);
    }

    /** {@return what a kernel lacks of {@code words}} */
    static @Nullable String missing(KernelNeeds needs, String words) {
        String version = "";
        String before = "";
        List<String> options = new ArrayList<>();
        List<KernelFeature> features = new ArrayList<>();
        for (String word : words.strip().split(" +", -1)) {
            if (word.startsWith("CONFIG_")) {
                options.add(word);
            } else if (word.startsWith("before:")) {
                before = word.substring("before:".length());
            } else if (Character.isDigit(word.charAt(0))) {
                version = word;
            } else {
                features.add(KernelFeature.valueOf(word));
            }
        }
        return needs.missing(version, before, options, features);
    }
}
