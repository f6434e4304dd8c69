package dev.skep.trace.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CgroupsTest {

    @TempDir private Path folder;

    @Test
    void aCgroupIsFoundByItsNumberInEachHierarchy() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("unified/a/b"));
        Files.createDirectories(folder.resolve("cpu/c"));
        Cgroups cgroups =
                new Cgroups(
                        List.of(
                                new Cgroups.Hierarchy("unified", folder.resolve("unified")),
                                new Cgroups.Hierarchy("cpu", folder.resolve("cpu"))));
        assertThat(cgroups.path(Cgroups.id(inner), "")).isEqualTo("unified:/a/b");
        assertThat(cgroups.path(Cgroups.id(inner), "uni*")).isEqualTo("unified:/a/b");
        assertThat(cgroups.path(Cgroups.id(inner), "cpu")).isEmpty();
        assertThat(cgroups.path(Cgroups.id(folder.resolve("cpu")), "")).isEqualTo("cpu:/");
    }

    @Test
    void hierarchiesAreReadFromMounts() {
        String mountinfo =
                """
                25 30 0:23 / /sys rw,nosuid - sysfs sysfs rw
                33 32 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
                34 32 0:30 / /sys/fs/cgroup/unified rw shared:5 - cgroup2 cgroup2 rw
                broken
                """;
        assertThat(Cgroups.hierarchies(mountinfo))
                .containsExactly(
                        new Cgroups.Hierarchy("unified", Path.of("/sys/fs/cgroup/unified")),
                        new Cgroups.Hierarchy("cpu", Path.of("/sys/fs/cgroup/cpu")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', cpu, true",
        "cpu, cpu, true",
        "cpu, cpuset, false",
        "cpu*, cpuset, true",
        "*set, cpuset, true",
        "*, x, true",
        "c*s*t, cpuset, true",
        "c*x*t, cpuset, false",
    })
    void wildcards(String pattern, String name, boolean matches) {
        assertThat(Cgroups.matches(pattern, name)).isEqualTo(matches);
    }
}
