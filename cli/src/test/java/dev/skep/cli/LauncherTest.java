package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code ./skep} in a fresh copy of the checkout whose path has blanks and which belongs to
 * somebody else than the root that runs it. The tests build on each other: one build is slow
 * enough.
 */
@NeedsKernel
@NeedsCheckout
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTest {

    /** An owner without a name and a home, as a checkout has that was mounted into a container. */
    private static final int OWNER = 54321;

    private static Path folder = Path.of("");
    private static Path checkout = Path.of("");

    @BeforeAll
    static void copyCheckout() throws IOException {
        folder = Files.createTempDirectory("skep launcher");
        checkout = Files.createDirectories(folder.resolve("check out"));
        // The owner's Maven would fetch everything anew; what is there already spares the network.
        // It must be a copy: ./skep gives all that is below to the owner, and what is linked with
        // it.
        run("chmod 755 '"
                        + folder
                        + "'"
                        + " && tar --anchored --no-wildcards-match-slash --exclude=./.git --exclude=./target --exclude='./*/target' -cf - . | tar -xf - -C '"
                        + checkout
                        + "'"
                        + " && mkdir -p '"
                        + checkout
                        + "/target/home/.m2'"
                        + " && cp -a --reflink=auto ~/.m2/repository '"
                        + checkout
                        + "/target/home/.m2/'"
                        + " && chown -R "
                        + OWNER
                        + ":"
                        + OWNER
                        + " '"
                        + folder
                        + "'")
                .succeeded();
    }

    @AfterAll
    static void removeCheckout() {
        run("rm -rf '" + folder + "'").succeeded();
    }

    private static Skep.Result run(String script) {
        return Skep.shell("CHECKOUT='" + checkout + "'; " + script);
    }

    @Test
    @Order(1)
    void theFirstRunBuildsQuietly() {
        Skep.Result result = run("cd / && \"$CHECKOUT/skep\" --version").succeeded();
        assertThat(result.out()).isEqualTo("skep " + VersionCommand.VERSION + "\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    @Order(2)
    void rootLeavesNothingOfItsOwn() {
        assertThat(run("find \"$CHECKOUT\" ! -user " + OWNER).succeeded().out()).isEmpty();
    }

    @Test
    @Order(3)
    void theNextRunsBuildNothing() {
        assertThat(run("ls \"$CHECKOUT/target/skep\" | grep -c '^[0-9]'").out()).isEqualTo("1\n");
        run("\"$CHECKOUT/skep\" --version").succeeded();
        assertThat(run("ls \"$CHECKOUT/target/skep\" | grep -c '^[0-9]'").out()).isEqualTo("1\n");
    }

    @Test
    @Order(4)
    void theCacheIsThereAndTheJvmTakesIt() {
        // AOTMode=on ends the JVM if the cache does not fit, which the usual mode would hide.
        Skep.Result result =
                run(
                        ". \"$CHECKOUT/target/skep/launch\"; cd /;"
                                + " \"${java[@]}\" -XX:AOTMode=on -Xlog:class+load:file=/dev/stdout:none"
                                + " -m dev.skep.cli/dev.skep.cli.Main --version | grep 'dev\\.skep\\.'");
        assertThat(result.succeeded().out())
                .contains("dev.skep.cli.Main source: shared objects file");
        assertThat(result.out().lines())
                .allMatch(line -> line.contains("shared objects file"), "is from the cache");
    }

    @Test
    @Order(5)
    void throughLinksAndFromAnywhere() throws IOException {
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), checkout.resolve("skep"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("first"));
        String expected = "skep " + VersionCommand.VERSION + "\n";
        assertThat(run("cd /tmp && '" + links + "/second' --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(run("cd '" + links + "' && ./first --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(run("PATH='" + links + "':$PATH; second --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(run("cd \"$CHECKOUT/cli\" && ../skep --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(run("cd \"$CHECKOUT\" && bash skep --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(run("env -i \"$CHECKOUT/skep\" --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(run("CLASSPATH=/nowhere \"$CHECKOUT/skep\" --version").succeeded().out())
                .isEqualTo(expected);
        assertThat(
                        run("setpriv --reuid 65534 --regid 65534 --clear-groups \"$CHECKOUT/skep\" --version")
                                .succeeded()
                                .out())
                .isEqualTo(expected);
    }

    @Test
    @Order(6)
    void twoRunsAfterAChangeBuildOnce() throws IOException {
        replaceInVersion("\"" + VersionCommand.VERSION + "\"", "\"9.8.7\"");
        Skep.Result result =
                run("\"$CHECKOUT/skep\" --version & \"$CHECKOUT/skep\" --version & wait")
                        .succeeded();
        assertThat(result.out()).isEqualTo("skep 9.8.7\nskep 9.8.7\n");
        assertThat(run("ls \"$CHECKOUT/target/skep\" | grep -c '^[0-9]'").out()).isEqualTo("2\n");
    }

    @Test
    @Order(7)
    void somebodyWhoMayNotBuildRunsWhatThereIs() {
        Skep.Result result =
                run(
                        "touch \"$CHECKOUT/pom.xml\";"
                                + " setpriv --reuid 65534 --regid 65534 --clear-groups \"$CHECKOUT/skep\" --version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("skep 9.8.7\n");
        assertThat(result.err()).startsWith("skep: the sources are newer than what is built");
    }

    @Test
    @Order(8)
    void aBuildThatFailsShowsItsLog() throws IOException {
        replaceInVersion("\"9.8.7\"", "9.8.7");
        Skep.Result result = run("\"$CHECKOUT/skep\" --version");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("VersionCommand.java:", "skep: the build failed");
    }

    /** Its build repairs what the test before has broken. */
    @Test
    @Order(9)
    void aTerminalSeesOneLineOfProgressThatGoesAway() throws IOException {
        replaceInVersion("9.8.7", "\"1.2.3\"");
        Skep.Result result =
                run("script -qec \"'$CHECKOUT/skep' --version\" /dev/null").succeeded();
        assertThat(result.out())
                .startsWith("skep: building itself")
                .endsWith("\r\u001b[Kskep 1.2.3\r\n")
                .matches(out -> out.lines().count() <= 2, "has one line");
    }

    @Test
    @Order(10)
    void withoutAJdkItSaysWhatToInstall() {
        // A mount namespace of our own, in which the usual places are empty.
        Skep.Result result =
                run(
                        "exec unshare --mount --propagation private bash -c '"
                                + "mount -t tmpfs none /usr/lib/jvm && env -u JAVA_HOME \"$0\" --version' \"$CHECKOUT/skep\"");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("skep: needs a JDK 25 or newer and found none: install one");
        assertThat(result.err().lines()).hasSize(1);
    }

    private static void replaceInVersion(String from, String to) throws IOException {
        Path source = checkout.resolve("cli/src/main/java/dev/skep/cli/VersionCommand.java");
        String text = Files.readString(source);
        assertThat(text).contains(from);
        Files.writeString(source, text.replace(from, to));
    }

    @Test
    @Order(11)
    void rootStillLeavesNothingOfItsOwn() {
        assertThat(run("find \"$CHECKOUT\" ! -user " + OWNER).succeeded().out()).isEmpty();
    }
}
