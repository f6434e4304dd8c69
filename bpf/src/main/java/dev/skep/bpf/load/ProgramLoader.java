package dev.skep.bpf.load;

import dev.skep.bpf.VerifierException;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.InstructionEncoder;
import dev.skep.bpf.diagnose.Diagnosis;
import dev.skep.bpf.diagnose.VerifierLog;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.LogBuffer;
import dev.skep.sys.ProgramLoad;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Loads one program after the other. The first attempt asks for statistics and the error line only,
 * which costs nothing and gives the true errno; only a refused program is verified again with all
 * states written down (trap T2).
 */
final class ProgramLoader {

    /** BPF_LOG_STATS. */
    private static final int STATISTICS = 4;

    private static final int FAILING_PATH = 1;
    private static final int ALL_PATHS = 2;
    private static final int FIRST_LOG_BYTES = 64 << 10;
    private static final int WHOLE_LOG_BYTES = 16 << 20;

    /** Up to here a log of all paths fits the buffer and costs little time. */
    private static final int FEW_INSTRUCTIONS = 20_000;

    private final Kernel kernel;
    private final Target target;
    private final String license;
    private final ObjectBtf btf;
    private final ModuleDescriptors modules;

    ProgramLoader(
            Kernel kernel,
            Target target,
            String license,
            ObjectBtf btf,
            ModuleDescriptors modules) {
        this.kernel = kernel;
        this.target = target;
        this.license = license;
        this.btf = btf;
        this.modules = modules;
    }

    /**
     * {@return a descriptor, or a negated errno if the kernel refused before it verified}
     *
     * @throws VerifierException if the verifier refused
     */
    int load(ProgramSpec program, Code code) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] encoded = InstructionEncoder.encode(code);
            MemorySegment instructions = arena.allocate(encoded.length, 8);
            MemorySegment.copy(encoded, 0, instructions, ValueLayout.JAVA_BYTE, 0, encoded.length);
            LogBuffer brief = new LogBuffer(STATISTICS, arena.allocate(FIRST_LOG_BYTES));
            int result = kernel.programLoad(request(program, instructions, arena, brief));
            if (result >= 0) {
                return result;
            }
            VerifierLog log = new VerifierLog(brief.text());
            if (brief.text().isEmpty() && result != -Errno.EACCES && result != -Errno.EINVAL) {
                return result;
            }
            int level = log.processed() >= FEW_INSTRUCTIONS ? FAILING_PATH : ALL_PATHS;
            LogBuffer whole = new LogBuffer(level | STATISTICS, arena.allocate(WHOLE_LOG_BYTES));
            kernel.programLoad(request(program, instructions, arena, whole));
            String text = whole.text().isEmpty() ? brief.text() : whole.text();
            if (text.isEmpty()) {
                return result;
            }
            Diagnosis diagnosis =
                    KernelFunctions.explain(new VerifierLog(text).diagnose(code), program.code());
            throw new VerifierException(program.name(), result, diagnosis, text);
        }
    }

    private ProgramLoad request(
            ProgramSpec program, MemorySegment instructions, Arena arena, LogBuffer log) {
        return new ProgramLoad(
                program.type().number(),
                program.attachType() == AttachType.NONE ? 0 : program.attachType().number(),
                KernelNames.of(program.name()),
                license,
                instructions,
                program.flags(),
                target.version().code(),
                btf.descriptor(),
                btf.functionInfo(program, arena),
                btf.lineInfo(program, arena),
                AttachTarget.btfId(program, target),
                0,
                modules.array(arena),
                log);
    }
}
