/** The tracing language: from a script's text to programs, and running them. */
module dev.skep.trace {
    requires static transitive org.jspecify;
    requires transitive dev.skep.bpf;
    requires dev.skep.compiler;

    exports dev.skep.trace;
    exports dev.skep.trace.record;
    exports dev.skep.trace.schema;
    exports dev.skep.trace.syntax;
}
