package dev.skep.sys.testkit.kernel;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What a kernel says of itself.
 *
 * @param version the version of its sources
 * @param options what is {@code y} or {@code m} in its configuration, or null where that can't be
 *     read
 */
public record KernelFacts(LinuxVersion version, @Nullable Set<String> options) {

    /** {@return what the kernel says whose files are below {@code root}} */
    public static KernelFacts read(Path root) {
        try {
            String release = Files.readString(root.resolve("proc/sys/kernel/osrelease")).strip();
            String banner = Files.readString(root.resolve("proc/version"));
            return new KernelFacts(version(release, banner), options(root, release));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Debian's release strings stand still (6.1.0-56) while the sources advance; its banner ends
     * with the true version: {@code #1 SMP Debian 6.1.192-2 (2026-11-01)}.
     */
    private static LinuxVersion version(String release, String banner) {
        int debian = banner.indexOf(" Debian ", Math.max(0, banner.indexOf('#')));
        return LinuxVersion.of(
                debian < 0 ? release : banner.substring(debian + " Debian ".length()));
    }

    private static @Nullable Set<String> options(Path root, String release) throws IOException {
        Path compressed = root.resolve("proc/config.gz");
        Path plain = root.resolve("boot/config-" + release);
        if (Files.isReadable(compressed)) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
                return options(in);
            }
        }
        if (Files.isReadable(plain)) {
            try (InputStream in = Files.newInputStream(plain)) {
                return options(in);
            }
        }
        return null;
    }

    private static Set<String> options(InputStream config) throws IOException {
        Set<String> options = new HashSet<>();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(config, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.endsWith("=y") || line.endsWith("=m")) {
                options.add(line.substring(0, line.length() - 2));
            }
        }
        return options;
    }

    /** {@return whether it is {@code first} or newer} */
    boolean isAtLeast(LinuxVersion first) {
        return version.compareTo(first) >= 0;
    }

    /** {@return whether the option is {@code y} or {@code m}} */
    Answer has(String option) {
        if (options == null) {
            return Answer.UNKNOWN;
        }
        return options.contains(option) ? Answer.YES : Answer.NO;
    }
}
