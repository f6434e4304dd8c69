import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares what events cost in programs of several tools. Run by {@code bench/run-cost}; needs no
 * compiler but the JDK's own.
 *
 * <p>For each script both tools are attached at once, a workload runs, and the kernel tells how
 * often and how long each program ran ({@code run_cnt} and {@code run_time_ns} in /proc/PID/fdinfo,
 * which {@code kernel.bpf_stats_enabled} switches on). Both see the same events, so that what else
 * the machine does hits both alike; who is attached first changes from round to round. The
 * instructions are those that the verifier left.
 */
final class RunCost {

    private static final int ATTACH_SECONDS = 30;
    private static final int WORKLOAD_SECONDS = 60;
    private static final int END_SECONDS = 20;

    /** Opens files: every turn is some ten system calls, two of them with a path. */
    private static final String WORKLOAD =
            "for ((i = 0; i < 20000; i++)); do : </etc/hostname; done";

    private record Script(String title, String text) {}

    private static final List<Script> SCRIPTS =
            List.of(
                    new Script(
                            "count by key",
                            "tracepoint:raw_syscalls:sys_enter { @[args.id] = count(); }"),
                    new Script(
                            "latency histogram",
                            "tracepoint:raw_syscalls:sys_enter { @start[tid] = nsecs; }"
                                    + " tracepoint:raw_syscalls:sys_exit /@start[tid]/"
                                    + " { @ns = hist(nsecs - @start[tid]); delete(@start, tid); }"),
                    new Script(
                            "string key",
                            "tracepoint:syscalls:sys_enter_openat { @[str(args.filename)] = count(); }"),
                    new Script(
                            "stack count",
                            "tracepoint:syscalls:sys_enter_openat { @[kstack] = count(); }"),
                    new Script(
                            "printf of a struct's fields",
                            "tracepoint:syscalls:sys_enter_openat"
                                    + " { printf(\"%d %d %s %s\\n\", curtask.pid, curtask.tgid, curtask.comm,"
                                    + " str(args.filename)); }"));

    private record Tool(String name, List<String> command) {

        /** {@return the script as this tool's version wants it} */
        String text(String script) {
            int version =
                    name.startsWith("bpftrace v0.")
                            ? number(name, "bpftrace v0.")
                            : Integer.MAX_VALUE;
            return version >= 19
                    ? script
                    : script.replace("args.", "args->")
                            .replace("curtask.", "((struct task_struct *)curtask)->")
                            .replace("delete(@start, tid)", "delete(@start[tid])");
        }
    }

    /** What the programs of a tool have cost so far. */
    private record Cost(long nanoseconds, long events, long instructions) {
        double perEvent() {
            return (double) nanoseconds / events;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<Tool> tools = tools(arguments);
        for (Tool peer : tools.subList(1, tools.size())) {
            compare(tools.getFirst(), peer, 2 * ((rounds + 1) / 2));
        }
    }

    private static void compare(Tool tool, Tool peer, int rounds) throws Exception {
        System.out.println("\n" + tool.name + " and " + peer.name + ", " + rounds + " rounds");
        double logarithms = 0;
        int compared = 0;
        for (Script script : SCRIPTS) {
            List<Cost> own = new ArrayList<>();
            List<Cost> other = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                // Who comes first finds less in the caches of the CPU.
                List<Tool> order = round % 2 == 0 ? List.of(tool, peer) : List.of(peer, tool);
                Map<Tool, Cost> costs = run(script, order);
                if (costs.size() == 2) {
                    own.add(costs.get(tool));
                    other.add(costs.get(peer));
                }
            }
            if (own.size() < rounds) {
                System.out.printf(Locale.ROOT, "%-28s does not run%n", script.title);
                continue;
            }
            double[] ratios = new double[rounds / 2];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = Math.sqrt(ratio(own, other, 2 * i) * ratio(own, other, 2 * i + 1));
            }
            Arrays.sort(ratios);
            double ratio = ratios[ratios.length / 2];
            logarithms += Math.log(ratio);
            compared++;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %7.1f and %7.1f ns an event, %4d and %4d instructions, ratio %.2f%n",
                    script.title,
                    median(own),
                    median(other),
                    own.getLast().instructions,
                    other.getLast().instructions,
                    ratio);
        }
        if (compared > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "Geometric mean of %d ratios: %.2f%n",
                    compared,
                    Math.exp(logarithms / compared));
        }
    }

    private static double ratio(List<Cost> own, List<Cost> other, int round) {
        return own.get(round).perEvent() / other.get(round).perEvent();
    }

    private static double median(List<Cost> costs) {
        double[] sorted = costs.stream().mapToDouble(Cost::perEvent).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static List<Tool> tools(String[] arguments) {
        List<Tool> tools = new ArrayList<>();
        for (int i = 1; i < arguments.length; ) {
            int end = i + 1;
            while (end < arguments.length && !arguments[end].equals("--tool")) {
                end++;
            }
            List<String> words = List.of(arguments).subList(i + 1, end);
            tools.add(new Tool(words.getFirst(), words.subList(1, words.size())));
            i = end;
        }
        return tools;
    }

    private static Map<Tool, Cost> run(Script script, List<Tool> order) throws Exception {
        Map<Tool, Process> running = new LinkedHashMap<>();
        try {
            for (Tool tool : order) {
                Process process = start(tool, script);
                if (process != null) {
                    running.put(tool, process);
                }
            }
            Process workload =
                    new ProcessBuilder("bash", "-c", WORKLOAD).redirectErrorStream(true).start();
            if (!workload.waitFor(WORKLOAD_SECONDS, TimeUnit.SECONDS)) {
                workload.destroyForcibly();
            }
            Map<Tool, Cost> found = new LinkedHashMap<>();
            for (Map.Entry<Tool, Process> each : running.entrySet()) {
                Cost cost = cost(each.getValue().toHandle());
                if (cost.events > 0) {
                    found.put(each.getKey(), cost);
                }
            }
            return found;
        } finally {
            for (Process process : running.values()) {
                stop(process);
            }
        }
    }

    /** {@return a tool with its programs attached, or null if it refused the script} */
    private static Process start(Tool tool, Script script) throws Exception {
        List<String> command = new ArrayList<>(tool.command);
        command.add("-e");
        command.add(tool.text(script.text));
        Path said = Files.createTempFile("run-cost", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        Process process = builder.start();
        try {
            for (int i = 0; i < ATTACH_SECONDS * 10 && process.isAlive(); i++) {
                if (Files.readString(said, StandardCharsets.ISO_8859_1).contains("Attach")) {
                    TimeUnit.MILLISECONDS.sleep(1_500);
                    return process;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            String reason = Files.readString(said).lines().findFirst().orElse("it ended");
            System.err.println(tool.name + " on " + script.title + ": " + reason);
            stop(process);
            return null;
        } finally {
            Files.delete(said);
        }
    }

    private static void stop(Process process) throws Exception {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        for (ProcessHandle each : all) {
            new ProcessBuilder("kill", "-INT", Long.toString(each.pid())).start().waitFor();
        }
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static Cost cost(ProcessHandle process) {
        Map<Integer, long[]> programs = new LinkedHashMap<>();
        collect(process, programs);
        process.descendants().forEach(each -> collect(each, programs));
        long nanoseconds = 0;
        long events = 0;
        long instructions = 0;
        for (Map.Entry<Integer, long[]> program : programs.entrySet()) {
            if (program.getValue()[1] > 0) {
                nanoseconds += program.getValue()[0];
                events += program.getValue()[1];
                instructions += instructions(program.getKey());
            }
        }
        return new Cost(nanoseconds, events, instructions);
    }

    private static void collect(ProcessHandle process, Map<Integer, long[]> programs) {
        Path folder = Path.of("/proc", Long.toString(process.pid()), "fdinfo");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String text = Files.readString(file);
                if (text.contains("run_cnt:")) {
                    programs.put(
                            number(text, "prog_id:"),
                            new long[] {
                                longNumber(text, "run_time_ns:"), longNumber(text, "run_cnt:")
                            });
                }
            }
        } catch (NoSuchFileException e) {
            // It ended, or closed the file.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return how many instructions a program has after the verifier, as bpftool says} */
    private static int instructions(int program) {
        try {
            Process bpftool =
                    new ProcessBuilder(
                                    "bpftool",
                                    "-j",
                                    "prog",
                                    "show",
                                    "id",
                                    Integer.toString(program))
                            .redirectErrorStream(true)
                            .start();
            String text =
                    new String(bpftool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            bpftool.waitFor();
            return text.contains("\"bytes_xlated\":") ? number(text, "\"bytes_xlated\":") / 8 : 0;
        } catch (IOException | InterruptedException e) {
            return 0;
        }
    }

    private static int number(String text, String before) {
        return (int) longNumber(text, before);
    }

    private static long longNumber(String text, String before) {
        int at = text.indexOf(before) + before.length();
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        long value = 0;
        for (; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
            value = value * 10 + text.charAt(at) - '0';
        }
        return value;
    }
}
