package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

class PerfMapTest {
    @TempDir Path folder;
    private Path file;
    private PerfMap map;

    @BeforeEach
    void create() {
        file = folder.resolve("perf-7.map");
        map = new PerfMap(file.toString(), "/tmp/perf-7.map");
    }

    private void append(String lines) throws IOException {
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String at(long address) {
        return map.frame(address).toString();
    }

    @Test
    void namesMayHaveBlanks() throws IOException {
        append("7f00 40 void Foo::bar(int, Object)\n7f40 0x10 LazyCompile:~f /a.js:1\n");
        assertThat(map.frame(0x7f08))
                .isEqualTo(
                        new UserFrame(
                                0x7f08, "void Foo::bar(int, Object)", 8, "/tmp/perf-7.map", 0));
        assertThat(at(0x7f4f)).isEqualTo("LazyCompile:~f /a.js:1+15");
        assertThat(at(0x7f50)).isEqualTo("0x7f50");
        assertThat(at(0x7eff)).isEqualTo("0x7eff");
    }

    @Test
    void theNewestCounts() throws IOException {
        append("1000 100 old\n1080 10 inside\n1000 100 new\n");
        assertThat(at(0x1000)).isEqualTo("new+0");
        assertThat(at(0x1088)).isEqualTo("new+136");
        append("");
    }

    @Test
    void whatWasAddedIsReadOnce() throws Exception {
        append("1000 10 a\n2000 10 half");
        assertThat(at(0x1000)).isEqualTo("a+0");
        assertThat(at(0x2000)).isEqualTo("0x2000");
        append("way\n3000 10 c\n");
        waitForLook();
        assertThat(at(0x2001)).isEqualTo("halfway+1");
        assertThat(at(0x3000)).isEqualTo("c+0");
        Files.delete(file);
        waitForLook();
        assertThat(at(0x3000)).isEqualTo("c+0");
        append("4000 10 other\n");
        waitForLook();
        assertThat(at(0x4000)).isEqualTo("other+0");
        assertThat(at(0x3000)).isEqualTo("0x3000");
    }

    private static void waitForLook() throws InterruptedException {
        Thread.sleep(30); // longer than between two looks
    }

    @Test
    void otherLinesAreLeftOut() throws IOException {
        append("\n x\n1000\n1000 10\n1000 10 \nzz 10 a\n1000 zz a\n1000 0 a\n5000 1 good\n");
        append("11112222333344445 1 long\n");
        assertThat(at(0x5000)).isEqualTo("good+0");
        assertThat(at(0x1000)).isEqualTo("0x1000");
    }

    @Test
    void whatIsNoFileIsNotOpened() throws IOException {
        append("1000 10 secret\n");
        Path link = folder.resolve("perf-8.map");
        Files.createSymbolicLink(link, file);
        PerfMap linked = new PerfMap(link.toString(), "x");
        assertThat(linked.frame(0x1000).symbol()).isNull();
        PerfMap directory = new PerfMap(folder.toString(), "x");
        assertThat(directory.frame(0x1000).symbol()).isNull();
    }
}
