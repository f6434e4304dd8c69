package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skep.bpf.info.KernelObjects;
import dev.skep.bpf.info.LinkInfo;
import dev.skep.bpf.info.MapInfo;
import dev.skep.bpf.info.ProgramInfo;
import dev.skep.bpf.link.KilledChild.Attached;
import dev.skep.sys.testkit.kernel.Large;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Whatever a process was doing when it was killed, its programs, maps and links go with it: nothing
 * that Skep attaches by stays behind. (A probe made through tracefs would: it has a name that says
 * whose it was, by which {@link AbandonedProbes} removes it.)
 */
@NeedsKernel
@Timeout(120)
class KilledProcessKernelTest {

    private static final int LONGEST_LIFE_MILLIS = 1500;

    private final KernelObjects objects = KernelObjects.running();
    private final String prefix =
            "k" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 28, 1 << 30));

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        // Those of this JVM may name an AOT cache, without which it starts slowly in a guest.
        String[] ours = ProcessHandle.current().info().arguments().orElse(new String[0]);
        for (String option : ours) {
            if (option.startsWith("-XX:") || option.startsWith("-Xmx")) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(KilledChild.class.getName());
        command.add(prefix);
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    private List<ProgramInfo> programs() {
        return objects.programs().stream().filter(p -> p.name().startsWith(prefix)).toList();
    }

    private List<MapInfo> maps() {
        return objects.maps().stream().filter(m -> m.name().startsWith(prefix)).toList();
    }

    private List<LinkInfo> links() {
        Set<Integer> ids = programs().stream().map(ProgramInfo::id).collect(Collectors.toSet());
        return objects.links().stream().filter(link -> ids.contains(link.program())).toList();
    }

    private void nothingIsLeft(List<LinkInfo> links) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        // The kernel frees them when all CPUs have passed by.
        while (!programs().isEmpty() || !maps().isEmpty()) {
            assertThat(System.nanoTime())
                    .as("left behind: " + programs() + maps())
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
        for (LinkInfo link : links) {
            assertThat(objects.link(link.id())).isEmpty();
        }
    }

    @Test
    void whatIsAttachedGoesWithItsProcess() throws Exception {
        Process child = start();
        List<LinkInfo> links;
        try (BufferedReader out = child.inputReader(UTF_8)) {
            Attached attached = Attached.parse(requireNonNull(out.readLine()));
            links = links();
            assertThat(links).hasSizeGreaterThanOrEqualTo(attached.links());
            assertThat(programs()).hasSizeGreaterThanOrEqualTo(attached.ways());
            assertThat(maps()).hasSizeGreaterThanOrEqualTo(attached.ways());
            assertThat(attached.links()).isGreaterThanOrEqualTo(3);
        } finally {
            child.destroyForcibly().waitFor();
        }
        nothingIsLeft(links);
    }

    @RepeatedTest(2)
    void soItDoesAtAnyPointOfLoadingAndAttaching() throws Exception {
        killAtAnyPoint();
    }

    @RepeatedTest(5)
    @Large
    void soItDoesAtManyPoints() throws Exception {
        killAtAnyPoint();
    }

    private void killAtAnyPoint() throws Exception {
        Process child = start();
        try (BufferedReader out = child.inputReader(UTF_8)) {
            // What is slow is the start of the JVM; the first program tells that it is over.
            while (programs().isEmpty() && child.isAlive()) {
                Thread.sleep(1);
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_LIFE_MILLIS));
            assertThat(child.isAlive()).as("it goes on: " + out.ready()).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        nothingIsLeft(List.of());
    }
}
