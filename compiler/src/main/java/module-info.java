/** Compiles IR to BPF. */
module dev.skep.compiler {
    requires static transitive org.jspecify;
    requires transitive dev.skep.bpf;

    exports dev.skep.compiler;
    exports dev.skep.compiler.call;
    exports dev.skep.compiler.ir;
}
