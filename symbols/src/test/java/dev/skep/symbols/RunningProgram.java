package dev.skep.symbols;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A C program that says where its functions are, and waits until it is closed. */
final class RunningProgram implements AutoCloseable {
    private static final String SOURCE =
            """
            #define _GNU_SOURCE
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>
            __attribute__((noinline)) int innermost(int x) { return x + getpid(); }
            __attribute__((noinline)) static int in_between(int x) { return innermost(x) * 3; }
            __attribute__((noinline)) int outermost(int x) { return in_between(x) - 1; }
            int main(void) {
                volatile int x = outermost(1);
                printf("%d\\n", getpid());
                printf("innermost %p\\nin_between %p\\noutermost %p\\nmain %p\\nqsort %p\\n",
                       (void *)innermost, (void *)in_between, (void *)outermost, (void *)main, (void *)qsort);
                printf("end\\n");
                fflush(stdout);
                char c;
                while (read(0, &c, 1) > 0) { }
                return x == 0;
            }
            """;

    private final Process process;
    private final int pid;
    private final Map<String, Long> addresses = new LinkedHashMap<>();

    private RunningProgram(Process process) throws IOException {
        this.process = process;
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String first = out.readLine();
        if (first == null) {
            throw new IOException("the program said nothing");
        }
        pid = Integer.parseInt(first);
        for (String line = out.readLine();
                line != null && !line.equals("end");
                line = out.readLine()) {
            int blank = line.indexOf(' ');
            addresses.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 3), 16));
        }
    }

    /** Compiles the program. */
    static Path compile(Path folder, String... options) throws Exception {
        Path source = Files.writeString(folder.resolve("waits.c"), SOURCE);
        Path program = folder.resolve("waits");
        List<String> command =
                new java.util.ArrayList<>(List.of("gcc", "-O1", "-fno-omit-frame-pointer"));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", program.toString(), source.toString()));
        run(command.toArray(new String[0]));
        return program;
    }

    static RunningProgram start(String... command) throws IOException {
        return new RunningProgram(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** {@return what a command prints; fails if it does} */
    static String run(String... command) throws Exception {
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("takes too long: " + String.join(" ", command));
            }
            String text = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    int pid() {
        return pid;
    }

    /** {@return where a function is} */
    long address(String function) {
        return Objects.requireNonNull(addresses.get(function), function);
    }

    /** {@return where functions of the program and of the C library are} */
    Map<String, Long> addresses() {
        return addresses;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
