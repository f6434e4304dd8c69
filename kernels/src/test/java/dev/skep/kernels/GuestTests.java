package dev.skep.kernels;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs tests in a guest: {@code GuestTests FILE}, where the file has the unique id of a test on
 * each line. The filter of the test kit, which JUnit's launcher finds as a service, leaves out what
 * this kernel cannot do.
 */
final class GuestTests {

    private GuestTests() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        List<String> ids = Files.readAllLines(Path.of(arguments[0]));
        EventSender sender = new EventSender(out);
        sender.send(
                new GuestEvent.Booted(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                        Files.readString(Path.of("/proc/version")).strip()));
        Watchdog watchdog = new Watchdog(sender);
        watchdog.start();
        run(ids, sender, watchdog);
        sender.send(new GuestEvent.Ended());
        // A test may have left threads behind that would keep the JVM alive.
        Runtime.getRuntime().halt(0);
    }

    /** Runs tests, and sends what becomes of each. */
    static void run(List<String> ids, EventSender sender, Watchdog watchdog) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(ids.stream().map(id -> selectUniqueId(id)).toList())
                        // The watchdog's limit holds instead: a guest is slower than any limit
                        // that is of use on the host.
                        .configurationParameter("junit.jupiter.execution.timeout.mode", "disabled")
                        .build();
        LauncherFactory.create().execute(request, new TestReporter(ids, sender, watchdog));
    }
}
