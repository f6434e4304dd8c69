package dev.skep.bpf;

import dev.skep.bpf.diagnose.Diagnosis;

/** The kernel's verifier refused a program. */
public final class VerifierException extends KernelException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;
    private final String program;
    private final String log;

    /**
     * Creates an exception.
     *
     * @param program the program's name
     * @param negated the negated errno
     * @param diagnosis what is wrong and where
     * @param log all that the verifier wrote
     */
    public VerifierException(String program, long negated, Diagnosis diagnosis, String log) {
        super("loading program \"" + program + "\"", negated, diagnosis.summary());
        this.program = program;
        this.diagnosis = diagnosis;
        this.log = log;
    }

    /** {@return the name of the program} */
    public String program() {
        return program;
    }

    /** {@return what is wrong and where} */
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** {@return all that the verifier wrote, its instructions and states included} */
    public String log() {
        return log;
    }
}
