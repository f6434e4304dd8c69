package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Member;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ModulesTest {
    private final Map<String, byte[]> files = new HashMap<>();

    ModulesTest() {
        BtfBuilder kernel = new BtfBuilder();
        kernel.integer("int", 4, BtfType.Int.SIGNED);
        files.put("/sys/kernel/btf/vmlinux", kernel.build());
        files.put("/sys/kernel/btf/nf_tables", module(1));
    }

    /** {@return BTF of one struct, with one member of a type, both without names of their own} */
    private static byte[] module(int memberType) {
        BtfBuilder builder = new BtfBuilder();
        Member member = new Member("", memberType, 0, 0);
        builder.add(new BtfType.Struct("", 4, false, List.of(member)));
        byte[] bytes = builder.build();
        // Strings of a module go on where those of the kernel end, and so need no empty one.
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        header.putInt(20, 0);
        return bytes;
    }

    private Target target() {
        return Target.of(KernelFiles.of("test", files));
    }

    @Test
    void buildOnTheKernels() {
        Target target = target();
        assertThat(target.modules().names()).containsExactly("nf_tables");
        Btf module = target.modules().btf("nf_tables").orElseThrow();
        assertThat(module.firstId()).isEqualTo(2);
        assertThat(module.kind(2)).isEqualTo(BtfKind.STRUCT);
        assertThat(module.find("int", BtfKind.INT)).isEqualTo(1);
        assertThat(module.name()).isEqualTo("sys/kernel/btf/nf_tables in test");
        assertThat(target.modules().btf("nf-tables")).containsSame(module);
    }

    @Test
    void areEmptyWhereThereAreNone() {
        assertThat(target().modules().btf("nosuch")).isEmpty();
        assertThat(target().modules().btf("vmlinux")).isEmpty();
        files.remove("/sys/kernel/btf/vmlinux");
        assertThat(target().modules().btf("nf_tables")).isEmpty();
        files.clear();
        assertThat(target().modules().names()).isEmpty();
    }

    /** T22: one module with wrong or empty BTF must not stop what needs none of it. */
    @Test
    void doWithoutThoseThatAreWrong() {
        files.put("/sys/kernel/btf/sha1_ssse3", new byte[24]);
        files.put("/sys/kernel/btf/empty", new byte[0]);
        files.put("/sys/kernel/btf/zlast", module(2));
        Target target = target();
        List<String> problems = new ArrayList<>();
        assertThat(target.modules().all(problems))
                .extracting(Btf::name)
                .containsExactly(
                        "sys/kernel/btf/nf_tables in test", "sys/kernel/btf/zlast in test");
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0))
                .startsWith("the types of module empty are left out: sys/kernel/btf/empty in test");
        assertThat(problems.get(1)).startsWith("the types of module sha1_ssse3 are left out: ");
        assertThatThrownBy(() -> target.modules().btf("sha1_ssse3"))
                .isInstanceOf(MalformedObjectException.class);
    }

    @Test
    void areStoredToo(@TempDir Path folder) throws IOException {
        files.put("/proc/sys/kernel/osrelease", "6.1".getBytes(StandardCharsets.US_ASCII));
        files.put("/proc/sys/kernel/arch", "x86_64".getBytes(StandardCharsets.US_ASCII));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Target read = Target.read(folder);
        assertThat(read.modules().names()).containsExactly("nf_tables");
        Target stored = Target.read("stored", new TargetWriter(read).allTypes().toBytes());
        assertThat(stored.modules().btf("nf_tables").orElseThrow().idCount()).isEqualTo(3);
    }
}
