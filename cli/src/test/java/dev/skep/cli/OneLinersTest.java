package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people type first, on the running kernel. */
@NeedsKernel
@NeedsCheckout
class OneLinersTest {

    private static final String OPENS =
            "tracepoint:syscalls:sys_enter_openat"
                    + " { printf(\"%d %s %s\\n\", pid, comm, str(args.filename)); }";

    @Test
    void filesThatACommandOpens() {
        Skep.Result result = Skep.trace(OPENS, "-c", "/bin/cat /etc/hostname").succeeded();
        assertThat(result.out()).containsPattern("(?m)^\\d+ cat /etc/hostname$").endsWith("\n\n\n");
        assertThat(result.err()).isEqualTo("Attached 1 probe\n");
    }

    @Test
    void systemCallsByCommand() {
        Skep.Result result =
                Skep.trace(
                                "rawtracepoint:sys_enter { @[comm] = count(); } interval:s:1 { exit(); }")
                        .succeeded();
        Matcher rows = Pattern.compile("(?m)^@\\[.+]: (\\d+)$").matcher(result.out());
        List<Long> counts = new ArrayList<>();
        while (rows.find()) {
            counts.add(Long.parseLong(rows.group(1)));
        }
        assertThat(counts).as(result.out()).isNotEmpty().isSorted();
        assertThat(result.out()).startsWith("\n\n@[");
        assertThat(result.err()).isEqualTo("Attached 2 probes\n");
    }

    @Test
    void readLatencyAsHistogram() {
        Skep.Result result =
                Skep.trace(
                                "tracepoint:syscalls:sys_enter_read { @t[tid] = nsecs; }"
                                        + " tracepoint:syscalls:sys_exit_read /@t[tid]/"
                                        + " { @us = hist((nsecs - @t[tid]) / 1000); delete(@t, tid); }"
                                        + " interval:s:2 { exit(); }")
                        .succeeded();
        Matcher rows =
                Pattern.compile(
                                "(?m)^(?:\\[\\d+]|\\[\\d+[KMG]?, \\d+[KMG]?\\)) +(\\d+) \\|([@ ]{52})\\|$")
                        .matcher(result.out());
        long most = 0;
        while (rows.find()) {
            long count = Long.parseLong(rows.group(1));
            most = Math.max(most, count);
            assertThat(rows.group(2).replace(" ", "").length() == 52)
                    .isEqualTo(rows.group(2).indexOf(' ') < 0);
        }
        assertThat(most).as(result.out()).isPositive();
        assertThat(result.out()).contains("\n@us:\n[").contains(" |" + "@".repeat(52) + "|\n");
        // Differences have a sign, which is said of each that is divided or had none.
        assertThat(result.err())
                .contains("WARNING: signed operands for '/' can lead to undefined behavior")
                .endsWith("\nAttached 3 probes\n")
                .doesNotContain("ERROR");
    }

    @Test
    void beginExitEnd() {
        Skep.Result result =
                Skep.trace("begin { printf(\"hi\\n\"); exit(); } end { printf(\"bye\\n\"); }")
                        .succeeded();
        assertThat(result.out()).isEqualTo("hi\nbye\n\n\n");
        assertThat(result.err()).isEqualTo("Attached 2 probes\n");
    }

    @Test
    void aScriptWithoutOtherProbesEndsByItself() {
        assertThat(Skep.trace("begin { printf(\"once\\n\"); }").succeeded().out())
                .isEqualTo("once\n\n\n");
    }

    @Test
    void theCodeOfExitIsTheProcesss() {
        assertThat(Skep.trace("begin { exit(3); }").exitCode()).isEqualTo(3);
    }

    @Test
    void mapsOfEveryKindAtTheEnd() {
        Skep.Result result =
                Skep.trace(
                                "begin { @b = 3; @a[1, \"x\"] = 2; @a[0, \"y\"] = 1; @c = count(); @s = sum(5);"
                                        + " @h = hist(3); @none[1] = 1; delete(@none, 1); }")
                        .succeeded();
        assertThat(result.out())
                .isEqualTo(
                        "\n\n@a[0, y]: 1\n@a[1, x]: 2\n@b: 3\n@c: 1\n@h:\n[2, 4)                 1 |"
                                + "@".repeat(52)
                                + "|\n\n@s: 5\n");
    }

    @Test
    void printShowsValuesAndMaps() {
        Skep.Result result =
                Skep.trace(
                                "begin { @x = 7; print(@x); print((1, \"two\")); print(\"text\"); clear(@x); }")
                        .succeeded();
        assertThat(result.out()).startsWith("@x: 7\n(1, two)\ntext\n");
    }

    @Test
    void quietLeavesStandardErrorEmpty() {
        Skep.Result result = Skep.trace("begin { printf(\"hi\\n\"); exit(); }", "-q").succeeded();
        assertThat(result.out()).isEqualTo("hi\n\n\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aFileAndStandardInput(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("hi there.bt");
        Files.writeString(
                script, "#!/usr/bin/env bpftrace\nBEGIN\n{\n\tprintf(\"hi\\n\");\n\texit();\n}\n");
        assertThat(Skep.run("trace", script.toString()).succeeded().out()).isEqualTo("hi\n\n\n");
        assertThat(Skep.shell("\"$SKEP\" trace - < '" + script + "'").succeeded().out())
                .isEqualTo("hi\n\n\n");
    }

    @Test
    void outputIntoAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out.txt");
        Skep.Result result =
                Skep.trace("begin { printf(\"hi\\n\"); exit(); }", "-o", file.toString())
                        .succeeded();
        assertThat(result.out()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo("hi\n\n\n");
    }

    @Test
    void aDryRunPrintsNothing() {
        Skep.Result result = Skep.trace(OPENS, "--dry-run").succeeded();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theProbesThatAPatternMatches() {
        Skep.Result result =
                Skep.run("trace", "-l", "tracepoint:syscalls:sys_*_openat").succeeded();
        assertThat(result.out())
                .isEqualTo(
                        "tracepoint:syscalls:sys_enter_openat\ntracepoint:syscalls:sys_exit_openat\n");
        assertThat(Skep.trace("t:syscalls:sys_enter_openat* { }", "-l").succeeded().out())
                .contains(
                        "tracepoint:syscalls:sys_enter_openat\n",
                        "tracepoint:syscalls:sys_enter_openat2\n");
    }

    @Test
    void stagesOfCompilingWithoutAPrivilege(@TempDir Path folder) {
        Path target = folder.resolve("here.zip");
        Skep.run("target", "save", target.toString()).succeeded();
        Skep.Result result =
                Skep.shell(
                        "chmod 755 '"
                                + folder
                                + "'; chmod 644 '"
                                + target
                                + "';"
                                + " exec runuser -u nobody -- \"$SKEP\" trace --target '"
                                + target
                                + "' -d ast,ir,bpf -e 'rawtracepoint:sys_enter { @[comm] = count(); }'");
        assertThat(result.succeeded().out()).contains("rawtracepoint", "count", "call");
    }

    @Test
    void theProcessCarriesTheNameItWasCalledBy() {
        String program = "begin { printf(\"%s\\n\", comm); exit(); }";
        Skep.Result linked =
                Skep.shell(
                        "links=$(mktemp -d); ln -s \"$SKEP\" \"$links/bpftrace\";"
                                + " \"$links/bpftrace\" -e '"
                                + program
                                + "'; code=$?; rm -r \"$links\"; exit $code");
        assertThat(linked.succeeded().out()).startsWith("bpftrace\n");
        assertThat(Skep.trace(program).succeeded().out()).startsWith("skep\n");
    }
}
