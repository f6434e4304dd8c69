package dev.skep.bpf.target;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * How a kernel was built: the options of its {@code .config}. Looked for where libbpf does, in
 * {@code /boot/config-RELEASE}, then in {@code /proc/config.gz}.
 */
public final class KernelConfig {

    /** A configuration has some 300 kB. */
    private static final int LIMIT = 16 << 20;

    private final Map<String, String> options;

    private KernelConfig(Map<String, String> options) {
        this.options = options;
    }

    /**
     * {@return the configuration of a kernel, empty if it is not to be found}
     *
     * @throws MalformedObjectException if it can't be unpacked
     */
    public static Optional<KernelConfig> of(Target target) {
        KernelFiles files = target.files();
        byte[] plain = files.read("/boot/config-" + target.release());
        if (plain != null) {
            return Optional.of(parse(KernelFiles.text(plain)));
        }
        String path = "/proc/config.gz";
        byte[] packed = files.read(path);
        if (packed == null) {
            return Optional.empty();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Optional.of(parse(KernelFiles.text(in.readNBytes(LIMIT))));
        } catch (IOException e) {
            throw new MalformedObjectException(
                    files.locate(path) + " can't be unpacked: " + e.getMessage());
        }
    }

    /** {@return the configuration in the text of a {@code .config}} */
    public static KernelConfig parse(String text) {
        Map<String, String> options = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            // What is off stands in comments: # CONFIG_KPROBES is not set
            if (text.startsWith("CONFIG_", start) && equals > start && equals < end) {
                options.put(text.substring(start, equals), text.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return new KernelConfig(options);
    }

    /**
     * {@return the value of an option as it stands: {@code y}, {@code m}, a number, or a text in
     * quotes; null if it is off}
     *
     * @param option its name with its prefix, as {@code CONFIG_HZ}
     */
    public @Nullable String value(String option) {
        return options.get(option);
    }

    /** {@return whether an option is built in or a module} */
    public boolean isSet(String option) {
        String value = options.get(option);
        return value != null && (value.equals("y") || value.equals("m"));
    }
}
