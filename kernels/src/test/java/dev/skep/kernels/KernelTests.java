package dev.skep.kernels;

import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.TagFilter.includeTags;

import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists all kernel tests, whatever this kernel can do: {@code KernelTests FILE JAR...} writes those
 * of the jars into the file, a line each.
 *
 * <p>It is also the training run of the guests' AOT cache. For that it runs some tests that call
 * much of what others call; what becomes of them here does not matter.
 */
final class KernelTests {

    private static final List<String> TRAINING =
            List.of("dev.skep.sys.LinuxKernelTest", "dev.skep.bpf.load.LoaderKernelTest");

    private KernelTests() {}

    public static void main(String[] arguments) throws IOException {
        Set<Path> jars = new HashSet<>();
        for (int i = 1; i < arguments.length; i++) {
            jars.add(Path.of(arguments[i]));
        }
        List<KernelTest> tests = find(jars);
        if (tests.isEmpty()) {
            throw new LabException("none of the jars has a kernel test");
        }
        Files.write(Path.of(arguments[0]), tests.stream().map(KernelTest::line).toList());
        train(tests);
    }

    private static List<KernelTest> find(Set<Path> jars) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClasspathRoots(jars))
                        // Fuzz tests need a library that guests do without.
                        .filters(
                                includeClassNamePatterns(".*Test"),
                                excludeClassNamePatterns(".*FuzzTest"),
                                includeTags("kernel"))
                        .build();
        LauncherConfig everyKernel =
                LauncherConfig.builder().enablePostDiscoveryFilterAutoRegistration(false).build();
        TestPlan plan = LauncherFactory.create(everyKernel).discover(request);
        List<KernelTest> tests = new ArrayList<>();
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(root)) {
                // A factory's or a template's tests are known only when it runs.
                if (plan.getChildren(test).isEmpty()
                        && test.getSource().orElse(null) instanceof MethodSource method) {
                    String type = method.getClassName();
                    tests.add(
                            new KernelTest(
                                    test.getUniqueId(),
                                    type.substring(type.lastIndexOf('.') + 1),
                                    method.getMethodName(),
                                    test.getTags().stream()
                                            .map(TestTag::getName)
                                            .sorted()
                                            .toList()));
                }
            }
        }
        return tests;
    }

    private static void train(List<KernelTest> tests) {
        List<String> some = new ArrayList<>();
        for (KernelTest test : tests) {
            for (String type : TRAINING) {
                if (test.id().contains(":" + type + "]")) {
                    some.add(test.id());
                }
            }
        }
        EventSender nobody =
                new EventSender(
                        new PrintStream(
                                PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        GuestTests.run(some, nobody, new Watchdog(nobody));
    }
}
