import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Times commands from outside: until their first line of data, until their end, their CPU time and
 * peak memory (what wait4(2) says of the process and the children it waited for). Run by {@code
 * bench/startup}; needs no compiler but the JDK's own.
 *
 * <p>Arguments: the number of runs; then groups of {@code --title TEXT --expect PART-OF-THE-LINE
 * --name NAME COMMAND…}, each ended by {@code --}. Commands of one title are compared with the
 * first of them and run in turns, so that what else the machine does hits all alike. Lines {@code
 * timing: NAME MILLISECONDS} on standard error are collected.
 */
final class Startup {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle PIPE2 = function("pipe2", ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT);
    private static final MethodHandle READ = longFunction("read", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle POLL = function("poll", ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle WAIT4 =
            function("wait4", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle WRITE = longFunction("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle PRCTL =
            function("prctl", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SPAWN =
            function("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS_INIT =
            function("posix_spawn_file_actions_init", ADDRESS);
    private static final MethodHandle ACTIONS_DUP2 =
            function("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACTIONS_OPEN =
            function(
                    "posix_spawn_file_actions_addopen",
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle ACTIONS_DESTROY =
            function("posix_spawn_file_actions_destroy", ADDRESS);

    private static final int O_CLOEXEC = 0x80000;
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    /**
     * A child starts with the peak memory of the process that it was cloned from, which would be
     * this JVM's. So a shell, which is small, makes the child and dies, we inherit it, and it waits
     * for a line before it becomes the command.
     */
    private static final String GATE = "(read -r go <&3; exec 3<&-; exec \"$@\") & ";

    private static final int LIMIT_MILLIS = 30_000;

    private record Subject(String title, String expect, String name, List<String> command) {}

    private record Run(
            double firstLine,
            double total,
            double cpu,
            double mebibytes,
            Map<String, Double> phases) {}

    public static void main(String[] arguments) throws Throwable {
        call(PRCTL, PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
        int runs = Integer.parseInt(arguments[0]);
        List<Subject> subjects = subjects(arguments);
        List<List<Run>> results = new ArrayList<>();
        for (Subject subject : subjects) {
            results.add(new ArrayList<>());
            run(subject); // what is on disk is in memory afterwards
        }
        for (int i = 0; i < runs; i++) {
            for (int s = 0; s < subjects.size(); s++) {
                results.get(s).add(run(subjects.get(s)));
            }
        }
        report(runs, subjects, results);
    }

    private static List<Subject> subjects(String[] arguments) {
        List<Subject> subjects = new ArrayList<>();
        int i = 1;
        while (i < arguments.length) {
            List<String> command = new ArrayList<>();
            int start = i + 6;
            for (i = start; !arguments[i].equals("--"); i++) {
                command.add(arguments[i]);
            }
            subjects.add(
                    new Subject(
                            arguments[start - 5],
                            arguments[start - 3],
                            arguments[start - 1],
                            command));
            i++;
        }
        return subjects;
    }

    private static Run run(Subject subject) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            int[] out = pipe(arena);
            int[] err = pipe(arena);
            MemorySegment actions = arena.allocate(256, 16);
            call(ACTIONS_INIT, actions);
            call(ACTIONS_OPEN, actions, 0, arena.allocateFrom("/dev/null"), 0, 0);
            call(ACTIONS_DUP2, actions, out[1], 1);
            call(ACTIONS_DUP2, actions, err[1], 2);
            int[] gate = pipe(arena);
            call(ACTIONS_DUP2, actions, gate[0], 3);
            MemorySegment pid = arena.allocate(JAVA_INT);
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GATE, "sh"));
            command.addAll(subject.command());
            int error =
                    (int)
                            SPAWN.invokeExact(
                                    pid,
                                    arena.allocateFrom(command.get(0)),
                                    actions,
                                    MemorySegment.NULL,
                                    strings(arena, command),
                                    environment(arena));
            if (error != 0) {
                throw new IllegalStateException(
                        "cannot start " + command.get(0) + ": errno " + error);
            }
            call(ACTIONS_DESTROY, actions);
            call(CLOSE, out[1]);
            call(CLOSE, err[1]);
            call(CLOSE, gate[0]);
            MemorySegment usage = arena.allocate(144, 8);
            int shell = (int) WAIT4.invokeExact(pid.get(JAVA_INT, 0), MemorySegment.NULL, 0, usage);
            long start = System.nanoTime();
            long opened = (long) WRITE.invokeExact(gate[1], arena.allocateFrom("\n"), 1L);
            StringBuilder outText = new StringBuilder();
            StringBuilder errText = new StringBuilder();
            long first = readAll(arena, out[0], err[0], subject.expect(), outText, errText);
            int reaped = (int) WAIT4.invokeExact(-1, MemorySegment.NULL, 0, usage);
            long end = System.nanoTime();
            call(CLOSE, out[0]);
            call(CLOSE, err[0]);
            call(CLOSE, gate[1]);
            if (first == 0 || reaped < 0 || shell < 0 || opened < 0) {
                throw new IllegalStateException(
                        subject.name()
                                + " never printed '"
                                + subject.expect()
                                + "':\n"
                                + outText
                                + errText);
            }
            // struct rusage: user time and system time as seconds and microseconds, then ru_maxrss
            // in KiB.
            double cpu =
                    (usage.get(JAVA_LONG, 0) + usage.get(JAVA_LONG, 16)) * 1e3
                            + (usage.get(JAVA_LONG, 8) + usage.get(JAVA_LONG, 24)) / 1e3;
            return new Run(
                    (first - start) / 1e6,
                    (end - start) / 1e6,
                    cpu,
                    usage.get(JAVA_LONG, 32) / 1024.0,
                    phases(errText.toString()));
        }
    }

    /** Reads both pipes to their ends. {@return when the expected line was complete, or 0} */
    private static long readAll(
            Arena arena,
            int out,
            int err,
            String expect,
            StringBuilder outText,
            StringBuilder errText)
            throws Throwable {
        MemorySegment polled = arena.allocate(16, 4);
        MemorySegment buffer = arena.allocate(1 << 16);
        long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
        long first = 0;
        boolean outOpen = true;
        boolean errOpen = true;
        while (outOpen || errOpen) {
            polled.set(JAVA_INT, 0, outOpen ? out : -1);
            polled.set(JAVA_INT, 4, 1);
            polled.set(JAVA_INT, 8, errOpen ? err : -1);
            polled.set(JAVA_INT, 12, 1);
            int ready = (int) POLL.invokeExact(polled, 2L, 1000);
            if (System.nanoTime() > deadline) {
                ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
                throw new IllegalStateException(
                        "no end after " + LIMIT_MILLIS + " ms:\n" + outText + errText);
            }
            if (ready <= 0) {
                continue;
            }
            if (outOpen && polled.get(JAVA_INT, 4) >>> 16 != 0) {
                outOpen = readSome(out, buffer, outText);
                if (first == 0 && hasLine(outText, expect)) {
                    first = System.nanoTime();
                }
            }
            if (errOpen && polled.get(JAVA_INT, 12) >>> 16 != 0) {
                errOpen = readSome(err, buffer, errText);
            }
        }
        return first;
    }

    private static boolean readSome(int descriptor, MemorySegment buffer, StringBuilder text)
            throws Throwable {
        long count = (long) READ.invokeExact(descriptor, buffer, buffer.byteSize());
        if (count <= 0) {
            return false;
        }
        byte[] bytes = buffer.asSlice(0, count).toArray(JAVA_BYTE);
        text.append(new String(bytes, StandardCharsets.UTF_8));
        return true;
    }

    private static boolean hasLine(StringBuilder text, String part) {
        int at = text.indexOf(part);
        return at >= 0 && text.indexOf("\n", at) >= 0;
    }

    private static Map<String, Double> phases(String err) {
        Map<String, Double> phases = new LinkedHashMap<>();
        for (String line : err.split("\n")) {
            if (line.startsWith("timing: ")) {
                int blank = line.lastIndexOf(' ');
                phases.put(line.substring(8, blank), Double.parseDouble(line.substring(blank + 1)));
            }
        }
        return phases;
    }

    private static void report(int runs, List<Subject> subjects, List<List<Run>> results) {
        String title = "";
        Run base = null;
        for (int s = 0; s < subjects.size(); s++) {
            Subject subject = subjects.get(s);
            Run median = median(results.get(s));
            if (!median.phases().isEmpty()) {
                print(
                        "\n%s: where %s's time goes, ms, median of %d%n",
                        subject.title(), subject.name(), runs);
                for (Map.Entry<String, Double> phase : median.phases().entrySet()) {
                    print("  %-36s %8.1f%n", phase.getKey(), phase.getValue());
                }
                continue;
            }
            if (!subject.title().equals(title)) {
                title = subject.title();
                base = median;
                print(
                        "\n%s, median of %d runs; in brackets: the first one's share of it%n",
                        title, runs);
                print(
                        "  %-28s %18s %18s %18s %18s%n",
                        "", "first line ms", "total ms", "CPU ms", "peak MiB");
            }
            print(
                    "  %-28s %s %s %s %s%n",
                    subject.name(),
                    cell(median.firstLine(), base.firstLine(), median == base),
                    cell(median.total(), base.total(), median == base),
                    cell(median.cpu(), base.cpu(), median == base),
                    cell(median.mebibytes(), base.mebibytes(), median == base));
        }
    }

    private static String cell(double value, double base, boolean isBase) {
        return isBase
                ? String.format(Locale.ROOT, "%11.1f       ", value)
                : String.format(Locale.ROOT, "%11.1f (%.2f)", value, base / value);
    }

    private static Run median(List<Run> runs) {
        Map<String, Double> phases = new LinkedHashMap<>();
        for (String phase : runs.get(0).phases().keySet()) {
            phases.put(
                    phase,
                    middle(
                            runs.stream()
                                    .mapToDouble(r -> r.phases().getOrDefault(phase, 0.0))
                                    .toArray()));
        }
        return new Run(
                middle(runs.stream().mapToDouble(Run::firstLine).toArray()),
                middle(runs.stream().mapToDouble(Run::total).toArray()),
                middle(runs.stream().mapToDouble(Run::cpu).toArray()),
                middle(runs.stream().mapToDouble(Run::mebibytes).toArray()),
                phases);
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void print(String format, Object... values) {
        System.out.print(String.format(Locale.ROOT, format, values));
    }

    private static int[] pipe(Arena arena) throws Throwable {
        MemorySegment ends = arena.allocate(JAVA_INT, 2);
        call(PIPE2, ends, O_CLOEXEC);
        return ends.toArray(JAVA_INT);
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private static MemorySegment environment(Arena arena) {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
            texts.add(variable.getKey() + "=" + variable.getValue());
        }
        return strings(arena, texts);
    }

    private static void call(MethodHandle function, Object... arguments) throws Throwable {
        function.invokeWithArguments(arguments);
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle longFunction(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG, arguments));
    }
}
