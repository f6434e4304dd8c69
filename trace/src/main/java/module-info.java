/** The tracing language: compile a script, run it, read its records. */
module dev.skep.trace {
    requires static transitive org.jspecify;
    requires transitive dev.skep.bpf;
    requires dev.skep.c;
    requires dev.skep.compiler;
    requires dev.skep.symbols;
    requires dev.skep.sys;

    exports dev.skep.trace;
    exports dev.skep.trace.check;
    exports dev.skep.trace.record;
    exports dev.skep.trace.run;
    exports dev.skep.trace.schema;
    exports dev.skep.trace.syntax;
}
