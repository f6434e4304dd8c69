/** From addresses to names and back: the kernel's, those of processes, those of binaries. */
module dev.skep.symbols {
    requires static transitive org.jspecify;
    requires transitive dev.skep.bpf;

    exports dev.skep.symbols;
    exports dev.skep.symbols.cpp;
    exports dev.skep.symbols.dwarf;
}
