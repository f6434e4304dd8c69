package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.util.List;
import java.util.Set;

class KernelNeedFilterTest {

    /** No run finds these tests by itself: they look for classes whose names end with Test. */
    @NeedsKernel(version = "5.8")
    static class Sample {

        @Test
        void any() {}

        @Test
        @NeedsKernel(version = "6.6")
        void newer() {}

        @Nested
        class Inner {
            @Test
            @NeedsKernel(kconfig = "CONFIG_FPROBE")
            void option() {}
        }
    }

    private static List<String> left(String version, String... options) {
        KernelFacts facts = new KernelFacts(LinuxVersion.of(version), Set.of(options));
        KernelNeedFilter filter = new KernelNeedFilter(new KernelNeeds(facts, f -> Answer.NO));
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Sample.class))
                        .filters(filter)
                        .build();
        LauncherConfig only =
                LauncherConfig.builder()
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build();
        TestPlan plan = LauncherFactory.create(only).discover(request);
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(TestIdentifier::isTest)
                .map(TestIdentifier::getDisplayName)
                .sorted()
                .toList();
    }

    @Test
    void theNeedsOfClassesAndMethodsAddUp() {
        assertThat(left("5.4", "CONFIG_FPROBE")).isEmpty();
        assertThat(left("5.10")).containsExactly("any()");
        assertThat(left("6.6")).containsExactly("any()", "newer()");
        assertThat(left("6.6", "CONFIG_FPROBE")).containsExactly("any()", "newer()", "option()");
    }
}
