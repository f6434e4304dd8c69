package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class BinaryLookupTest {
    @TempDir Path folder;
    private BinaryLookup lookup;

    @BeforeEach
    void create() throws IOException {
        for (String file :
                List.of(
                        "/usr/bin/bash",
                        "/bin/ls",
                        "/bin/lsblk",
                        "/lib/libc.so.6",
                        "/lib/libssl.so.3",
                        "/usr/lib/libmusl.so.1.0",
                        "/usr/lib/libmusl.so.1.1",
                        "/opt/v1/bin/server",
                        "/opt/v2/bin/server")) {
            Path path = folder.resolve(file.substring(1));
            Files.createDirectories(path.getParent());
            Files.createFile(path);
            assertThat(path.toFile().setExecutable(true)).isTrue();
        }
        Files.createFile(folder.resolve("bin/notes"));
        Files.createDirectories(folder.resolve("etc"));
        Files.write(folder.resolve("etc/ld.so.cache"), LibraryCacheTest.content(false));
        lookup =
                new BinaryLookup(
                        folder.toString(),
                        "/usr/bin::/bin",
                        new ProcFiles(folder.resolve("proc").toString()));
    }

    private Path path(String file) {
        return folder.resolve(file.substring(1));
    }

    @Test
    void pathsCommandsAndLibraries() {
        assertThat(lookup.find("/bin/ls")).isEqualTo(path("/bin/ls"));
        assertThat(lookup.find("/bin/nosuch")).isNull();
        assertThat(lookup.find("/bin")).as("is no file").isNull();
        assertThat(lookup.find("bash")).isEqualTo(path("/usr/bin/bash"));
        assertThat(lookup.find("notes")).as("is no command").isNull();
        assertThat(lookup.find("libc")).isEqualTo(path("/lib/libc.so.6"));
        assertThat(lookup.find("libssl.so.3")).isEqualTo(path("/lib/libssl.so.3"));
        assertThat(lookup.find("nosuch")).isNull();
        assertThat(lookup.find("libnosuch")).isNull();
    }

    @Test
    void withoutACacheTheUsualFoldersAreSearched() throws IOException {
        assertThat(lookup.library("libmusl")).isEqualTo(path("/usr/lib/libmusl.so.1.1"));
        assertThat(lookup.library("libmusl.so.1.0")).isEqualTo(path("/usr/lib/libmusl.so.1.0"));
        Files.writeString(folder.resolve("etc/ld.so.cache"), "something else");
        BinaryLookup without = new BinaryLookup(folder.toString(), null, ProcFiles.RUNNING);
        assertThat(without.find("libc")).isEqualTo(path("/lib/libc.so.6"));
        assertThat(without.find("ls")).isEqualTo(path("/bin/ls"));
    }

    @Test
    void patterns() {
        assertThat(lookup.matching("/opt/*/bin/server"))
                .containsExactly(path("/opt/v1/bin/server"), path("/opt/v2/bin/server"));
        assertThat(lookup.matching("/bin/ls*"))
                .containsExactly(path("/bin/ls"), path("/bin/lsblk"));
        assertThat(lookup.matching("ls*")).containsExactly(path("/bin/ls"), path("/bin/lsblk"));
        assertThat(lookup.matching("libs*")).containsExactly(path("/lib/libssl.so.3"));
        assertThat(lookup.matching("*ss*")).isEmpty();
        assertThat(lookup.matching("/nosuch/*")).isEmpty();
        assertThat(lookup.matching("/bin/ls")).containsExactly(path("/bin/ls"));
    }

    @Test
    void theLibraryThatAProcessHasMapped() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        List<String> maps = new ArrayList<>();
        maps.add("7f0000010000-7f0000020000 r-xp 00002000 00:01 55 /container/lib/libc-2.31.so");
        maps.add("7f0000030000-7f0000040000 r-xp 00002000 00:01 56 /lib/libssl.so.3 (deleted)");
        proc.begin(5, "/x", maps.toArray(new String[0]));
        assertThat(lookup.libraryOf(5, "libc"))
                .isEqualTo(folder.resolve("proc/5/root/container/lib/libc-2.31.so"));
        assertThat(lookup.libraryOf(5, "libssl"))
                .isEqualTo(folder.resolve("proc/5/map_files/7f0000030000-7f0000040000"));
        assertThat(lookup.libraryOf(5, "libcrypto")).isNull();
        assertThat(lookup.libraryOf(6, "libc")).isNull();
    }
}
