package dev.skep.kernels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One virtual machine: starts it, listens to it, and ends it when it says nothing for too long.
 *
 * @param command what starts it; its standard output is the line that the results come by
 * @param log where all that it prints is kept
 * @param boot how long it may take until its tests begin
 * @param silence how long it may say nothing after that
 * @param total how long it may take in all
 */
record Guest(List<String> command, Path log, Duration boot, Duration silence, Duration total) {

    private static final String END = "\0end";

    /**
     * Runs it to its end.
     *
     * @param listener hears each event after the report has
     */
    GuestReport run(Consumer<GuestEvent> listener) throws IOException, InterruptedException {
        GuestReport report = new GuestReport();
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .start();
        Thread hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        Duration used = Duration.ZERO;
        try (Writer copy = Files.newBufferedWriter(log)) {
            BlockingQueue<String> lines = read(process);
            long start = System.nanoTime();
            long heard = start;
            while (true) {
                String line = lines.poll(1, TimeUnit.SECONDS);
                used = process.info().totalCpuDuration().orElse(used);
                long now = System.nanoTime();
                if (line == null) {
                    Duration limit = report.hasBooted() ? silence : boot;
                    if (now - heard > limit.toNanos()) {
                        report.stopped("said nothing for " + limit.toSeconds() + " s");
                        break;
                    }
                } else if (line.equals(END)) {
                    break;
                } else {
                    copy.write(line + "\n");
                    GuestEvent event = GuestEvent.parse(line);
                    if (event != null) {
                        heard = now;
                        report.take(event);
                        listener.accept(event);
                        if (event instanceof GuestEvent.Ended) {
                            // There is nothing on it that would have to be saved.
                            break;
                        }
                    }
                }
                if (now - start > total.toNanos()) {
                    report.stopped("did not end in " + total.toSeconds() + " s");
                    break;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        report.finished(used);
        return report;
    }

    /** {@return what the machine prints, line by line, and at last {@link #END}} */
    private static BlockingQueue<String> read(Process process) {
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);
        Thread reader =
                new Thread(
                        () -> {
                            try (BufferedReader in =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    process.getInputStream(),
                                                    StandardCharsets.UTF_8))) {
                                String line;
                                while ((line = in.readLine()) != null) {
                                    lines.put(line);
                                }
                                lines.put(END);
                            } catch (IOException | InterruptedException e) {
                                // The machine was ended, and nobody listens any more.
                                lines.offer(END);
                            }
                        },
                        "guest reader");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }
}
