package dev.skep.sys.testkit.kernel;

import dev.skep.sys.Kernel;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;

/**
 * Leaves out, before anything runs, the tests whose needs the running kernel does not meet. JUnit's
 * launcher finds it as a service, on the host and in the guests alike.
 */
public final class KernelNeedFilter implements PostDiscoveryFilter {

    private @Nullable KernelNeeds needs;

    /** Creates a filter for the running kernel. */
    public KernelNeedFilter() {}

    /** Creates a filter for another kernel. */
    KernelNeedFilter(KernelNeeds needs) {
        this.needs = needs;
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        if (!(test.getSource().orElse(null) instanceof MethodSource source)) {
            return FilterResult.included("it is a container");
        }
        String missing = missing(source.getJavaMethod());
        for (Class<?> type = source.getJavaClass();
                missing == null && type != null;
                type = type.getEnclosingClass()) {
            missing = missing(type);
        }
        return missing == null
                ? FilterResult.included("this kernel has what it needs")
                : FilterResult.excluded(missing);
    }

    private @Nullable String missing(AnnotatedElement element) {
        NeedsKernel need =
                AnnotationSupport.findAnnotation(element, NeedsKernel.class).orElse(null);
        // Whoever names nothing takes any kernel: do not even look at the running one.
        return need == null || namesNothing(need) ? null : running().missing(need);
    }

    private static boolean namesNothing(NeedsKernel need) {
        return need.version().isEmpty()
                && need.before().isEmpty()
                && need.kconfig().length == 0
                && need.feature().length == 0;
    }

    private KernelNeeds running() {
        KernelNeeds known = needs;
        if (known == null) {
            Path root = Path.of("/");
            FeatureTrial trial = new FeatureTrial(Kernel.running(), root);
            known = new KernelNeeds(KernelFacts.read(root), trial::attempt);
            needs = known;
        }
        return known;
    }
}
