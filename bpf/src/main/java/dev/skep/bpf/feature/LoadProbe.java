package dev.skep.bpf.feature;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.info.BtfInfo;
import dev.skep.bpf.info.KernelObjects;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.sys.TestRun;

import java.lang.foreign.ValueLayout;

/** Loads a program that brings along or calls what is in question. */
final class LoadProbe {

    private final Trial trial;
    private final Verdicts verdicts;

    LoadProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(LoadFeature feature) {
        return switch (feature) {
            // Every program of a probe has a name.
            case NAMES -> verdicts.of(feature, load(ProgramType.SOCKET_FILTER, Trial.returnZero()));
            case EXPECTED_ATTACH_TYPE ->
                    verdicts.of(
                            feature,
                            trial.load(
                                    TrialProgram.of(ProgramType.SOCKET_FILTER, Trial.returnZero())
                                            .with(AttachType.CGROUP_INET_EGRESS)));
            case GLOBAL_DATA -> verdicts.of(feature, globalData());
            case PROBE_READ_KERNEL ->
                    verdicts.of(feature, load(ProgramType.TRACEPOINT, probeReadKernel()));
            case RUN_STATISTICS ->
                    verdicts.of(
                            feature, Attempt.of(trial.kept(trial.kernel().enableRunStatistics())));
            case RAW_TRACEPOINT_RUN -> verdicts.of(feature, run());
            case CGROUP_ACCOUNTING ->
                    // A helper of the same release tells, as in libbpf: trying the limit itself
                    // would hit the other threads of this process (trap T4).
                    verdicts.of(
                            feature,
                            load(
                                    ProgramType.SOCKET_FILTER,
                                    calling(BpfHelper.KTIME_GET_COARSE_NS)));
            case MODULE_BTF -> moduleBtf(feature);
            case FOR_EACH_MAP_ELEMENT -> verdicts.of(feature, forEachElement());
            case ATTACH_COOKIE ->
                    verdicts.of(
                            feature,
                            load(ProgramType.KPROBE, calling(BpfHelper.GET_ATTACH_COOKIE)));
            case LOOP ->
                    verdicts.of(
                            feature,
                            new CallbackProgram(trial).load(BpfHelper.LOOP, mov(Register.R1, 1)));
        };
    }

    private Attempt load(ProgramType type, Code code) {
        return trial.load(TrialProgram.of(type, code));
    }

    private static Code calling(BpfHelper helper) {
        return new CodeBuilder().emit(call(helper)).emit(mov(Register.R0, 0)).emit(exit()).build();
    }

    private Attempt globalData() {
        Attempt map = trial.create(MapType.ARRAY, 4, 32, 1, 0);
        if (!map.succeeded()) {
            return map;
        }
        Instruction address =
                new Instruction.LoadImmediate64(
                        Register.R1, new Value64.MapValueFd(map.result(), 16));
        return load(
                ProgramType.SOCKET_FILTER,
                new CodeBuilder()
                        .emit(address)
                        .emit(store(MemorySize.DOUBLE, Register.R1, 0, 42))
                        .emit(mov(Register.R0, 0))
                        .emit(exit())
                        .build());
    }

    private static Code probeReadKernel() {
        return new CodeBuilder()
                .emit(mov(Register.R1, Register.R10))
                .emit(add(Register.R1, -8))
                .emit(mov(Register.R2, 8))
                .emit(mov(Register.R3, 0))
                .emit(call(BpfHelper.PROBE_READ_KERNEL))
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }

    private Attempt run() {
        Attempt program = load(ProgramType.RAW_TRACEPOINT, Trial.returnZero());
        return program.succeeded()
                ? Attempt.of(
                        trial.kernel()
                                .programTestRun(
                                        new TestRun(
                                                program.result(),
                                                null,
                                                -1,
                                                trial.arena().allocate(ValueLayout.JAVA_INT))))
                : program;
    }

    private Attempt forEachElement() {
        Attempt map = trial.create(MapType.HASH, 4, 4, 1, 0);
        return map.succeeded()
                ? new CallbackProgram(trial)
                        .load(
                                BpfHelper.FOR_EACH_MAP_ELEM,
                                new Instruction.LoadImmediate64(
                                        Register.R1, new Value64.MapFd(map.result())))
                : map;
    }

    private Answer moduleBtf(LoadFeature feature) {
        byte[] modules = trial.target().files().read("/proc/modules");
        if (modules == null) {
            return verdicts.no(feature, "this kernel has no modules");
        }
        KernelObjects objects = KernelObjects.of(trial.kernel(), trial.target());
        for (BtfInfo btf : objects.btfs()) {
            if (btf.ofKernel() && !btf.name().equals("vmlinux")) {
                return Answer.yes();
            }
        }
        return KernelFiles.text(modules).isBlank()
                ? verdicts.impossible(feature, "no module is loaded")
                : verdicts.no(feature, "no loaded module has types");
    }
}
