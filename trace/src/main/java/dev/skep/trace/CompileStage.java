package dev.skep.trace;

/** What a script is on its way to a program; each can be shown. */
public enum CompileStage {
    /** The syntax tree with its types. */
    AST,
    /** The compiler's intermediate representation, after its passes. */
    IR,
    /** The instructions, with the source that they came from. */
    BPF
}
