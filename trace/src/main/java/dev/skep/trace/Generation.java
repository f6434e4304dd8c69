package dev.skep.trace;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.Code;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.StackLimitException;
import dev.skep.trace.lower.LoweredProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes the code of a script's programs, on all processors where that is worth it. */
final class Generation {

    /** From how many programs on it is worth to start threads. */
    private static final int MANY = 8;

    private Generation() {}

    /**
     * {@return the code of each program, in their order}
     *
     * @throws StackLimitException if one needs more stack than there is
     */
    static List<Code> run(List<LoweredProgram> programs, CodegenOptions options) {
        if (programs.size() < MANY) {
            List<Code> code = new ArrayList<>(programs.size());
            for (LoweredProgram program : programs) {
                code.add(Compiler.compile(program.module(), options));
            }
            return code;
        }
        List<Callable<Code>> tasks = new ArrayList<>(programs.size());
        for (LoweredProgram program : programs) {
            tasks.add(() -> Compiler.compile(program.module(), options));
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            return results(threads.invokeAll(tasks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while compiling", e);
        }
    }

    private static List<Code> results(List<Future<Code>> futures) throws InterruptedException {
        List<Code> code = new ArrayList<>(futures.size());
        for (Future<Code> future : futures) {
            try {
                code.add(future.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BpfException known) {
                    throw known;
                }
                throw new IllegalStateException("compiling failed", e.getCause());
            }
        }
        return code;
    }
}
