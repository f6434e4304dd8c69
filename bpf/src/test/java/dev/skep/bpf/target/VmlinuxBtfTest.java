package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.testkit.ElfObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** P23: BTF hides in other places than sysfs. */
class VmlinuxBtfTest {
    private static final String RELEASE = "5.2.0-1-test";

    private final Map<String, byte[]> files = new HashMap<>();

    VmlinuxBtfTest() {
        files.put("/proc/sys/kernel/osrelease", bytes(RELEASE + "\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] named(String name) {
        BtfBuilder builder = new BtfBuilder();
        builder.add(new BtfType.Struct(name, 0, false, List.of()));
        return builder.build();
    }

    private static byte[] elf(String section) {
        return ElfObject.of(Map.of(section, named("inside")));
    }

    private Target target() {
        return Target.of(KernelFiles.of("test", files));
    }

    /** In the order of libbpf's {@code btf__load_vmlinux_btf}. */
    private static final List<String> PLACES =
            List.of(
                    "/sys/kernel/btf/vmlinux",
                    "/boot/vmlinux-" + RELEASE,
                    "/lib/modules/" + RELEASE + "/vmlinux-" + RELEASE,
                    "/lib/modules/" + RELEASE + "/build/vmlinux",
                    "/usr/lib/modules/" + RELEASE + "/kernel/vmlinux",
                    "/usr/lib/debug/boot/vmlinux-" + RELEASE,
                    "/usr/lib/debug/boot/vmlinux-" + RELEASE + ".debug",
                    "/usr/lib/debug/lib/modules/" + RELEASE + "/vmlinux");

    @ParameterizedTest
    @FieldSource("PLACES")
    void isFoundWhereverItIs(String path) {
        files.put(path, named("here"));
        Btf raw = target().btf().orElseThrow();
        assertThat(raw.find("here", BtfKind.STRUCT)).isEqualTo(1);
        assertThat(raw.name()).isEqualTo(path.substring(1) + " in test");
        files.put(path, elf(".BTF"));
        Btf elf = target().btf().orElseThrow();
        assertThat(elf.name()).isEqualTo(path.substring(1) + " in test");
        assertThat(elf.find("inside", BtfKind.STRUCT)).isEqualTo(1);
    }

    @Test
    void theFirstPlaceCounts() {
        for (String place : PLACES) {
            files.put(place, named(place));
        }
        for (String place : PLACES) {
            assertThat(target().btf().orElseThrow().find(place, BtfKind.STRUCT)).isPositive();
            files.remove(place);
        }
        assertThat(target().btf()).isEmpty();
    }

    @Test
    void whatHasNoneOrIsWrongIsPassedOver() {
        files.put("/boot/vmlinux-" + RELEASE, elf(".symtab"));
        assertThat(target().btf()).isEmpty();
        files.put("/sys/kernel/btf/vmlinux", bytes("wrong"));
        files.put("/lib/modules/" + RELEASE + "/build/vmlinux", bytes("wrong, too"));
        assertThatThrownBy(() -> target().btf())
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageStartingWith("sys/kernel/btf/vmlinux in test is not BTF: ");
        files.put("/usr/lib/debug/boot/vmlinux-" + RELEASE, named("here"));
        assertThat(target().btf().orElseThrow().find("here", BtfKind.STRUCT)).isPositive();
    }

    @Test
    void ofAnotherReleaseIsOfAnotherKernel() {
        files.put("/boot/vmlinux-5.2.0-2-test", named("other"));
        assertThat(target().btf()).isEmpty();
        files.remove("/proc/sys/kernel/osrelease");
        assertThat(target().btf()).isEmpty();
    }

    @Test
    void isStoredWhereverItWasFound(@TempDir Path folder) throws IOException {
        files.put("/proc/sys/kernel/arch", bytes("x86_64\n"));
        files.put("/boot/vmlinux-" + RELEASE, elf(".BTF"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Target found = Target.read(folder);
        Target stored = Target.read("stored", new TargetWriter(found).allTypes().toBytes());
        assertThat(stored.btf().orElseThrow().name()).startsWith("sys/kernel/btf/vmlinux in ");
        assertThat(stored.btf().orElseThrow().idCount())
                .isEqualTo(found.btf().orElseThrow().idCount());
    }
}
