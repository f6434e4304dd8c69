package dev.skep.cli;

import dev.skep.trace.CompileStage;

import java.util.ArrayList;
import java.util.List;

/** What {@code -d} names: Skep's stages, and what comes nearest to bpftrace's. */
final class Stages {

    private Stages() {}

    /**
     * {@return the stages of a list such as {@code ast,bpf}; {@code all} stands for every one}
     *
     * @throws UsageException for an unknown one
     */
    static List<CompileStage> named(String list) {
        List<CompileStage> stages = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            switch (name) {
                case "ast", "parse", "types" -> stages.add(CompileStage.AST);
                case "ir", "codegen", "codegen-opt" -> stages.add(CompileStage.IR);
                case "bpf", "dis" -> stages.add(CompileStage.BPF);
                case "all" -> stages.addAll(List.of(CompileStage.values()));
                case "libbpf", "verifier" ->
                        throw new UsageException(
                                "-d " + name + ": there is no such stage here",
                                "-v shows the kernel's whole log when it refuses a program");
                default ->
                        throw new UsageException(
                                "USAGE: invalid option for -d: " + name,
                                "-d takes ast, ir, bpf, or all");
            }
        }
        return stages;
    }
}
