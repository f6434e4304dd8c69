package dev.skep.symbols;

/** What is kept of processes: {@code cache_user_symbols} of the language. */
public enum SymbolCaching {
    /** The mappings of each process. Right for any process, and for those that end. */
    PER_PID,
    /**
     * The mappings of one process of each program, used for all of them. Right where a program is
     * at the same addresses in all processes: without address space randomisation, or where there
     * is one process only.
     */
    PER_PROGRAM,
    /** Nothing: processes that have ended have no symbols. */
    NONE
}
