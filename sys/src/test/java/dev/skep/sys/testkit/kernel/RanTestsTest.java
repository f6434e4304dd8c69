package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class RanTestsTest {

    /** No run finds these tests by itself: they look for classes whose names end with Test. */
    static class Sample {

        @Test
        @NeedsKernel
        void marked() {}

        @Test
        @NeedsKernel
        void failing() {
            throw new AssertionError();
        }

        @Test
        void unmarked() {}

        @ParameterizedTest
        @ValueSource(ints = {3, 4})
        @NeedsKernel
        void parameterized(int number) {
            assertThat(number).isPositive();
        }

        @TestFactory
        @NeedsKernel
        Stream<DynamicTest> dynamic() {
            return Stream.of("a", "b").map(name -> DynamicTest.dynamicTest(name, () -> {}));
        }
    }

    @TempDir Path folder = Path.of("");

    @Test
    void whatNeedsAKernelAndRanIsNotedHoweverItCameAbout() throws IOException {
        LauncherConfig only =
                LauncherConfig.builder()
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build();
        LauncherFactory.create(only)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Sample.class))
                                .build(),
                        new RanTests(folder.toString()));

        List<String> ran =
                Files.readAllLines(folder.resolve(ProcessHandle.current().pid() + ".txt"));
        assertThat(ran)
                .hasSize(6)
                .anyMatch(id -> id.endsWith("/[method:marked()]"))
                .anyMatch(id -> id.endsWith("/[method:failing()]"))
                .anyMatch(id -> id.endsWith("/[test-template-invocation:#2]"))
                .anyMatch(id -> id.endsWith("/[test-factory:dynamic()]/[dynamic-test:#2]"))
                .noneMatch(id -> id.contains("unmarked"));
    }
}
