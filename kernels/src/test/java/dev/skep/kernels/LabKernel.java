package dev.skep.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A kernel of the lab, as {@code kernels/fetch} left it in a folder.
 *
 * @param series such as {@code 6.1}
 * @param release what {@code uname -r} says in it
 * @param version the version of Debian's package, which names the sources
 */
record LabKernel(String series, String release, String version, Path folder) {

    private static final int FETCH_MINUTES = 30;

    /** {@return the series that the lab knows, the oldest first} */
    static List<String> allSeries(Path checkout) throws IOException {
        return Files.readAllLines(checkout.resolve("kernels/series")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +", 2)[0])
                .toList();
    }

    /** {@return the kernel, fetched if it was not} */
    static LabKernel fetch(Path checkout, Path cache, String series)
            throws IOException, InterruptedException {
        Path kernels = cache.resolve("kernels");
        Process fetch =
                new ProcessBuilder(
                                checkout.resolve("kernels/fetch").toString(),
                                series,
                                kernels.toString())
                        .inheritIO()
                        .start();
        if (!fetch.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
            fetch.destroyForcibly();
            throw new LabException("fetching the kernel " + series + " did not end");
        }
        if (fetch.exitValue() != 0) {
            throw new LabException("there is no kernel " + series + " to boot");
        }
        Path folder = kernels.resolve(series);
        return new LabKernel(
                series,
                Files.readString(folder.resolve("release")).strip(),
                Files.readString(folder.resolve("version")).strip(),
                folder);
    }

    /** {@return the kernel itself} */
    Path image() {
        return folder.resolve("vmlinuz");
    }

    /** {@return what it is told at boot} */
    String commandLine() throws IOException {
        String line = "console=ttyS0 panic=-1 quiet";
        for (String option : Files.readAllLines(folder.resolve("config"))) {
            String modules = "CONFIG_LSM=\"";
            // Security modules in BPF may be built in and yet not be switched on, as in 5.10.
            if (option.startsWith(modules)) {
                String enabled = option.substring(modules.length(), option.length() - 1);
                if (!List.of(enabled.split(",", -1)).contains("bpf")) {
                    return line + " lsm=" + enabled + ",bpf";
                }
            }
        }
        return line;
    }
}
