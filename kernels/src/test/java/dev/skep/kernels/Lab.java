package dev.skep.kernels;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The level "matrix" of {@code ./check}: boots kernels and runs the kernel tests in them. Exits
 * with 0 if all is well, 1 if a test or a guest failed, 2 if it was called wrongly.
 *
 * <p>Leaves {@code target/lab/summary} (series, passed, failed: a line each) and the logs of the
 * last run of each kernel in {@code target/lab/SERIES}.
 */
final class Lab {

    /** A guest uses little more than one core, most of the time. */
    private static final int GUESTS_AT_ONCE = 2;

    /**
     * One thread for both processors of a guest. With one for each, a processor now and then runs
     * half of an instruction that the other is patching, as kernels do when a tracepoint is turned
     * on, and the guest panics. Guests run side by side, so nothing is gained by more.
     */
    private static final String ACCELERATOR = "tcg,thread=single";

    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration SILENCE = Watchdog.LIMIT.plusSeconds(60);
    private static final Duration TOTAL = Duration.ofMinutes(15);
    private static final Duration TOTAL_FOR_ALL = Duration.ofHours(1);

    /**
     * What the guests of the default run may use of the processors, together. It keeps all of
     * {@code ./check} below half an hour on two cores, and unlike time on the clock it does not
     * depend on what else the machine does.
     */
    private static final Duration BUDGET = Duration.ofMinutes(20);

    private final LabOptions options;
    private final Path lab;

    private Lab(LabOptions options) {
        this.options = options;
        this.lab = options.checkout().resolve("target/lab");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int code;
        try {
            code = new Lab(LabOptions.parse(arguments)).run() ? 0 : 1;
        } catch (LabException e) {
            System.err.println("check: " + e.getMessage());
            code = 2;
        }
        System.exit(code);
    }

    private record Run(LabKernel kernel, Future<GuestReport> report) {}

    private boolean run() throws IOException, InterruptedException {
        List<String> known = LabKernel.allSeries(options.checkout());
        List<String> series = options.series().isEmpty() ? known : options.series();
        for (String name : series) {
            if (!known.contains(name)) {
                throw new LabException("there is no kernel " + name + "; there are " + known);
            }
        }
        GuestRuntime runtime = GuestRuntime.make(options.cache());
        TestBundle tests = TestBundle.make(options.checkout(), lab, runtime);
        List<KernelTest> chosen = options.choose(tests.tests());
        if (chosen.isEmpty()) {
            throw new LabException("no kernel test that guests can run is selected");
        }
        GuestImage image = new GuestImage(options.checkout(), runtime, tests, options.properties());
        List<Run> runs = new ArrayList<>();
        List<GuestReport> reports = new ArrayList<>();
        try (ExecutorService guests = Executors.newFixedThreadPool(GUESTS_AT_ONCE)) {
            for (String name : series) {
                LabKernel kernel = LabKernel.fetch(options.checkout(), options.cache(), name);
                runs.add(new Run(kernel, guests.submit(() -> boot(kernel, image, chosen))));
            }
            for (Run run : runs) {
                reports.add(run.report.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        List<String> summary = new ArrayList<>();
        boolean well = true;
        for (int i = 0; i < runs.size(); i++) {
            GuestReport report = reports.get(i);
            summary.add(
                    String.join(
                            " ",
                            runs.get(i).kernel.series(),
                            Integer.toString(report.passed()),
                            Integer.toString(report.failures().size())));
            well &= report.problem() == null && report.failures().isEmpty();
        }
        Files.write(lab.resolve("summary"), summary);
        well &= keptToBudget(reports);
        well &= nothingRanNowhere(tests.tests(), reports);
        return well;
    }

    private GuestReport boot(LabKernel kernel, GuestImage image, List<KernelTest> chosen)
            throws IOException, InterruptedException {
        Path logs = lab.resolve(kernel.series());
        Files.createDirectories(logs);
        Path console = logs.resolve("console.log");
        Path archive = Files.createTempFile(lab, "guest-" + kernel.series() + "-", ".cpio");
        // For the case that the lab is ended by a signal.
        archive.toFile().deleteOnExit();
        long start = System.nanoTime();
        try {
            image.write(archive, kernel, chosen);
            Guest guest =
                    new Guest(
                            qemu(kernel, archive, console),
                            logs.resolve("output.log"),
                            BOOT,
                            SILENCE,
                            options.all() || options.pattern() != null ? TOTAL_FOR_ALL : TOTAL);
            boolean showEach = options.pattern() != null;
            GuestReport report = guest.run(event -> show(kernel.series(), event, showEach));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.err.println(line(kernel, report, took));
            String problem = report.problem();
            if (problem != null) {
                System.err.println(problem(kernel, problem, console));
            }
            return report;
        } finally {
            Files.delete(archive);
        }
    }

    private static List<String> qemu(LabKernel kernel, Path archive, Path console)
            throws IOException {
        return List.of(
                GuestRuntime.program("qemu-system-x86_64").toString(),
                "-accel",
                System.getenv().getOrDefault("SKEP_LAB_ACCEL", ACCELERATOR),
                "-m",
                "2G",
                "-smp",
                "2",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot",
                "-kernel",
                kernel.image().toString(),
                "-initrd",
                archive.toString(),
                "-append",
                kernel.commandLine(),
                "-serial",
                "file:" + console,
                "-serial",
                "stdio");
    }

    /** Failures are shown as they come, and everything where somebody asked for certain tests. */
    private static void show(String series, GuestEvent event, boolean each) {
        String text =
                switch (event) {
                    case GuestEvent.Failed e -> "FAILED " + e.name();
                    case GuestEvent.Detail e -> "    " + e.text();
                    case GuestEvent.Passed e -> each ? "passed " + e.name() : null;
                    case GuestEvent.LeftOut e -> each ? "left out " + e.id() : null;
                    case GuestEvent.Booted _, GuestEvent.Began _, GuestEvent.Ended _ -> null;
                };
        if (text != null) {
            System.err.println(series + ": " + text);
        }
    }

    private static String line(LabKernel kernel, GuestReport report, Duration took) {
        return String.format(
                Locale.ROOT,
                "check: %s (%s, %s): %d passed, %d failed, %d not for it; %d s, %d s of processors",
                kernel.series(),
                kernel.version(),
                kernel.release(),
                report.passed(),
                report.failures().size(),
                report.leftOut(),
                took.toSeconds(),
                report.processorTime().toSeconds());
    }

    private static String problem(LabKernel kernel, String problem, Path console)
            throws IOException {
        List<String> last = Files.exists(console) ? Files.readAllLines(console) : List.of();
        return "check: the guest "
                + kernel.series()
                + " "
                + problem
                + "; its console ends with\n    "
                + String.join("\n    ", last.subList(Math.max(0, last.size() - 20), last.size()));
    }

    private boolean keptToBudget(List<GuestReport> reports) {
        Duration used = Duration.ZERO;
        List<String> slowest = new ArrayList<>();
        for (GuestReport report : reports) {
            used = used.plus(report.processorTime());
            slowest.addAll(report.slowest(5));
        }
        if (options.all() || options.pattern() != null || used.compareTo(BUDGET) <= 0) {
            return true;
        }
        System.err.println(
                "check: the guests used "
                        + used.toMinutes()
                        + " minutes of the processors, and have "
                        + BUDGET.toMinutes()
                        + "; make slow tests faster or mark them @Large: "
                        + String.join(", ", slowest));
        return false;
    }

    private boolean nothingRanNowhere(List<KernelTest> tests, List<GuestReport> reports)
            throws IOException {
        @Nullable Path host = options.ranOnHost();
        if (host == null || options.pattern() != null || !options.series().isEmpty()) {
            return true;
        }
        List<String> ran = new ArrayList<>();
        reports.forEach(report -> ran.addAll(report.ran()));
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(host)) {
            for (Path list : lists) {
                ran.addAll(Files.readAllLines(list));
            }
        }
        boolean well = true;
        for (KernelTest test : tests) {
            if (ran.stream().noneMatch(test::covers)) {
                System.err.println("check: " + test.name() + " ran on no kernel at all.");
                well = false;
            }
        }
        return well;
    }
}
